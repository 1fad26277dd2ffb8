"""Typing, giving, changing and taking off the workspace's password, and the recovery key on paper."""
