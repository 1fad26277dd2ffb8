"""A card's history in the user's words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.documents.template_fields import title_of as field_title
from desktop_crm.model.about import About
from desktop_crm.model.address import Address
from desktop_crm.model.base import Record
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.printed import COUNTERPARTS, Printed
from desktop_crm.storage.past import history as storage
from desktop_crm.storage.tables import about_column, pointed_to, title_of_row


class Op(Enum):
    """What happened to a row."""

    ADDED = "insert"
    CHANGED = "update"
    REMOVED = "delete"


@dataclass(frozen=True, slots=True)
class Detail:
    """One value: its field, what it was and what it became (plain values or messages; None is nothing).

    The privacy screen covers what is `sensitive`, and the names of other clients where it is `of_client`.
    """

    field: Message
    before: Any
    after: Any
    sensitive: bool = False
    of_client: bool = False


@dataclass(frozen=True, slots=True)
class RowStory:
    """What happened to one row of the card: `title` says which kind of row it is."""

    title: Message
    op: Op
    details: tuple[Detail, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One action on a card; entries with smaller ids are older."""

    id: int
    at: datetime | Message  # one that can't be read
    user: str | Message
    text: Message
    kind: str  # do, undo or redo
    rows: tuple[RowStory, ...]
    thinned: bool = False  # what the values were is no longer kept
    left_out: int = 0  # rows beyond those


#: Whose card it is need not be told on that card.
_OWN_CARD: Final = frozenset({("contacts", "client_id")})
_Names = Mapping[tuple[type[Record], int], str]


def of_card(
    session: Session, noun: str, card_id: int, limit: int = 200, before: int | None = None, *, after: int | None = None
) -> list[Entry]:
    """What happened to a card, newest first: at most `limit` entries, older than the entry `before` or newer than `after`.

    `after` 0 begins with the card's first.
    """
    events = storage.of_card(session, noun, card_id, limit, before, after=after)
    names = _names(session, events)
    return [
        Entry(
            event.entry_id,
            event.at,
            event.user,
            event.text,
            event.kind,
            tuple(_row(names, change) for change in event.changes),
            event.thinned,
            event.count - len(event.changes),
        )
        for event in events
    ]


def _names(session: Session, events: Iterable[storage.Event]) -> _Names:
    """What the records that a page points to are called now: one question for each kind of them."""
    asked = defaultdict[type[Record], set[int]](set)
    for change in (change for event in events for change in event.changes):
        for column in change.columns:
            if (record := pointed_to(change.table, column.column)) is not None:
                asked[record].update(value for value in (column.before, column.after) if value)
    return {
        (record, row_id): name
        for record, ids in asked.items()
        for row_id, name in storage.names(session, record, record.called, ids)
    }


def _row(names: _Names, change: storage.RowChange) -> RowStory:
    details = tuple(_details(names, change))
    title = title_of_row(change.table)
    return RowStory(title if isinstance(title, Message) else msg("Record"), Op(change.op), details)


def _details(names: _Names, change: storage.RowChange) -> Iterator[Detail]:
    for column in change.columns:
        if (change.op == "insert" and not column.after) or (change.table, column.column) in _OWN_CARD:
            continue
        about = about_column(change.table, column.column)
        if about is None:
            continue
        record = pointed_to(change.table, column.column)
        before, after = (_told(names, about, record, value) for value in (column.before, column.after))
        if before != after and (before not in ("", None) or after not in ("", None)):
            yield Detail(about.title, before, after, about.sensitive, about.of_client)


def _told(names: _Names, about: About, record: type[Record] | None, value: Any) -> Any:
    """A value as a person would name it."""
    if value in (None, "", (), []):
        return None
    if about.choices and isinstance(value, list | tuple):
        return [title_of(about.choices, code).title for code in value]
    if about.choices:
        return title_of(about.choices, value).title
    if record is not None:
        return names.get((record, value), msg("removed"))
    if about.holds_bytes:
        return msg("set")
    if isinstance(value, Printed):
        return list(_printed(value)) or None
    if isinstance(value, tuple):
        return ", ".join(str(item) if isinstance(item, Address) else _plain(item) for item in value)
    return _plain(value) if hasattr(value, "to_json") else value


def _printed(value: Printed) -> Iterator[Message]:
    """Which sheets came out, what was left open for the pen on them, and what was written there."""
    yield from (title_of(COUNTERPARTS, sheet).title for sheet in value.sheets)
    for path in value.blanks:
        field, text = field_title(path), value.written.get(path)
        yield msg("{field} left open", field=field) if text is None else msg("{field}: {text}", field=field, text=text)


def _plain(item: Any) -> str:
    return next(
        (str(value) for name in ("number", "address", "title", "name") if (value := getattr(item, name, ""))), ""
    )
