"""Taxes rounded line by line, and second ones; what a product may be sold for at least, and why a line goes below."""

from functools import partial
from typing import Final

from alembic import op

from desktop_crm.storage.journal import images

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None
digest = "1794e45b7d4fea44"

_STATEMENTS = (
    "ALTER TABLE tax_rules ADD COLUMN by_line INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE tax_rules ADD COLUMN second_name TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE tax_rules ADD COLUMN second_rate INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE products ADD COLUMN lowest_price INTEGER",
    "ALTER TABLE products ADD COLUMN largest_discount INTEGER",
    "ALTER TABLE order_lines ADD COLUMN below_reason TEXT DEFAULT '' NOT NULL",
)

#: What whole rows of that time have in the columns that came.
_CAME: Final[dict[str, images.Values]] = {
    "tax_rules": {"by_line": 0, "second_name": "", "second_rate": 0},
    "products": {"lowest_price": None, "largest_discount": None},
    "order_lines": {"below_reason": ""},
}


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
    for table, came in _CAME.items():
        images.rewrite(op.get_bind(), table, partial(_with, came))


def _with(came: images.Values, values: images.Values, whole: bool) -> images.Values:
    return {**values, **came} if whole else values
