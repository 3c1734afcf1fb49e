"""Item models: they hold ids, fetch rows lazily, and leave sorting and filtering to SQL."""
