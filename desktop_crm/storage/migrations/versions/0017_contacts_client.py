"""Contacts in the order of their clients, and the key clients among a million, each by an index."""

from alembic import op

from desktop_crm.storage.journal import images

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None
digest = "51ff8a9b582fb5ff"

_STATEMENTS = (
    "ALTER TABLE contacts ADD COLUMN client_key TEXT DEFAULT '' NOT NULL",
    "UPDATE contacts SET client_key = coalesce((SELECT c.name_key FROM clients c WHERE c.id = contacts.client_id), '')",
    "CREATE INDEX ix_contacts_client_key_contacts_name_key ON contacts (client_key, name_key)",
    "CREATE INDEX ix_clients_is_key_clients_name_key ON clients (is_key, name_key)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
    images.rewrite(op.get_bind(), "contacts", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    """What comes back out of history is derived anew."""
    return {**values, "client_key": ""} if whole else values
