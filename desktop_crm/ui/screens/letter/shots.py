"""What to look at of letters."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, Stage, new, screen


def _came(stage: Stage) -> None:
    """One that came in, on its page."""
    from desktop_crm.services import letter

    desk = stage.shell.desk
    assert desk is not None
    stage.shell.navigate("letter", desk.read(letter.newest_incoming))


SHOTS: Final[Shots] = (
    ("letters", screen("letter")),
    ("letter", screen("letter", wide=True)),
    ("letter-in", _came),
    ("letter-new", new("letter")),
)
