"""Use cases: one user action is one function inside one unit of work."""
