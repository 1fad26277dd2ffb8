"""Drafts in the file: plain SQL on a bare connection, because they are written while a person types."""

import time
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from desktop_crm.storage.file.decoding import sound_rows

_KEPT: Final = 8  # of one card


class DraftRow(NamedTuple):
    """One row of the table; `content` is JSON in ASCII, `at` milliseconds since 1970."""

    slot: str
    noun: str
    record_id: int | None
    content: str
    at: int


def put(connection: Any, slot: str, noun: str, record_id: int | None, content: str) -> None:
    """Keep a draft, in the place of what its slot held; the oldest of a card go when there are too many."""
    connection.execute(
        "INSERT OR REPLACE INTO drafts (slot, noun, record_id, content, at) VALUES (?, ?, ?, ?, ?)",
        (slot, noun, record_id, content, now()),
    )
    connection.execute(
        "DELETE FROM drafts WHERE noun = ?1 AND record_id IS ?2 AND slot NOT IN"
        " (SELECT slot FROM drafts WHERE noun = ?1 AND record_id IS ?2 ORDER BY at DESC, slot DESC LIMIT ?3)",
        (noun, record_id, _KEPT),
    )


def drop(connection: Any, slot: str) -> None:
    """Forget a draft; one that is gone already is fine."""
    connection.execute("DELETE FROM drafts WHERE slot = ?", (slot,))


def of_card(connection: Any, noun: str, record_id: int | None) -> Iterator[DraftRow]:
    """What was typed on one card, or into new records of a noun, the newest first."""
    rows = sound_rows(
        connection,
        "SELECT slot, noun, record_id, content, at FROM drafts WHERE noun = ? AND record_id IS ?"
        " ORDER BY at DESC, slot DESC",
        (noun, record_id),
    )
    return map(DraftRow._make, rows)


def every(connection: Any) -> Iterator[DraftRow]:
    """All of them, the newest first."""
    rows = sound_rows(connection, "SELECT slot, noun, record_id, content, at FROM drafts ORDER BY at DESC, slot DESC")
    return map(DraftRow._make, rows)


def now() -> int:
    """As the file keeps moments."""
    return time.time_ns() // 1_000_000
