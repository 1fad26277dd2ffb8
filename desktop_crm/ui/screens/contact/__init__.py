"""Contacts: the list of all, the card of one, and its tabs."""
