"""Mail files that are dropped on the window or chosen: whose they are is shown, and nothing is kept before it is said."""
