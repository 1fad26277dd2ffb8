"""What was done: kept with each action, taken back, done again, thinned, told."""
