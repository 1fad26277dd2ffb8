"""The trash: what was deleted, and putting it back."""

from collections.abc import Sequence
from typing import Any, Final

from desktop_crm.model.listing import Choice, Column, Kind
from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.now_true import RESTORED, NowTrue
from desktop_crm.services.rows_listing import RowsListing
from desktop_crm.storage.journal.restore import Restored, restore
from desktop_crm.storage.past import trash as storage
from desktop_crm.storage.tables import RECORDS
from desktop_crm.storage.workspace import Workspace

__all__ = ["Restored", "listing", "message", "restore"]

_COLUMNS: Final = (
    Column(
        "kind",
        msg("Kind"),
        Kind.STATE,
        110,
        sortable=True,
        choices=tuple(Choice(table, RECORDS[table].one) for table in storage.TABLES),
    ),
    Column("name", msg("Name"), width=240, sortable=True, of_client=True),
    Column("of", msg("Of"), width=200, sortable=True, of_client=True),
    Column("parts", msg("With"), width=240),
    Column("at", msg("Deleted"), Kind.MOMENT, 150, sortable=True),
    Column("user", msg("By"), width=140, sortable=True),
)


def listing(workspace: Workspace) -> RowsListing:
    """What can be put back, the latest first; a row's id is for `restore`."""
    return RowsListing(workspace, "trash", _COLUMNS, storage.version_of, _rows)


def message(listed: RowsListing, ids: Sequence[int]) -> Message:
    """What history calls restoring these rows."""
    if len(ids) == 1:
        return msg("Restore {name}", name=listed.rows(ids)[0][2])
    return msg("Restore {n} records from the trash", n=len(ids))


def now_true(listed: RowsListing, ids: Sequence[int]) -> NowTrue:
    """What is true when these rows are restored."""
    if len(ids) == 1:
        return NowTrue(RESTORED, Message("{name}", {"name": listed.rows(ids)[0][2]}))
    return NowTrue(msg("{n} records restored.", n=len(ids)))


def _rows(connection: Any) -> list[tuple[Any, ...]]:
    return [
        (gone.id, gone.table, gone.name, gone.of, _parts(gone.parts), gone.at, gone.user)
        for gone in storage.gone(connection)
    ]


def _parts(parts: dict[str, int]) -> Message | None:
    """2 orders, 1 contract."""
    told: Message | None = None
    for noun in reversed(NOUNS):
        if count := parts.get(noun.table, 0):
            one, many = noun.counted
            part = one if count == 1 else Message(many.text, {"n": count})
            told = part if told is None else msg("{first}, {rest}", first=part, rest=told)
    return told
