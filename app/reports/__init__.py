"""Workbooks for people: typed cells, print set-up, readable in black and white. No SQL, no Qt."""
