"""What pictures of the window show of contacts."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, new, screen

SHOTS: Final[Shots] = (
    ("contacts", screen("contact")),
    ("contact", screen("contact", wide=True)),
    ("contact-history", screen("contact", wide=True, tab=-1)),
    ("contact-new", new("contact")),
)
