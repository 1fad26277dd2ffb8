"""The page that asks for the password: before a protected file is opened, and over a locked window."""
