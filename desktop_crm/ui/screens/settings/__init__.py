"""Settings: the rules that travel with the file, and the habits of this machine."""
