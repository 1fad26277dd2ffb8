"""Activities say more: subject, minutes, outcome, whether they count as contact, what they are about, which mail they were."""

from typing import Final

from alembic import op

from desktop_crm.storage.journal import images

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None
digest = "422b9445cae9e48d"

_TEXTS: Final = ("subject", "outcome", "touch", "about_noun", "message_id", "in_reply_to")
_NUMBERS: Final = ("minutes", "about_id")
_COLUMNS: Final = ("subject", "minutes", "outcome", "touch", "about_noun", "about_id", "message_id", "in_reply_to")
_INDEXES: Final = (
    "CREATE INDEX ix_activities_about ON activities (about_noun, about_id, moment) WHERE about_id IS NOT NULL",
    "CREATE INDEX ix_activities_message_id ON activities (message_id) WHERE message_id <> ''",
)


def upgrade() -> None:
    """To this schema."""
    for column in _COLUMNS:
        kind = "INTEGER" if column in _NUMBERS else "TEXT DEFAULT '' NOT NULL"
        op.get_bind().exec_driver_sql(f"ALTER TABLE activities ADD COLUMN {column} {kind}")
    for statement in _INDEXES:
        op.get_bind().exec_driver_sql(statement)
    images.rewrite(op.get_bind(), "activities", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, **dict.fromkeys(_TEXTS, ""), **dict.fromkeys(_NUMBERS)} if whole else values
