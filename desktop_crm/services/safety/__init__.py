"""Backups, passwords, checks, rescue and the emergency archive."""
