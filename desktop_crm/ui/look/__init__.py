"""Colours, fonts, icons, and small widgets that know them."""
