"""How long history is kept, which entries of it are thinned, and indexes for the trash and for taking back imports."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None
digest = "6dccda09d0287ad6"

_STATEMENTS = (
    "ALTER TABLE journal_entries ADD COLUMN thinned INTEGER DEFAULT 0 NOT NULL",
    "CREATE INDEX ix_journal_changes_deleted ON journal_changes (table_name, row_id)"
    " WHERE op = 'delete' AND last_row_id IS NULL",
    "CREATE INDEX ix_orders_contact_id ON orders (contact_id) WHERE contact_id IS NOT NULL",
    "CREATE INDEX ix_contracts_contact_id ON contracts (contact_id) WHERE contact_id IS NOT NULL",
    "ALTER TABLE company RENAME TO company_before",
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
    history_years INTEGER NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_company_logo_id_blobs FOREIGN KEY(logo_id) REFERENCES blobs (id),
    CONSTRAINT fk_company_tax_id_tax_rules FOREIGN KEY(tax_id) REFERENCES tax_rules (id)
)
 STRICT
 """,
    "INSERT INTO company SELECT "
    "legal_form, name, street, city, province, postal_code, country, npwp, nib, phone, email, website, "
    "bank_name, bank_account, bank_holder, logo_id, signatory_name, signatory_office, "
    "signatory_authority, manager, currency, tax_id, language, payment_terms, delivery_terms, "
    "delivery_days, 0, id, version "
    "FROM company_before",
    "DROP TABLE company_before",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
