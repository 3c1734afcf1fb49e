"""Repositories: the ways to read and write one kind of thing, and the queries behind lists."""
