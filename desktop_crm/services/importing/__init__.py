"""Sheets read into records: mapped, tried, told, and written in one action."""
