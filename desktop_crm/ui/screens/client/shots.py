"""What to look at of clients."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, new, screen

SHOTS: Final[Shots] = (
    ("clients", screen("client")),
    ("client", screen("client", wide=True)),
    ("client-contacts", screen("client", wide=True, tab=1)),
    ("client-orders", screen("client", wide=True, tab=2)),
    ("client-history", screen("client", wide=True, tab=-1)),
    ("client-new", new("client")),
)
