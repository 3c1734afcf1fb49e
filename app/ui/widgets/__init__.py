"""Reusable inputs, cells and areas; none of them knows a service or a page."""
