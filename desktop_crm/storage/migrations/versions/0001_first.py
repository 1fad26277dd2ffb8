"""The first schema: clients, products, orders, contracts, files, journal, search."""

from alembic import op

from desktop_crm.storage.migrations.searching import add_search

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
digest = "ecb2f2f1916379eb"

_TABLES = (
    """
CREATE TABLE attachments (
    owner_noun TEXT NOT NULL,
    owner_id INTEGER NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    blob_id INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL
)
 STRICT
""",
    """
CREATE TABLE blobs (
    id INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    content BLOB NOT NULL,
    CONSTRAINT pk_blobs PRIMARY KEY (id),
    CONSTRAINT uq_blobs_sha256 UNIQUE (sha256)
)
 STRICT
""",
    """
CREATE TABLE clients (
    kind TEXT NOT NULL,
    legal_form TEXT NOT NULL,
    name TEXT NOT NULL,
    short_name TEXT NOT NULL,
    category TEXT NOT NULL,
    status TEXT NOT NULL,
    is_key INTEGER NOT NULL,
    identifiers TEXT NOT NULL,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    addresses TEXT NOT NULL,
    language TEXT NOT NULL,
    source TEXT NOT NULL,
    notes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    full_name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    city TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    npwp TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL
)
 STRICT
""",
    """
CREATE TABLE journal_entries (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    user TEXT NOT NULL,
    sentence TEXT NOT NULL,
    kind TEXT NOT NULL,
    undoes INTEGER,
    undone_by INTEGER
)
 STRICT
""",
    """
CREATE TABLE number_counters (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_number_counters PRIMARY KEY (kind, year)
)
 STRICT
""",
    """
CREATE TABLE number_series (
    kind TEXT NOT NULL,
    pattern TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_number_series_kind UNIQUE (kind)
)
 STRICT
""",
    """
CREATE TABLE tax_rules (
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    rate INTEGER NOT NULL,
    base_numerator INTEGER NOT NULL,
    base_denominator INTEGER NOT NULL,
    included INTEGER NOT NULL,
    active INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_tax_rules_code UNIQUE (code)
)
 STRICT
""",
    """
CREATE TABLE templates (
    code TEXT NOT NULL,
    title_id TEXT NOT NULL,
    title_en TEXT NOT NULL,
    text_id TEXT NOT NULL,
    text_en TEXT NOT NULL,
    active INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_templates_code UNIQUE (code)
)
 STRICT
""",
    """
CREATE TABLE company (
    legal_form TEXT NOT NULL,
    name TEXT NOT NULL,
    street TEXT NOT NULL,
    city TEXT NOT NULL,
    province TEXT NOT NULL,
    postal_code TEXT NOT NULL,
    country TEXT NOT NULL,
    npwp TEXT NOT NULL,
    nib TEXT NOT NULL,
    phone TEXT NOT NULL,
    email TEXT NOT NULL,
    website TEXT NOT NULL,
    bank_name TEXT NOT NULL,
    bank_account TEXT NOT NULL,
    bank_holder TEXT NOT NULL,
    logo_id INTEGER,
    signatory_name TEXT NOT NULL,
    signatory_office TEXT NOT NULL,
    signatory_authority TEXT NOT NULL,
    manager TEXT NOT NULL,
    currency TEXT NOT NULL,
    tax_id INTEGER,
    language TEXT NOT NULL,
    payment_terms TEXT NOT NULL,
    delivery_terms TEXT NOT NULL,
    delivery_days INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_company_logo_id_blobs FOREIGN KEY(logo_id) REFERENCES blobs (id),
    CONSTRAINT fk_company_tax_id_tax_rules FOREIGN KEY(tax_id) REFERENCES tax_rules (id)
)
 STRICT
""",
    """
CREATE TABLE contacts (
    client_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    office TEXT NOT NULL,
    roles TEXT NOT NULL,
    authority TEXT NOT NULL,
    phones TEXT NOT NULL,
    emails TEXT NOT NULL,
    birthday TEXT,
    notes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    name_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_contacts_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id)
)
 STRICT
""",
    """
CREATE TABLE journal_changes (
    id INTEGER NOT NULL,
    entry_id INTEGER NOT NULL,
    noun TEXT NOT NULL,
    noun_id INTEGER NOT NULL,
    table_name TEXT NOT NULL,
    row_id INTEGER NOT NULL,
    last_row_id INTEGER,
    op TEXT NOT NULL,
    "before" TEXT,
    "after" TEXT,
    CONSTRAINT pk_journal_changes PRIMARY KEY (id),
    CONSTRAINT fk_journal_changes_entry_id_journal_entries FOREIGN KEY(entry_id) REFERENCES journal_entries (id)
)
 STRICT
""",
    """
CREATE TABLE products (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    tax_id INTEGER,
    strengths TEXT NOT NULL,
    picture_id INTEGER,
    active INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    code_key TEXT NOT NULL,
    name_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_products_code UNIQUE (code),
    CONSTRAINT fk_products_tax_id_tax_rules FOREIGN KEY(tax_id) REFERENCES tax_rules (id),
    CONSTRAINT fk_products_picture_id_blobs FOREIGN KEY(picture_id) REFERENCES blobs (id)
)
 STRICT
""",
    """
CREATE TABLE journal_rows (
    change_id INTEGER NOT NULL,
    row_id INTEGER NOT NULL,
    content TEXT NOT NULL,
    CONSTRAINT pk_journal_rows PRIMARY KEY (change_id, row_id),
    CONSTRAINT fk_journal_rows_change_id_journal_changes FOREIGN KEY(change_id) REFERENCES journal_changes (id)
)
 STRICT
""",
    """
CREATE TABLE orders (
    number TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    contact_id INTEGER,
    state TEXT NOT NULL,
    ordered_on TEXT NOT NULL,
    promised_on TEXT,
    fulfilled_on TEXT,
    currency TEXT NOT NULL,
    discount INTEGER NOT NULL,
    delivery_terms TEXT NOT NULL,
    payment_terms TEXT NOT NULL,
    notes TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    total_minor INTEGER NOT NULL,
    client_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_orders_number UNIQUE (number),
    CONSTRAINT fk_orders_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_orders_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id)
)
 STRICT
""",
    """
CREATE TABLE contracts (
    number TEXT NOT NULL,
    client_id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    template_id INTEGER NOT NULL,
    contact_id INTEGER,
    language TEXT NOT NULL,
    state TEXT NOT NULL,
    contract_date TEXT NOT NULL,
    place TEXT NOT NULL,
    valid_until TEXT,
    delivery_date TEXT,
    delivery_place TEXT NOT NULL,
    delivery_terms TEXT NOT NULL,
    payment_terms TEXT NOT NULL,
    terms TEXT NOT NULL,
    subject TEXT NOT NULL,
    own_signatory TEXT NOT NULL,
    client_signatory TEXT NOT NULL,
    sent_on TEXT,
    signed_on TEXT,
    ended_on TEXT,
    end_reason TEXT NOT NULL,
    notes TEXT NOT NULL,
    revision INTEGER NOT NULL,
    paper_id INTEGER,
    facts_id INTEGER,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    total_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    client_key TEXT NOT NULL,
    search_key TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT uq_contracts_number UNIQUE (number),
    CONSTRAINT fk_contracts_client_id_clients FOREIGN KEY(client_id) REFERENCES clients (id),
    CONSTRAINT fk_contracts_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_contracts_template_id_templates FOREIGN KEY(template_id) REFERENCES templates (id),
    CONSTRAINT fk_contracts_contact_id_contacts FOREIGN KEY(contact_id) REFERENCES contacts (id),
    CONSTRAINT fk_contracts_paper_id_blobs FOREIGN KEY(paper_id) REFERENCES blobs (id),
    CONSTRAINT fk_contracts_facts_id_blobs FOREIGN KEY(facts_id) REFERENCES blobs (id)
)
 STRICT
""",
    """
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER,
    code TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit TEXT NOT NULL,
    price_minor INTEGER NOT NULL,
    discount INTEGER NOT NULL,
    tax TEXT,
    note TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_order_lines_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_order_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id)
)
 STRICT
""",
)

