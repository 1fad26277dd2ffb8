"""What to look at of activities."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, new, screen

SHOTS: Final[Shots] = (
    ("activities", screen("activity")),
    ("activity", screen("activity", wide=True)),
    ("activity-new", new("activity")),
)
