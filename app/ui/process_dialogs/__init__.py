"""Forms that start a process or record what happened in one, made from its declaration."""
