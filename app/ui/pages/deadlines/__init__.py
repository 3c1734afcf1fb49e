"""The deadline page: everything that must be done by a certain day."""
