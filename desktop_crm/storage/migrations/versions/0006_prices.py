"""Prices: none is not 0, and four decimals in any currency. What the history holds of them comes along.

From here on images of rows that were taken away in bulk name their columns.
"""

from typing import Any

from alembic import op

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.storage.journal import images
from desktop_crm.storage.migrations.prices import FACTOR, bring_prices

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None
digest = "1ddf884e1529ec86"

_PRODUCTS = """
CREATE TABLE products (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    unit TEXT NOT NULL,
    price INTEGER,
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
"""
_LINES = """
CREATE TABLE order_lines (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER,
    code TEXT NOT NULL,
    name_id TEXT NOT NULL,
    name_en TEXT NOT NULL,
    quantity INTEGER NOT NULL,
    unit TEXT NOT NULL,
    price INTEGER,
    discount INTEGER NOT NULL,
    tax TEXT,
    note TEXT NOT NULL,
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    version INTEGER NOT NULL,
    CONSTRAINT fk_order_lines_order_id_orders FOREIGN KEY(order_id) REFERENCES orders (id),
    CONSTRAINT fk_order_lines_product_id_products FOREIGN KEY(product_id) REFERENCES products (id)
)
 STRICT
"""
_INDEXES = (
    "CREATE INDEX ix_products_changed_at ON products (changed_at)",
    "CREATE INDEX ix_products_code_key ON products (code_key)",
    "CREATE INDEX ix_products_name_key ON products (name_key)",
    "CREATE INDEX ix_order_lines_order_id_order_lines_position ON order_lines (order_id, position)",
    "CREATE INDEX ix_order_lines_product_id ON order_lines (product_id)",
)

#: Rows taken away in bulk are of these.
_RUNS = ("attachments", "clients", "contacts", "contracts", "orders", "tax_rules", "templates")
_MOST = 2**63 - 1


def upgrade() -> None:
    """To this schema."""
    connection = op.get_bind()
    _refuse_too_large(connection)
    for table in _RUNS:
        for change_id in images.runs(connection, table):
            images.rewrite_run(connection, change_id, lambda values: values, images.names_of(connection, table))
    images.rewrite(connection, "company", _with_years)
    bring_prices(connection)
    connection.exec_driver_sql("PRAGMA legacy_alter_table = ON")  # or what refers to a table would follow its old name
    _remake(connection, "products", _PRODUCTS, FACTOR.format(currency="currency"))
    currency = "(SELECT currency FROM orders o WHERE o.id = order_id)"
    _remake(connection, "order_lines", _LINES, FACTOR.format(currency=currency))
    connection.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
    for statement in _INDEXES:
        connection.exec_driver_sql(statement)


def _with_years(values: images.Values, whole: bool) -> images.Values:
    """Revision 0003 gave the company a column, and left older images without it."""
    return {**({"history_years": 0} if whole else {}), **values}


def _remake(connection: Any, table: str, statement: str, factor: str) -> None:
    """With the price in its new shape; ids that were given once are not given again."""
    names = images.names_of(connection, table)
    last = connection.exec_driver_sql("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).scalar()
    connection.exec_driver_sql(f"ALTER TABLE {table} RENAME TO {table}_before")
    connection.exec_driver_sql(statement)
    values = ", ".join(f"price_minor * {factor}" if name == "price_minor" else name for name in names)
    connection.exec_driver_sql(f"INSERT INTO {table} SELECT {values} FROM {table}_before")
    connection.exec_driver_sql(f"DROP TABLE {table}_before")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = ?", (table,))
    if last is not None:
        connection.exec_driver_sql("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", (table, last))


def _refuse_too_large(connection: Any) -> None:
    """Nobody has such a price on purpose; but it is not for us to make another of it."""
    too_large = f"price_minor > {_MOST} / {FACTOR}"
    found = connection.exec_driver_sql(
        f"SELECT code, price_minor FROM products WHERE {too_large.format(currency='currency')} UNION ALL"
        " SELECT number, price_minor FROM order_lines l JOIN orders o ON o.id = l.order_id"
        f" WHERE {too_large.format(currency='currency')}"
    ).first()
    if found is not None:
        raise UserError(
            msg(
                "{name} has a price that is too large to be kept: {price}. Change it in the version before, then update. The file was left as it is.",
                name=found[0],
                price=found[1],
            )
        )
