"""The terms that contracts made from a template begin with."""

from alembic import op

from desktop_crm.storage.journal import images

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None
digest = "62ac5d43ba690adf"


def upgrade() -> None:
    """To this schema."""
    op.get_bind().exec_driver_sql("ALTER TABLE templates ADD COLUMN terms TEXT DEFAULT '{}' NOT NULL")
    images.rewrite(op.get_bind(), "templates", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, "terms": "{}"} if whole else values
