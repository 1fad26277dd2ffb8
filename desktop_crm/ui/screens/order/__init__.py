"""Orders: the list, the card with its lines, and what can be done with an order."""
