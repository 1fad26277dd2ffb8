"""A workspace with invented clients, orders and contracts."""
