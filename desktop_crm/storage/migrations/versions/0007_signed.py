"""What was agreed stays: the arithmetic and the client's name of that day, and the versions whose signing was taken back."""

from functools import partial
from typing import Final

from alembic import op

from desktop_crm.storage.journal import images

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None
digest = "ce1779d36db00eba"

_STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN arithmetic INTEGER DEFAULT 1 NOT NULL",
    "ALTER TABLE orders ADD COLUMN addressee TEXT",
    "ALTER TABLE contracts ADD COLUMN withdrawn INTEGER DEFAULT 0 NOT NULL",
)

#: What whole rows of that time have in the columns that came.
_CAME: Final[dict[str, images.Values]] = {"orders": {"arithmetic": 1, "addressee": None}, "contracts": {"withdrawn": 0}}


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
    for table, came in _CAME.items():
        images.rewrite(op.get_bind(), table, partial(_with, came))


def _with(came: images.Values, values: images.Values, whole: bool) -> images.Values:
    return {**values, **came} if whole else values
