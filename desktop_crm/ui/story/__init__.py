"""A record's story: a box for notes, and below it all that happened."""
