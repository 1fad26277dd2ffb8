"""The program around the window: opening, closing, what goes on behind, pictures of it."""
