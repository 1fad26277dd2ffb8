"""Thinning old history: entries keep who, when and what, but no longer what the rows were; files nothing names any more go.

The journal's order is that of its ids, whatever the clock said: thinned is all before the first entry that is young
enough, so that one made while the clock was wrong never takes younger ones with it.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from desktop_crm.model.base import dump
from desktop_crm.model.errors import TellableError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.moments import FIRST, LAST, moment_from_int, moment_to_int
from desktop_crm.storage.file import identity
from desktop_crm.storage.file.watching import watched
from desktop_crm.storage.tables import RECORDS, table_of


class Old(NamedTuple):
    """How many entries are old and not thinned yet, and when the first and the last of them were made."""

    entries: int
    first: datetime | None
    last: datetime | None


def old(connection: Any, before: datetime) -> Old:
    """What thinning would touch."""
    moment = "FILTER (WHERE at BETWEEN ? AND ?)"
    count, first, last = connection.execute(
        f"SELECT count(*), min(at) {moment}, max(at) {moment} FROM journal_entries WHERE id <= ? AND NOT thinned",
        (FIRST, LAST, FIRST, LAST, _last(connection, before)),
    ).fetchone()
    return Old(count, *(None if at is None else moment_from_int(at) for at in (first, last)))


def thin(connection: Any, before: datetime, message: Message, user: str, go_on: Callable[[], None]) -> int:
    """Thin what was made before a moment, all in one transaction; how many entries. `go_on` may raise to stop."""
    try:
        with watched(connection, go_on):
            connection.execute("BEGIN IMMEDIATE")
            count = _thin(connection, _last(connection, before))
            _tell(connection, message, user)
            identity.advance(connection)
            go_on()
            connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.rollback()
    return count


def space_kept(path: Path, count: int, error: TellableError) -> WorldError:
    """The sentence when history was thinned, and the file could not be written anew without it."""
    return WorldError(
        msg(
            "The details of {n} actions are deleted, but {file} has kept its size: {reason}",
            n=count,
            file=path.name,
            reason=error.message,
        )
    )


def _last(connection: Any, before: datetime) -> int:
    """The entry up to which all is old."""
    first_young = connection.execute(
        "SELECT min(id) FROM journal_entries WHERE at BETWEEN ? AND ?", (moment_to_int(before), LAST)
    ).fetchone()[0]
    newest = connection.execute("SELECT coalesce(max(id), 0) FROM journal_entries").fetchone()[0]
    return int(newest if first_young is None else first_young - 1)


def _thin(connection: Any, last: int) -> int:
    entries = "(SELECT id FROM journal_entries WHERE id <= ? AND NOT thinned)"
    connection.execute(
        "DELETE FROM journal_rows WHERE change_id IN"
        f" (SELECT id FROM journal_changes WHERE last_row_id IS NOT NULL AND entry_id IN {entries})",
        (last,),
    )
    connection.execute(
        f'UPDATE journal_changes SET "before" = NULL, "after" = NULL WHERE entry_id IN {entries}', (last,)
    )
    count = connection.execute("UPDATE journal_entries SET thinned = 1 WHERE id <= ? AND NOT thinned", (last,)).rowcount
    used = " UNION ".join(("SELECT NULL AS used", *_uses_of_bytes()))
    connection.execute(f"DELETE FROM blobs WHERE id NOT IN (SELECT used FROM ({used}) WHERE used IS NOT NULL)")
    return int(count)


def _tell(connection: Any, message: Message, user: str) -> None:
    """That history was thinned belongs into it, as something that Undo leaves alone."""
    connection.execute(
        "INSERT INTO journal_entries (at, user, sentence, kind) VALUES (?, ?, ?, 'base')",
        (moment_to_int(datetime.now(UTC)), user, dump(message.to_json())),
    )


def _uses_of_bytes() -> Iterator[str]:
    """Where kept bytes are named: by columns, and within what some of these keep, as a contract's logo in what it said."""
    for name, record in RECORDS.items():
        for column in table_of(record).columns:
            if "holds_bytes" in column.info or any(key.column.table.name == "blobs" for key in column.foreign_keys):
                yield from _named_by(name, column.name)
            if path := column.info.get("names_bytes"):
                yield (
                    f"SELECT json_extract(CAST(content AS TEXT), '{path}') FROM blobs"
                    f" WHERE id IN ({' UNION '.join(_named_by(name, column.name))}) AND json_valid(CAST(content AS TEXT))"
                )


def _named_by(table: str, column: str) -> Iterator[str]:
    """In records, in what the journal holds of them, and in rows that were taken back."""
    yield f'SELECT "{column}" FROM "{table}"'
    for image in ("before", "after"):
        yield (
            f"SELECT json_extract(\"{image}\", '$.{column}') FROM journal_changes"
            f" WHERE table_name = '{table}' AND \"{image}\" IS NOT NULL"
        )
    yield (
        f"SELECT json_extract(content, '$.{column}') FROM journal_rows r"
        f" JOIN journal_changes c ON c.id = r.change_id WHERE c.table_name = '{table}'"
    )
