"""Habits: filters and saved views of lists name clients, so they are kept in the file and not in the open beside it."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None
digest = "5e73f9a2ff325409"

_TABLE = """
CREATE TABLE habits (
    "key" TEXT NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_habits PRIMARY KEY ("key")
)
 STRICT
"""


def upgrade() -> None:
    """To this schema."""
    op.get_bind().exec_driver_sql(_TABLE)
