"""Products: the list, the card, and its tabs."""
