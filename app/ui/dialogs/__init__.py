"""The few dialogs: to ask before something irreversible, to tell of an error, to make a file."""
