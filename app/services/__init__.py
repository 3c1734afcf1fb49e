"""Use cases: one function, one transaction, returning what it touched. No Qt, no SQL."""
