"""Reminders: they come, whatever happened meanwhile, and each is told once."""
