"""Lists and searches over any number of rows."""
