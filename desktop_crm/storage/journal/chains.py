"""An action, its undo, its redo, and so on: which of them is the last decides whether the action holds."""

from typing import Any, Final

#: Kinds of entries after which an action holds.
HOLDS: Final = frozenset({"do", "redo", "base"})


def root_of(connection: Any, entry_id: int) -> int:
    """The action that an undo or redo is about in the end."""
    return _end(connection, "undoes", entry_id)


def last_of(connection: Any, entry_id: int) -> int:
    """The entry that decides about an action, from any entry of its chain on."""
    return _end(connection, "undone_by", entry_id)


def is_in_effect(connection: Any, entry_id: int) -> bool:
    """Whether an action holds."""
    return _one(connection, "kind", last_of(connection, entry_id)) in HOLDS


def _end(connection: Any, column: str, entry_id: int) -> int:
    """Where a chain leads; one that leads into itself, as damage leaves it, ends before that."""
    passed = {entry_id}
    while (after := _one(connection, column, entry_id)) is not None and after not in passed:
        passed.add(entry_id := after)
    return entry_id


def _one(connection: Any, column: str, entry_id: int) -> Any:
    row = connection.exec_driver_sql(f"SELECT {column} FROM journal_entries WHERE id = ?", (entry_id,)).first()
    return row[0] if row else None
