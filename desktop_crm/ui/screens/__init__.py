"""One file or folder a noun."""
