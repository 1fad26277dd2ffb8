"""Desktop CRM: clients, orders and contracts of one account manager in one local file."""

__version__ = "0.1.0"
