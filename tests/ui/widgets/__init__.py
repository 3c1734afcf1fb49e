"""Tests of the window, through what the operator sees."""
