"""Backups in the window: made by themselves, at close and when asked for; and workspaces out of backups."""
