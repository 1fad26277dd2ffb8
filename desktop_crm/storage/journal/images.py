"""Images of rows in the journal, brought to a new schema by the migration that changes their table.

History, undo and trash put images into tables and read them with the columns of today. So an image is always one of this
schema: the migration that gives a table another column, name or scale brings that table's images along in the same
transaction, and nothing that reads them later has to know under which revision they were written. Before it changes the
table, a migration calls

    images.rewrite(op.get_bind(), "contracts", lambda values, whole: {**values, "reason": ""} if whole else values)

An update's images hold the changed columns only, all others are `whole`: whole ones need every column of the new table.
`tests/storage/test_versions.py` upgrades a file of every version that was shipped, undoes it to its start and does it all
again; each new revision adds its own file there.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection

from desktop_crm.model.base import dump

Values = dict[str, Any]

#: Makes an image of the new schema of one of the old; told whether it is of a whole row.
Bring = Callable[[Values, bool], Values]

_AT_ONCE: Final = 2000


def rewrite(connection: Connection, table: str, bring: Bring) -> None:
    """Bring every image of a table to a new schema; what a fault has made unreadable stays as it is."""
    last = 0
    while changes := connection.exec_driver_sql(
        'SELECT id, op, "before", "after" FROM journal_changes WHERE table_name = ? AND id > ? ORDER BY id LIMIT ?',
        (table, last, _AT_ONCE),
    ).fetchall():
        last = changes[-1][0]
        for change_id, op, *images in changes:
            brought = [_brought(image, bring, op != "update") for image in images]
            if brought != images:
                put(connection, change_id, *brought)
    for change_id in runs(connection, table):
        rewrite_run(connection, change_id, lambda values: bring(values, True))


def read(image: str | None) -> Values | None:
    """What the columns held; None for no image, and for one that can't be read."""
    try:
        found = json.loads(image or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def put(connection: Connection, change_id: int, before: str | None, after: str | None) -> None:
    """Other images of one change."""
    connection.exec_driver_sql(
        'UPDATE journal_changes SET "before" = ?, "after" = ? WHERE id = ?', (before, after, change_id)
    )


def runs(connection: Connection, table: str) -> Iterator[int]:
    """The changes that took rows of a table away in bulk."""
    found = connection.exec_driver_sql(
        "SELECT id FROM journal_changes WHERE table_name = ? AND op = 'delete' AND last_row_id IS NOT NULL", (table,)
    )
    return iter(found.scalars().all())


def rewrite_run(
    connection: Connection, change_id: int, bring: Callable[[Values], Values], names: list[str] | None = None
) -> None:
    """Bring the rows that one change took away; up to revision 0005 they were lists in the order of `names`."""
    last = -1
    while rows := connection.exec_driver_sql(
        "SELECT row_id, content FROM journal_rows WHERE change_id = ? AND row_id > ? ORDER BY row_id LIMIT ?",
        (change_id, last, _AT_ONCE),
    ).fetchall():
        last = rows[-1][0]
        written = [
            (dump(bring(values)), change_id, row_id)
            for row_id, content in rows
            if (values := read(content) if names is None else _listed(content, names)) is not None
        ]
        if written:
            connection.exec_driver_sql(
                "UPDATE journal_rows SET content = ? WHERE change_id = ? AND row_id = ?", written
            )


def names_of(connection: Connection, table: str) -> list[str]:
    """A table's columns in their order."""
    return [row[1] for row in connection.exec_driver_sql(f'PRAGMA table_info("{table}")')]


def _listed(content: str, names: list[str]) -> Values | None:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return dict(zip(names, found, strict=True)) if isinstance(found, list) and len(found) == len(names) else None


def _brought(image: str | None, bring: Bring, whole: bool) -> str | None:
    values = read(image)
    return image if values is None else dump(bring(values, whole))
