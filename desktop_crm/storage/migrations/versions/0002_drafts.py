"""Drafts: what is typed and not saved, kept in the file and so as safe as all else in it."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None
digest = "d53610b47e10ca7e"

_STATEMENTS = (
    """
CREATE TABLE drafts (
    slot TEXT NOT NULL,
    noun TEXT NOT NULL,
    record_id INTEGER,
    content TEXT NOT NULL,
    at INTEGER NOT NULL,
    CONSTRAINT pk_drafts PRIMARY KEY (slot)
)
 STRICT
""",
    "CREATE INDEX ix_drafts_noun_drafts_record_id ON drafts (noun, record_id)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
