"""Capture: a sheet over the window, from anywhere, for what was just said and what comes next."""
