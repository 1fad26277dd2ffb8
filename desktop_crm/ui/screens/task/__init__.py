"""Tasks: what is to be done, by the day on which it is, and the page of one."""
