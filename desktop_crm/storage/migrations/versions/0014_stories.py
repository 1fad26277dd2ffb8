"""Indexes in the order in which a story tells of activities, orders, contracts and files."""

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
digest = "d1423d31c4f65ea3"

_STATEMENTS = (
    "DROP INDEX ix_activities_contact_id",
    "CREATE INDEX ix_activities_contact_id ON activities (contact_id, moment) WHERE contact_id IS NOT NULL",
    "CREATE INDEX ix_orders_fulfilled ON orders (client_id, fulfilled_on) WHERE fulfilled_on IS NOT NULL",
    "CREATE INDEX ix_contracts_sent ON contracts (client_id, sent_on) WHERE sent_on IS NOT NULL",
    "CREATE INDEX ix_contracts_signed ON contracts (client_id, signed_on) WHERE signed_on IS NOT NULL",
    "CREATE INDEX ix_contracts_ended ON contracts (client_id, ended_on) WHERE ended_on IS NOT NULL",
    "DROP INDEX ix_attachments_owner_noun_attachments_owner_id",
    "CREATE INDEX ix_attachments_owner_noun_attachments_owner_id_attachments_created_at"
    " ON attachments (owner_noun, owner_id, created_at)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
