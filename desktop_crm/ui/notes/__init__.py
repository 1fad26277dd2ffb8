"""How the window speaks to the person: notes and errors."""
