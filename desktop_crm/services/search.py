"""One search over everything the user knows by name or number."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from desktop_crm.model.fold import bare_key
from desktop_crm.model.limits import Limits, Verdict
from desktop_crm.model.listing import UNREADABLE, is_unreadable
from desktop_crm.storage.client import CLIENTS
from desktop_crm.storage.contact import CONTACTS
from desktop_crm.storage.contract import CONTRACTS
from desktop_crm.storage.lists.listing import SqlListing, SqlSource
from desktop_crm.storage.order import ORDERS
from desktop_crm.storage.product import PRODUCTS
from desktop_crm.storage.workspace import Workspace

_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class Hit:
    """A card that answers: a contact leads to its client.

    The subtitle tells who `client` is, and the title of a `private` one, too (what the privacy screen covers). What can't be
    read of an `unreadable` one is left out.
    """

    noun: str
    id: int
    title: str
    subtitle: str
    client: str = ""
    private: bool = False
    unreadable: bool = False
    verdict: Verdict = Verdict.OPEN  # of a product with the price that was typed behind its name


#: Makes a number of what was typed, in the person's language; None of what is none.
Read = Callable[[str], Decimal | None]


def find(workspace: Workspace, text: str, limit: int = 6, read: Read = lambda _word: None) -> list[Hit]:
    """The first cards of each noun whose names, numbers, phones or e-mails hold every word of `text`.

    A product with a price or discount behind its name (`kp-01 95000`, `kp-01 10%`) comes with how that stands to its limits.
    """
    if not text.strip():
        return []
    hits: list[Hit] = []
    for source, make in _SOURCES:
        listing = SqlListing(workspace, source)
        names = [column.id for column in listing.columns]
        rows = listing.some(text, limit)
        if not rows and source is CLIENTS and (bare := bare_key(text)):
            rows = listing.some(bare, limit)  # `PT Kayu Makmur` is known as `Toko Kayu Makmur`
        for row in rows:
            values = ("" if value is UNREADABLE else value for value in row[1:])
            hit = make(row[0], dict(zip(names, values, strict=True)))
            hits.append(replace(hit, unreadable=is_unreadable(row)))
    return [*hits, *_judged(workspace, text, limit, read)]


def _judged(workspace: Workspace, text: str, limit: int, read: Read) -> list[Hit]:
    name, _, word = text.strip().rpartition(" ")
    number = read(word) if name.strip() and word[:1].isdigit() else None
    if number is None or number < 0:
        return []
    from desktop_crm.services.limits import limits_of  # asks with SQLAlchemy, which the first search does without

    listing = SqlListing(workspace, PRODUCTS)
    names = [column.id for column in listing.columns]
    rows = {row[0]: dict(zip(names, row[1:], strict=True)) for row in listing.some(name.strip(), limit)}
    with workspace.read() as session:
        known = limits_of(session, rows)
    found = ((row_id, _verdict(limits, number, of_price=not word.endswith("%"))) for row_id, limits in known.items())
    return [
        replace(_product(row_id, rows[row_id]), verdict=verdict)
        for row_id, verdict in found
        if verdict is not Verdict.OPEN and not any(value is UNREADABLE for value in rows[row_id].values())
    ]


def _verdict(limits: Limits, number: Decimal, *, of_price: bool) -> Verdict:
    if of_price:
        return limits.verdict(number, Decimal(0), limits.currency, limits.tax)
    return limits.verdict(limits.price, number, limits.currency, limits.tax) if number <= _HUNDRED else Verdict.OPEN


def _client(id: int, row: dict[str, Any]) -> Hit:
    name, about = row["name"], " · ".join(part for part in (row["city"], row["phone"], row["email"]) if part)
    return Hit("client", id, name, about, client=name, private=True)


def _contact(_: int, row: dict[str, Any]) -> Hit:
    client, about = row["client"], " · ".join(part for part in (row["office"], row["client"]) if part)
    return Hit("client", row["client_id"], row["name"], about, client=client, private=True)


def _product(id: int, row: dict[str, Any]) -> Hit:
    title = " – ".join(part for part in (row["code"], row["name_id"] or row["name_en"]) if part)
    return Hit("product", id, title, row["unit"])


def _numbered(noun: str) -> Any:
    return lambda record_id, row: Hit(noun, record_id, row["number"], row["client"], client=row["client"])


_SOURCES: Final[tuple[tuple[SqlSource, Any], ...]] = (
    (CLIENTS, _client),
    (CONTACTS, _contact),
    (PRODUCTS, _product),
    (ORDERS, _numbered("order")),
    (CONTRACTS, _numbered("contract")),
)
