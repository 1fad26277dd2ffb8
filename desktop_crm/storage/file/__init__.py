"""The workspace's file: opened, held, locked, protected, folded, upgraded, replaced."""
