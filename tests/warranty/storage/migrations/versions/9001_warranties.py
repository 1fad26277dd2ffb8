"""Warranties."""

from alembic import op

from desktop_crm.storage.file import revisions
from desktop_crm.storage.migrations.searching import add_search

revision = "9001"
down_revision = revisions.before(revision)
branch_labels = None
depends_on = None

_TABLE = """
CREATE TABLE warranties (
    number TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    state TEXT NOT NULL,
    until TEXT NOT NULL,
    amount INTEGER NOT NULL,
    currency TEXT NOT NULL,
    note TEXT NOT NULL,
    cause TEXT NOT NULL,
    photo_id INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    total_minor INTEGER NOT NULL,
    client_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_warranties_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_warranties_photo_id_blobs FOREIGN KEY(photo_id) REFERENCES blobs (id),
    CONSTRAINT uq_warranties_number UNIQUE (number)
)
 STRICT
"""
_INDEXES = (
    "CREATE INDEX ix_warranties_client_id_warranties_until ON warranties (client_id, until)",
    "CREATE INDEX ix_warranties_client_key ON warranties (client_key)",
    "CREATE INDEX ix_warranties_state_warranties_until ON warranties (state, until)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in (_TABLE, *_INDEXES):
        op.get_bind().exec_driver_sql(statement)
    add_search(op.get_bind(), "warranties")
