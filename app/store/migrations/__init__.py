"""Revisions of the schema, run by Alembic when a company file is behind.

A new revision is a file `versions/NNNN_what_it_does.py` with the next number; the number is the
version of the schema and stands in the file's `user_version`. Triggers, the list of today and the
search index are made anew after the last revision, so a revision that adds a field only adds its
column to the facet's table and to `metering_point_current`.
"""
