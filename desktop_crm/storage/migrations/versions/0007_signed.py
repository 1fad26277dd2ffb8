"""What was agreed stays: the arithmetic and the client's name of that day, and the versions whose signing was taken back."""

from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None

_STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN arithmetic INTEGER DEFAULT 1 NOT NULL",
    "ALTER TABLE orders ADD COLUMN addressee TEXT",
    "ALTER TABLE contracts ADD COLUMN withdrawn INTEGER DEFAULT 0 NOT NULL",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
