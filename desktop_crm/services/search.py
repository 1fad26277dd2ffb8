"""One search over everything the user knows by name or number."""

from dataclasses import dataclass, replace
from typing import Any, Final

from desktop_crm.model.fold import bare_key
from desktop_crm.model.listing import UNREADABLE, is_unreadable
from desktop_crm.storage.client import CLIENTS, CONTACTS
from desktop_crm.storage.contract import CONTRACTS
from desktop_crm.storage.listing import SqlListing, SqlSource
from desktop_crm.storage.order import ORDERS
from desktop_crm.storage.product import PRODUCTS
from desktop_crm.storage.workspace import Workspace


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


def find(workspace: Workspace, text: str, limit: int = 6) -> list[Hit]:
    """The first cards of each noun whose names, numbers, phones or e-mails hold every word of `text`."""
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
    return hits


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
