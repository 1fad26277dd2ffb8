"""The chosen row of a list at a glance, beside it: what it is, what it comes to, what is to be done with it."""
