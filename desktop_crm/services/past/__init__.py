"""What was done before: history, trash, what is kept of it."""
