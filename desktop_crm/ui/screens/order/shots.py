"""What to look at of orders."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, new, screen

SHOTS: Final[Shots] = (
    ("orders", screen("order")),
    ("order", screen("order", wide=True)),
    ("order-new", new("order")),
)
