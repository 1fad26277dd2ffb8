"""Tasks; the next steps of activities become some, and so does what history tells of them."""

from alembic import op

from desktop_crm.storage.migrations import steps
from desktop_crm.storage.migrations.searching import add_search

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None
digest = "03335cbf7c8c06ab"

_TABLE = """
CREATE TABLE tasks (
    title TEXT NOT NULL,
    note TEXT NOT NULL,
    client_id INTEGER,
    contact_id INTEGER,
    order_id INTEGER,
    contract_id INTEGER,
    activity_id INTEGER,
    due TEXT,
    time TEXT NOT NULL,
    promise TEXT NOT NULL,
    remind_at TEXT,
    remind_before INTEGER,
    snoozed_until TEXT,
    repeats TEXT NOT NULL,
    series_id INTEGER,
    series_start TEXT,
    checklist TEXT NOT NULL,
    done_at INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    rings_at TEXT,
    told_at INTEGER,
    client_key TEXT NOT NULL,
    list_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_tasks_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_tasks_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id),
    CONSTRAINT fk_tasks_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_tasks_contract_id_contracts FOREIGN KEY(contract_id) REFERENCES contracts (id),
    CONSTRAINT fk_tasks_activity_id_activities FOREIGN KEY(activity_id) REFERENCES activities (id)
)
 STRICT
"""

_INDEXES = (
    "CREATE INDEX ix_tasks_activity_id ON tasks (activity_id, list_key) WHERE activity_id IS NOT NULL",
    "CREATE INDEX ix_tasks_changed_at ON tasks (changed_at)",
    "CREATE INDEX ix_tasks_client_id_tasks_done_at ON tasks (client_id, done_at)",
    "CREATE INDEX ix_tasks_client_key_tasks_list_key ON tasks (client_key, list_key)",
    "CREATE INDEX ix_tasks_contact_id ON tasks (contact_id, done_at) WHERE contact_id IS NOT NULL",
    "CREATE INDEX ix_tasks_contract_id ON tasks (contract_id, list_key) WHERE contract_id IS NOT NULL",
    "CREATE INDEX ix_tasks_due ON tasks (due)",
    "CREATE INDEX ix_tasks_list_key ON tasks (list_key)",
    "CREATE INDEX ix_tasks_open ON tasks (due) WHERE done_at IS NULL",
    "CREATE INDEX ix_tasks_order_id ON tasks (order_id, list_key) WHERE order_id IS NOT NULL",
    "CREATE INDEX ix_tasks_reminders ON tasks (rings_at) WHERE done_at IS NULL AND told_at IS NULL AND rings_at IS NOT NULL",
    "CREATE INDEX ix_tasks_repeats ON tasks (repeats) WHERE done_at IS NULL AND repeats <> ''",
    "CREATE INDEX ix_tasks_series_id ON tasks (series_id) WHERE series_id IS NOT NULL",
    "CREATE INDEX ix_tasks_steps ON tasks (client_id, due) WHERE done_at IS NULL",
)

_WITHOUT_STEPS = (
    *(f"DROP INDEX ix_activities_{name}" for name in ("due", "open", "steps")),
    *(f"ALTER TABLE activities DROP COLUMN {name}" for name in steps.STEP),
)


def upgrade() -> None:
    """To this schema."""
    connection = op.get_bind()
    connection.exec_driver_sql(_TABLE)
    add_search(connection, "tasks")
    steps.make_tasks(connection)
    steps.part_history(connection)
    for statement in (*_WITHOUT_STEPS, *_INDEXES):
        connection.exec_driver_sql(statement)
    steps.find_anew(connection)
    steps.gather_anew(connection)
