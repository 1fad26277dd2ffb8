"""Habits in the file: plain SQL on a bare connection, for the first list needs them."""

from typing import Any

from desktop_crm.storage.file.decoding import sound_rows


def every(connection: Any) -> dict[str, str]:
    """All of them by key; one that nobody can read is none."""
    return dict(sound_rows(connection, "SELECT key, content FROM habits"))


def put(connection: Any, key: str, content: str | None) -> None:
    """Keep one; None forgets it."""
    if content is None:
        connection.execute("DELETE FROM habits WHERE key = ?", (key,))
    else:
        connection.execute("INSERT OR REPLACE INTO habits (key, content) VALUES (?, ?)", (key, content))
