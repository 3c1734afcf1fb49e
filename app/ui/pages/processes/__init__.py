"""Processes: what was asked for, done, reported and answered, and what is still open."""
