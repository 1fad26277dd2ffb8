"""All that was done in the file, and taking any of it back."""
