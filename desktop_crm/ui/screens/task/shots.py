"""What to look at of tasks."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, new, screen

SHOTS: Final[Shots] = (
    ("tasks", screen("task")),
    ("task", screen("task", wide=True)),
    ("task-new", new("task")),
)
