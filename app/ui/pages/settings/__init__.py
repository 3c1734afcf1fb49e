"""Settings: of the program for this user, and of the open company."""
