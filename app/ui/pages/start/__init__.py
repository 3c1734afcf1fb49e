"""The start page: recent company files, the demo, a new file."""
