"""Readers of foreign files: bytes in, plain rows and a list of problems out."""
