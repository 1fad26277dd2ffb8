"""What is covered while others may look at the window."""
