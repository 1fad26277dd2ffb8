"""What the start screen orders by: weights in the settings, and indexes that hold what is added up."""

from alembic import op

from desktop_crm.storage.journal import images

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None
digest = "18c3408b0a1830e4"

_STATEMENTS = (
    "ALTER TABLE company ADD COLUMN key_weight INTEGER DEFAULT 2 NOT NULL",
    "ALTER TABLE company ADD COLUMN call_weight INTEGER DEFAULT 50000000 NOT NULL",
    "DROP INDEX ix_orders_state_orders_promised_on",
    "CREATE INDEX ix_orders_state_orders_promised_on_orders_currency_orders_total_minor"
    " ON orders (state, promised_on, currency, total_minor)",
    "DROP INDEX ix_contracts_state_contracts_valid_until",
    "CREATE INDEX ix_contracts_state_contracts_valid_until_contracts_currency_contracts_total_minor"
    " ON contracts (state, valid_until, currency, total_minor)",
    "CREATE INDEX ix_contracts_state_contracts_contract_date_contracts_currency_contracts_total_minor"
    " ON contracts (state, contract_date, currency, total_minor)",
)


def upgrade() -> None:
    """To this schema."""
    for statement in _STATEMENTS:
        op.get_bind().exec_driver_sql(statement)
    images.rewrite(op.get_bind(), "company", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, "key_weight": 2, "call_weight": 50_000_000} if whole else values
