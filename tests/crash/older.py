"""Files as older versions of the program made them."""

from pathlib import Path
from typing import Any

from desktop_crm.storage.file import schema
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.lists.search import SEARCHED
from desktop_crm.storage.migrations.prices import FACTOR
from desktop_crm.storage.opening import is_protected

#: What came next of an activity was a part of it, one of each.
_STEP = "FROM (SELECT *, min(id) FROM tasks WHERE activity_id IS NOT NULL GROUP BY activity_id)"


def make_older(path: Path, source: Path, revision: str, password: str = "") -> None:
    """A file of an older schema with what `source` holds that has a place in it."""
    key = Key.new(password) if password else None
    schema.create(path, key, revision)
    old, new = connect(path, key), connect(source, Key.of(password, salt_of(source)) if is_protected(source) else None)
    try:
        old.execute("PRAGMA foreign_keys = OFF")
        for table in _tables(old):
            _copy(new, old, table)
        _forget_others(old)
        for table in set(SEARCHED) & set(_tables(old)):
            old.execute(f"INSERT INTO {table}_fts (rowid, search_key) SELECT id, search_key FROM {table}")
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        old.close()
        new.close()


def _forget_others(old: Any) -> None:
    """What was done with records that had no table yet was not done."""
    names = ", ".join(f"'{name}'" for name in _tables(old))
    old.execute(f"DELETE FROM journal_changes WHERE table_name NOT IN ({names})")
    if "journal_rows" in _tables(old):
        old.execute("DELETE FROM journal_rows WHERE change_id NOT IN (SELECT id FROM journal_changes)")


def _tables(connection: Any) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB '*_fts*' AND name NOT GLOB 'sqlite_*'"
    return [row[0] for row in connection.execute(sql) if row[0] != "alembic_version"]


def _copy(source: Any, target: Any, table: str) -> None:
    theirs, ours = ([row[1] for row in each.execute(f"PRAGMA table_info({table})")] for each in (source, target))
    read = {name: f'"{name}"' for name in ours if name in theirs}
    if "next_step" in ours:  # today's are tasks
        for name in ("title", "due", "done_at"):
            read[name] = f"(SELECT {name} {_STEP} WHERE activity_id = activities.id)"
        read["next_step"] = f"coalesce({read.pop('title')}, '')"
    if "next_due" in ours and "tasks" not in _tables(target):
        read["next_due"] = f"(SELECT min(due) {_STEP} WHERE client_id = clients.id AND done_at IS NULL)"
    if "price_minor" in ours:
        currency = "currency" if table == "products" else "(SELECT currency FROM orders WHERE id = order_id)"
        read["price_minor"] = f"price / {FACTOR.format(currency=currency)}"
    names = ", ".join(read)
    rows = source.execute(f"SELECT {', '.join(read.values())} FROM {table}").fetchall()
    target.executemany(
        f"INSERT OR REPLACE INTO {table} ({names}) VALUES ({', '.join('?' * len(names.split(', ')))})", rows
    )
