"""Activities: what happened with all clients, and the card of one."""
