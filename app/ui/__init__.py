"""The window: PySide6 only lives here. Knows services and domain values, never SQL or files."""
