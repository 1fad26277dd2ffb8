"""What of a contract was printed, what was left open on its paper for the pen, and what was written there."""

from alembic import op

from desktop_crm.storage.journal import images

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None
digest = "b6d0f60a782bc8c1"


def upgrade() -> None:
    """To this schema."""
    op.get_bind().exec_driver_sql("ALTER TABLE contracts ADD COLUMN printed TEXT DEFAULT '{}' NOT NULL")
    images.rewrite(op.get_bind(), "contracts", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, "printed": "{}"} if whole else values
