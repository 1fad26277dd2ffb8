"""What the dialog says of clients and of products."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.services.importing.plan import What
from desktop_crm.ui.i18n import ntr


@dataclass(frozen=True)
class Words:
    """The sentences of one kind of record; `noun` is its screen."""

    noun: str
    title: Message
    leave: Message
    take: Message
    hint: Message
    action: Callable[[str], Message]
    button: Callable[[int, int, int], str]
    done: Callable[[int, int], str]


def _client_button(new: int, known: int, people: int) -> str:
    """`people` join clients that are known."""
    if not people:
        return ntr("Import {n} client", "Import {n} clients", new + known)
    if not new:
        return ntr("Add {n} contact", "Add {n} contacts", people)
    return ntr("Import {new} and add {n} contact", "Import {new} and add {n} contacts", people, new=new)


def _clients_done(count: int, people: int) -> str:
    imported = ntr("{n} client imported", "{n} clients imported", count)
    if not people:
        return imported
    added = ntr("{n} contact added", "{n} contacts added", people)
    return f"{imported}, {added}" if count else added


def _product_button(new: int, known: int, _people: int) -> str:
    if not known:
        return ntr("Import {n} product", "Import {n} products", new)
    if not new:
        return ntr("Update {n} product", "Update {n} products", known)
    return ntr("Import {new} and update {n} product", "Import {new} and update {n} products", known, new=new)


WORDS: Final[dict[What, Words]] = {
    "clients": Words(
        "client",
        msg("Import clients"),
        msg("Leave duplicates out"),
        msg("Write them too"),
        msg(
            "A visitor list, an address book, an export of another program: one client a line, titles above the columns."
        ),
        lambda file: msg("Import clients from {file}", file=file),
        _client_button,
        _clients_done,
    ),
    "products": Words(
        "product",
        msg("Import products"),
        msg("Leave duplicates out"),
        msg("Update known products"),
        msg("A price list or an export of another program: one product a line, titles above the columns."),
        lambda file: msg("Import products from {file}", file=file),
        _product_button,
        lambda count, _people: ntr("{n} product imported", "{n} products imported", count),
    ),
}
