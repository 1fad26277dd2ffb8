"""Activities, and the orders in which contacts are listed."""

from alembic import op

from desktop_crm.storage.migrations.searching import add_search

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None
digest = "c638dacefa18c22b"

_TABLE = """
CREATE TABLE activities (
    kind TEXT NOT NULL,
    moment TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    contact_id INTEGER,
    text TEXT NOT NULL,
    next_step TEXT NOT NULL,
    due TEXT,
    done_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    summary TEXT NOT NULL,
    client_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_activities_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_activities_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id)
)
 STRICT
"""

_INDEXES = (
    "CREATE INDEX ix_activities_changed_at ON activities (changed_at)",
    "CREATE INDEX ix_activities_client_id_activities_moment ON activities (client_id, moment)",
    "CREATE INDEX ix_activities_client_key_activities_moment ON activities (client_key, moment)",
    "CREATE INDEX ix_activities_contact_id ON activities (contact_id) WHERE contact_id IS NOT NULL",
    "CREATE INDEX ix_activities_due ON activities (due)",
    "CREATE INDEX ix_activities_kind_activities_moment ON activities (kind, moment)",
    "CREATE INDEX ix_activities_moment ON activities (moment)",
    "CREATE INDEX ix_activities_open ON activities (due) WHERE done_at IS NULL AND next_step <> ''",
    "CREATE INDEX ix_contacts_birthday ON contacts (birthday)",
    "CREATE INDEX ix_contacts_changed_at ON contacts (changed_at)",
    "CREATE INDEX ix_contacts_office_contacts_name_key ON contacts (office, name_key)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in (_TABLE, *_INDEXES):
        op.get_bind().exec_driver_sql(statement)
    add_search(op.get_bind(), "activities")
