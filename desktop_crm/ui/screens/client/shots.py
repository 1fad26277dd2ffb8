"""What to look at of clients."""

from typing import Final

from desktop_crm.ui.program.stage import Shots, Show, Stage, new, screen


def _columns(stage: Stage) -> None:
    """The list without its peek, which comes back."""
    stage.go("client")
    stage.settle()
    stage.screen().glance.toggle()


def _editing(field: str) -> Show:
    """A page, one of its facts edited in its place."""

    def show(stage: Stage) -> None:
        stage.go("client", wide=True)
        stage.settle()
        stage.screen().card.form.focus_field(field)

    return show


def _page(stage: Stage) -> None:
    stage.go("client")
    stage.settle()
    if not stage.screen().glance.is_open:
        stage.screen().glance.toggle()
    stage.go("client", wide=True)


SHOTS: Final[Shots] = (
    ("clients", screen("client")),
    ("clients-columns", _columns),
    ("client", _page),
    ("client-fact", _editing("category")),
    ("client-addresses", _editing("addresses")),
    ("client-contacts", screen("client", wide=True, tab=1)),
    ("client-orders", screen("client", wide=True, tab=2)),
    ("client-history", screen("client", wide=True, tab=-1)),
    ("client-new", new("client")),
)
