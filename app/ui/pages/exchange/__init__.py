"""Import and export: files in and out, with a trial run before anything is written."""
