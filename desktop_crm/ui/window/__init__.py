"""The main window: its frame, rail, search, commands and the way through it."""
