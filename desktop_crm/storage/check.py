"""Integrity checks on the file itself."""

import hashlib
from collections.abc import Iterator
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop_crm.model.attachment import Blob
from desktop_crm.storage.search import SEARCHED

#: More records than this are sampled.
SAMPLE: Final = 2000


def integrity(session: Session) -> list[str]:
    """SQLite's own complaints."""
    rows = session.execute(text("PRAGMA integrity_check(20)")).scalars().all()
    return [] if list(rows) == ["ok"] else list(rows)


def broken_references(session: Session) -> list[tuple[str, int, str]]:
    """Table, row and missing parent's table of every dangling foreign key."""
    return [(row[0], row[1], row[2]) for row in session.execute(text("PRAGMA foreign_key_check"))]


def search_gaps(session: Session) -> Iterator[tuple[str, int, int]]:
    """Tables whose search index knows another number of rows: table, rows, indexed rows."""
    for table in SEARCHED:
        rows = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
        indexed = session.execute(text(f"SELECT count(*) FROM {table}_fts_docsize")).scalar_one()
        if rows != indexed:
            yield table, rows, indexed


def sample(session: Session, table: str) -> list[int]:
    """All ids of a small table, evenly spread ones of a large."""
    count = session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    stride = max(1, count // SAMPLE)
    return list(session.execute(text(f"SELECT id FROM {table} WHERE id % :stride = 0"), {"stride": stride}).scalars())


def damaged_blobs(session: Session) -> Iterator[str]:
    """Files whose bytes no longer have the hash they were kept under."""
    for blob_id, sha256 in session.execute(select(Blob.id, Blob.sha256)).all():
        content = session.scalar(select(Blob.content).where(Blob.id == blob_id))
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            yield sha256
