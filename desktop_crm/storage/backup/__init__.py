"""Copies of a workspace, and work going on in one."""
