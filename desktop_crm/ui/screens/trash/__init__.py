"""What was deleted, and putting it back."""
