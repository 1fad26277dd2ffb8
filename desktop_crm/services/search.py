"""One search over everything the user knows by name or number."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Final

from desktop_crm.model.limits import Limits, Verdict
from desktop_crm.model.listing import UNREADABLE, is_unreadable
from desktop_crm.model.nouns import NOUNS
from desktop_crm.services import product
from desktop_crm.services.facets import Hit, facets_of
from desktop_crm.services.limits import limits_of
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace

_HUNDRED: Final = 100

#: Makes a number of what was typed, in the person's language; None of what is none.
Read = Callable[[str], Decimal | None]


def find(workspace: Workspace, text: str, limit: int = 6, read: Read = lambda _word: None) -> list[Hit]:
    """The first cards of each noun whose names, numbers, phones or e-mails hold every word of `text`.

    A product with a price or discount behind its name (`kp-01 95000`, `kp-01 10%`) comes with how that stands to its limits.
    """
    if not text.strip():
        return []
    hits: list[Hit] = []
    for facets in [facets_of(noun) for noun in NOUNS if noun.is_searched]:
        listing = SqlListing(workspace, facets.source)
        names = [column.id for column in listing.columns]
        rows = listing.some(text, limit)
        if not rows and (otherwise := facets.otherwise(text)):
            rows = listing.some(otherwise, limit)
        for row in rows:
            values = ("" if value is UNREADABLE else value for value in row[1:])
            hit = facets.hit(row[0], dict(zip(names, values, strict=True)))
            hits.append(replace(hit, unreadable=is_unreadable(row)))
    return [*hits, *_judged(workspace, text, limit, read)]


def _judged(workspace: Workspace, text: str, limit: int, read: Read) -> list[Hit]:
    name, _, word = text.strip().rpartition(" ")
    number = read(word) if name.strip() and word[:1].isdigit() else None
    if number is None or number < 0:
        return []
    listing = SqlListing(workspace, product.FACETS.source)
    names = [column.id for column in listing.columns]
    rows = {row[0]: dict(zip(names, row[1:], strict=True)) for row in listing.some(name.strip(), limit)}
    with workspace.read() as session:
        known = limits_of(session, rows)
    found = ((row_id, _verdict(limits, number, of_price=not word.endswith("%"))) for row_id, limits in known.items())
    return [
        replace(product.FACETS.hit(row_id, rows[row_id]), verdict=verdict)
        for row_id, verdict in found
        if verdict is not Verdict.OPEN and not any(value is UNREADABLE for value in rows[row_id].values())
    ]


def _verdict(limits: Limits, number: Decimal, *, of_price: bool) -> Verdict:
    if of_price:
        return limits.verdict(number, Decimal(0), limits.currency, limits.tax)
    return limits.verdict(limits.price, number, limits.currency, limits.tax) if number <= _HUNDRED else Verdict.OPEN