_INDEXES = (
    "CREATE INDEX ix_attachments_owner_noun_attachments_owner_id ON attachments (owner_noun, owner_id)",
    "CREATE INDEX ix_clients_category_clients_name_key ON clients (category, name_key)",
    "CREATE INDEX ix_clients_changed_at ON clients (changed_at)",
    "CREATE INDEX ix_clients_city_clients_name_key ON clients (city, name_key)",
    "CREATE INDEX ix_clients_created_at ON clients (created_at)",
    "CREATE INDEX ix_clients_name_key_clients_search_key ON clients (name_key, search_key)",
    "CREATE INDEX ix_clients_npwp ON clients (npwp) WHERE npwp <> ''",
    "CREATE INDEX ix_clients_phone ON clients (phone) WHERE phone <> ''",
    "CREATE INDEX ix_clients_status_clients_name_key ON clients (status, name_key)",
    "CREATE INDEX ix_journal_entries_kind_journal_entries_id ON journal_entries (kind, id)",
    "CREATE INDEX ix_contacts_client_id ON contacts (client_id)",
    "CREATE INDEX ix_contacts_name_key ON contacts (name_key)",
    "CREATE INDEX ix_journal_changes_entry_id ON journal_changes (entry_id)",
    "CREATE INDEX ix_journal_changes_noun_journal_changes_noun_id ON journal_changes (noun, noun_id)",
    "CREATE INDEX ix_journal_changes_runs ON journal_changes (noun, noun_id) WHERE last_row_id IS NOT NULL",
    "CREATE INDEX ix_products_changed_at ON products (changed_at)",
    "CREATE INDEX ix_products_code_key ON products (code_key)",
    "CREATE INDEX ix_products_name_key ON products (name_key)",
    "CREATE INDEX ix_orders_changed_at ON orders (changed_at)",
    "CREATE INDEX ix_orders_client_id_orders_ordered_on ON orders (client_id, ordered_on)",
    "CREATE INDEX ix_orders_client_key ON orders (client_key)",
    "CREATE INDEX ix_orders_ordered_on_orders_currency_orders_state_orders_total_minor"
    " ON orders (ordered_on, currency, state, total_minor)",
    "CREATE INDEX ix_orders_promised_on ON orders (promised_on)",
    "CREATE INDEX ix_orders_state_orders_promised_on ON orders (state, promised_on)",
    "CREATE INDEX ix_orders_total_minor ON orders (total_minor)",
    "CREATE INDEX ix_contracts_changed_at ON contracts (changed_at)",
    "CREATE INDEX ix_contracts_client_id_contracts_contract_date ON contracts (client_id, contract_date)",
    "CREATE INDEX ix_contracts_client_key ON contracts (client_key)",
    "CREATE INDEX ix_contracts_contract_date ON contracts (contract_date)",
    "CREATE INDEX ix_contracts_order_id ON contracts (order_id)",
    "CREATE INDEX ix_contracts_signed_on_contracts_currency_contracts_total_minor"
    " ON contracts (signed_on, currency, total_minor)",
    "CREATE INDEX ix_contracts_state_contracts_valid_until ON contracts (state, valid_until)",
    "CREATE INDEX ix_contracts_total_minor ON contracts (total_minor)",
    "CREATE INDEX ix_contracts_valid_until ON contracts (valid_until)",
    "CREATE INDEX ix_order_lines_order_id_order_lines_position ON order_lines (order_id, position)",
    "CREATE INDEX ix_order_lines_product_id ON order_lines (product_id)",
)

_SEARCHED = ("clients", "contacts", "products", "orders", "contracts")


def upgrade() -> None:
    """To this schema."""
    for statement in (*_TABLES, *_INDEXES):
        op.get_bind().exec_driver_sql(statement)
    for table in _SEARCHED:
        add_search(op.get_bind(), table)
