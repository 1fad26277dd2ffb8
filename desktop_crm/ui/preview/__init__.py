"""Papers in the window: pages to look at, to search, to print and to save."""
