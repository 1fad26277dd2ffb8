"""What every screen works with: the workspace, commands, background work, settings, questions over the window."""
