"""The monthly check of master data against DataHub: list of runs, new run, result."""
