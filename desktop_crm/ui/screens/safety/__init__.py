"""Safety: what protects the workspace, and the buttons to act."""
