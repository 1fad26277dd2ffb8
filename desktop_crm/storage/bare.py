"""Small questions the window asks at its start and again and again: plain SQL on a bare connection."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from desktop_crm.model.message import Message
from desktop_crm.model.moments import FIRST, LAST

#: A journal entry's id and sentence.
Step = tuple[int, Message]


@contextmanager
def one_moment(connection: Any) -> Iterator[None]:
    """All questions inside see one state of the file: the first begins to hold it, BEGIN alone does not."""
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
        yield
    finally:
        connection.rollback()  # which SQLite itself has done after some faults


def manager(connection: Any) -> str:
    """The manager's name in the own company; empty until it was filled in."""
    row = connection.execute("SELECT manager FROM company ORDER BY id LIMIT 1").fetchone()
    return str(row[0]) if row else ""


def next_undo(connection: Any, passed: Collection[int] = ()) -> Step | None:
    """The last action that is not taken back, whatever the clock said, but those `passed`; how the file began is none."""
    return _step(
        connection.execute(
            "SELECT id, CAST(sentence AS BLOB), thinned FROM journal_entries WHERE kind NOT IN ('undo', 'base') AND undone_by IS NULL"
            " AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY id DESC LIMIT 1",
            (json.dumps(list(passed)),),
        ).fetchone()
    )


def next_redo(connection: Any, passed: Collection[int] = ()) -> Step | None:
    """The last undo that is not itself reversed, but those `passed`, unless something new was done since."""
    return _step(
        connection.execute(
            "SELECT id, CAST(sentence AS BLOB), thinned FROM journal_entries u WHERE kind = 'undo' AND undone_by IS NULL"
            " AND id NOT IN (SELECT value FROM json_each(?))"
            " AND NOT EXISTS (SELECT 1 FROM journal_entries WHERE kind = 'do' AND id > u.id) ORDER BY id DESC LIMIT 1",
            (json.dumps(list(passed)),),
        ).fetchone()
    )


def newest(connection: Any) -> tuple[int, int] | None:
    """The latest entry's id and its moment in milliseconds since 1970; None in a file without any, or when it is none."""
    row = connection.execute("SELECT id, at FROM journal_entries ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), int(row[1])) if row and FIRST <= row[1] <= LAST else None


def begun(connection: Any) -> int | None:
    """The moment of the first entry in milliseconds since 1970; None in a file without any, or when it is none."""
    row = connection.execute("SELECT at FROM journal_entries ORDER BY id LIMIT 1").fetchone()
    return int(row[0]) if row and FIRST <= row[0] <= LAST else None


def _step(row: tuple[int, bytes, int] | None) -> Step | None:
    """What is thinned, and so all before it, can't be taken back."""
    return (row[0], Message.from_text(row[1])) if row and not row[2] else None
