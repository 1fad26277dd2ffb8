"""The index of a table whose rows are found by words."""

from sqlalchemy import Connection


def add_search(connection: Connection, table: str) -> None:
    """For a table with a `search_key`; whoever writes a row brings the index up to it."""
    connection.exec_driver_sql(
        f"CREATE VIRTUAL TABLE {table}_fts USING fts5("
        "search_key, content='', contentless_delete=1, detail=none, tokenize='trigram')"
    )
