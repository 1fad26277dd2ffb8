"""What was done and what was deleted, as lists and pages show it."""
