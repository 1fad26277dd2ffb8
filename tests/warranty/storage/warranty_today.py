"""Which warranties end soon."""

from datetime import date, timedelta
from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.storage.today import SOON, Rule, Span


def _soon(day: date) -> tuple[Span, ...]:
    return (Span(SOON, day, day + timedelta(days=30)),)


RULES: Final = (
    Rule(
        "warranties",
        "warranty",
        table="warranties",
        day="until",
        states=("running",),
        spans=_soon,
        kind=msg("Warranties"),
        icon="shield",
        title=msg("Warranty {number} ends"),
        late=(msg("1 more warranty that ends"), msg("{n} more warranties that end")),
        more=(msg("1 more warranty that ends"), msg("{n} more warranties that end")),
    ),
)
