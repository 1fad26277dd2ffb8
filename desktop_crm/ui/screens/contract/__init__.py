"""Contracts: the list, the card with the paper beside it, and how one is made from an order."""
