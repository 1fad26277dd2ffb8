"""A text for the paper apart from the notes; orders whose notes were printed until now go on printing them, and say so."""

from functools import partial
from typing import Final

from alembic import op

from desktop_crm.storage.journal import images

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None
digest = "1c81c1e4fc8270d7"

_STATEMENTS = (
    "ALTER TABLE orders ADD COLUMN paper_text TEXT DEFAULT '' NOT NULL",
    "ALTER TABLE orders ADD COLUMN notes_on_paper INTEGER DEFAULT 0 NOT NULL",
    "ALTER TABLE contracts ADD COLUMN paper_text TEXT DEFAULT '' NOT NULL",
    # What is blank was never printed.
    "UPDATE orders SET notes_on_paper = 1 WHERE trim(notes, ' ' || char(9, 10, 11, 12, 13)) <> ''",
)

#: What whole rows of that time have in the columns that came.
_CAME: Final[dict[str, images.Values]] = {"orders": {"paper_text": ""}, "contracts": {"paper_text": ""}}


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
    for table, came in _CAME.items():
        images.rewrite(op.get_bind(), table, partial(_with, table, came))


def _with(table: str, came: images.Values, values: images.Values, whole: bool) -> images.Values:
    """Whatever notes an order had at any time were printed then."""
    brought = {**values, **came} if whole else dict(values)
    if table == "orders" and (whole or "notes" in values):
        brought["notes_on_paper"] = int(bool(str(values.get("notes") or "").strip(" \t\n\v\f\r")))
    return brought
