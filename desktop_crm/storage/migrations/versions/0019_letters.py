"""Letters, and templates of letters beside those of contracts."""

from alembic import op

from desktop_crm.storage.journal import images
from desktop_crm.storage.migrations.searching import add_search

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None
digest = "3ccec5c0a9dda904"

_TABLE = """
CREATE TABLE letters (
    number TEXT NOT NULL,
    direction TEXT NOT NULL,
    state TEXT NOT NULL,
    letter_date TEXT NOT NULL,
    place TEXT NOT NULL,
    client_id INTEGER,
    contact_id INTEGER,
    addressee TEXT NOT NULL,
    their_number TEXT NOT NULL,
    their_date TEXT,
    subject TEXT NOT NULL,
    channel TEXT NOT NULL,
    enclosures TEXT NOT NULL,
    copies TEXT NOT NULL,
    order_id INTEGER,
    contract_id INTEGER,
    answers_id INTEGER,
    answer_due TEXT,
    answered_on TEXT,
    template_id INTEGER,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    own_signatory TEXT NOT NULL,
    sent_on TEXT,
    notes TEXT NOT NULL,
    paper_id INTEGER,
    facts_id INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    party TEXT NOT NULL,
    client_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_letters_number UNIQUE (number),
    CONSTRAINT fk_letters_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_letters_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id),
    CONSTRAINT fk_letters_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_letters_contract_id_contracts FOREIGN KEY(contract_id) REFERENCES contracts (id),
    CONSTRAINT fk_letters_answers_id_letters FOREIGN KEY(answers_id) REFERENCES letters (id),
    CONSTRAINT fk_letters_template_id_templates FOREIGN KEY(template_id) REFERENCES templates (id),
    CONSTRAINT fk_letters_paper_id_blobs FOREIGN KEY(paper_id) REFERENCES blobs (id),
    CONSTRAINT fk_letters_facts_id_blobs FOREIGN KEY(facts_id) REFERENCES blobs (id)
)
 STRICT
"""

_INDEXES = (
    "CREATE INDEX ix_letters_answer_due ON letters (answer_due)",
    "CREATE INDEX ix_letters_answers_id ON letters (answers_id) WHERE answers_id IS NOT NULL",
    "CREATE INDEX ix_letters_changed_at ON letters (changed_at)",
    "CREATE INDEX ix_letters_client_id_letters_letter_date ON letters (client_id, letter_date)",
    "CREATE INDEX ix_letters_client_key_letters_letter_date ON letters (client_key, letter_date)",
    "CREATE INDEX ix_letters_contact_id ON letters (contact_id, letter_date) WHERE contact_id IS NOT NULL",
    "CREATE INDEX ix_letters_contract_id ON letters (contract_id, letter_date) WHERE contract_id IS NOT NULL",
    "CREATE INDEX ix_letters_direction_letters_letter_date ON letters (direction, letter_date)",
    "CREATE INDEX ix_letters_letter_date ON letters (letter_date)",
    "CREATE INDEX ix_letters_order_id ON letters (order_id, letter_date) WHERE order_id IS NOT NULL",
    "CREATE INDEX ix_letters_state_letters_answer_due ON letters (state, answer_due)",
    "CREATE INDEX ix_letters_template_id ON letters (template_id) WHERE template_id IS NOT NULL",
)


def upgrade() -> None:
    """To this schema."""
    connection = op.get_bind()
    for statement in (_TABLE, *_INDEXES):
        connection.exec_driver_sql(statement)
    add_search(connection, "letters")
    connection.exec_driver_sql("ALTER TABLE templates ADD COLUMN kind TEXT DEFAULT 'contract' NOT NULL")
    images.rewrite(connection, "templates", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, "kind": "contract"} if whole else values
