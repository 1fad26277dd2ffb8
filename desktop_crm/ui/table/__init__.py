"""A table over a million rows."""
