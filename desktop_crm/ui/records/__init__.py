"""What every noun shares in the window: a list with a card beside it, and the tabs of a card."""
