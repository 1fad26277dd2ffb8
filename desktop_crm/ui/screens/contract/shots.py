"""What to look at of contracts."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, Stage, new, screen


def _paper(stage: Stage) -> None:
    stage.go("contract", wide=True)
    stage.settle()
    stage.run("contract.preview")


SHOTS: Final[Shots] = (
    ("contracts", screen("contract")),
    ("contract-paper", _paper),
    ("contract-order", new("contract")),
)
