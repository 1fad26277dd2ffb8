"""A card with a history of very many entries, written past the program, which would take long for it."""

import sqlite3
from contextlib import closing
from pathlib import Path

ENTRIES = 50_000


def write(path: Path, client_id: int, count: int = ENTRIES) -> None:
    """Change the client's source again and again; the file must be closed."""
    with closing(sqlite3.connect(path)) as connection, connection:
        first = connection.execute("SELECT max(id) FROM journal_entries").fetchone()[0]
        numbers = f"WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < {count})"
        connection.execute(
            f"INSERT INTO journal_entries (id, at, user, sentence, kind, thinned) {numbers}"
            " SELECT ? + i, 1700000000000 + 1000 * i, 'Ani',"
            " json_object('text', 'Change client {name}', 'args', json_object('name', 'PT Maju ' || i)), 'do', 0 FROM n",
            (first,),
        )
        connection.execute(
            "INSERT INTO journal_changes (entry_id, noun, noun_id, table_name, row_id, op, before, after)"
            f" {numbers} SELECT :first + i, 'client', :client, 'clients', :client, 'update',"
            " json_object('source', 'Pameran ' || (i - 1)), json_object('source', 'Pameran ' || i) FROM n",
            {"first": first, "client": client_id},
        )
        connection.execute("ANALYZE")  # as the program does by itself while a file grows
