"""What the settings are made of: sections that declare what can be set in them, and the page that shows one."""
