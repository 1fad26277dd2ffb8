"""What exists in the business, and its rules: no session, no query, no window, no clock."""
