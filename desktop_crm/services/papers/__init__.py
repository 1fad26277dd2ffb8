"""Contracts and order sheets as PDF, and what becomes of them on their way to a signature."""
