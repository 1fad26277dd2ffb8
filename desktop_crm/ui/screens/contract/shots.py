"""What to look at of contracts."""

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from desktop_crm.model.message import msg
from desktop_crm.ui.program.stage import Shots, Stage, new, screen

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


def _paper(stage: Stage) -> None:
    stage.go("contract", wide=True)
    stage.settle()
    stage.run("contract.preview")


def _blanks(stage: Stage) -> None:
    """With a client of whom the name is known."""
    desk = stage.shell.desk
    assert desk is not None
    stage.shell.navigate("contract", desk.write(msg("Begin"), _bare))


def _bare(session: "Session") -> int:
    from desktop_crm.services import client, contract, order
    from desktop_crm.services.lines import LineInput

    made = client.save(session, None, {"name": "Toko Kayu Makmur"})
    lines = [LineInput(None, "", "Meja", Decimal(2), "unit", Decimal(7_500_000), Decimal(0), None)]
    return contract.make(session, order.save(session, None, order.start(session, made.id), lines).id).id


SHOTS: Final[Shots] = (
    ("contracts", screen("contract")),
    ("contract-paper", _paper),
    ("contract-blanks", _blanks),
    ("contract-order", new("contract")),
)
