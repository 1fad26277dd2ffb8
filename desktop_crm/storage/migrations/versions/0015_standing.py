"""How it stands with each client, in its own row: what is open, what came in its last year, when they spoke, what is due."""

from alembic import op

from desktop_crm.storage.journal import images

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
digest = "8bf9f2e3d38fe257"

_COLUMNS = (
    "open_orders INTEGER DEFAULT 0 NOT NULL",
    "open_minor INTEGER",
    "open_currency TEXT",
    "open_more TEXT",
    "ordered_year INTEGER",
    "ordered_minor INTEGER",
    "ordered_currency TEXT",
    "ordered_more TEXT",
    "last_contact TEXT",
    "last_contact_by TEXT DEFAULT '' NOT NULL",
    "next_due TEXT",
)

_INDEXES_FIRST = (
    "CREATE INDEX ix_orders_open ON orders (client_id, currency, total_minor) WHERE state IN ('confirmed', 'in_delivery')",
    "CREATE INDEX ix_activities_steps ON activities (client_id, due) WHERE done_at IS NULL AND next_step <> ''",
)

_OPEN = "o.client_id = clients.id AND o.state IN ('confirmed', 'in_delivery')"
_ORDERED = (
    "o.client_id = clients.id AND o.state NOT IN ('draft', 'cancelled')"
    " AND date(o.ordered_on) = o.ordered_on AND o.ordered_on >= '0001'"
)
_YEAR = f"(SELECT substr(o.ordered_on, 1, 4) FROM orders o WHERE {_ORDERED} ORDER BY o.ordered_on DESC LIMIT 1)"


def _sums(where: str) -> str:
    return (
        "(SELECT json_group_array(json_array(c, s)) FROM (SELECT iif(o.currency GLOB '[A-Z][A-Z][A-Z]', o.currency, '?')"
        " AS c, sum(max(min(o.total_minor, 1000000000000000), -1000000000000000)) AS s FROM orders o"
        f" WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1))"
    )


def _latest(table: str, column: str, day: str, by: str, where: str) -> str:
    return (
        f"SELECT * FROM (SELECT {day} || {by} FROM {table} x WHERE x.client_id = clients.id"
        f" AND date({day}) = {day} AND {day} >= '0001' AND {where} ORDER BY {column} DESC LIMIT 1)"
    )


_SPOKEN = "x.kind IN ('call_in', 'call_out', 'message', 'visit')"
_HEARD = " UNION ALL ".join(
    (
        _latest("activities", "x.moment", "substr(x.moment, 1, 10)", "x.kind", _SPOKEN),
        _latest("orders", "x.ordered_on", "x.ordered_on", "'order'", "x.state <> 'cancelled'"),
        _latest("contracts", "x.sent_on", "x.sent_on", "'contract'", "x.sent_on IS NOT NULL"),
        _latest("contracts", "x.signed_on", "x.signed_on", "'contract'", "x.signed_on IS NOT NULL"),
    )
)

_SOMETHING = " UNION ".join(f"SELECT client_id FROM {table}" for table in ("orders", "contracts", "activities"))

#: The sums first as they are, then parted: the largest with its currency, and the others.
_GATHER = (
    f"UPDATE clients SET open_orders = (SELECT count(*) FROM orders o WHERE {_OPEN}), open_more = {_sums(_OPEN)},"
    f" ordered_year = CAST({_YEAR} AS INTEGER), ordered_more = {_sums(f'{_ORDERED} AND o.ordered_on >= {_YEAR}')},"
    f" last_contact = (SELECT max(heard) FROM (SELECT NULL AS heard UNION ALL {_HEARD})),"
    " next_due = (SELECT min(x.due) FROM activities x WHERE x.client_id = clients.id AND x.done_at IS NULL"
    " AND x.next_step <> '' AND date(x.due) = x.due AND x.due >= '0001')"
    f" WHERE id IN ({_SOMETHING})",
    "UPDATE clients SET last_contact_by = coalesce(substr(last_contact, 11), ''), last_contact = substr(last_contact, 1, 10),"
    + ",".join(
        f" {name}_minor = json_extract({name}_more, '$[0][1]'), {name}_currency = json_extract({name}_more, '$[0][0]'),"
        f" {name}_more = iif(json_array_length({name}_more) > 1, json_remove({name}_more, '$[0]'), NULL)"
        for name in ("open", "ordered")
    )
    + f" WHERE id IN ({_SOMETHING})",
)

_INDEXES = (
    "CREATE INDEX ix_clients_open_orders ON clients (open_orders)",
    "CREATE INDEX ix_clients_open_minor ON clients (open_minor)",
    "CREATE INDEX ix_clients_ordered_year_clients_ordered_minor ON clients (ordered_year, ordered_minor)",
    "CREATE INDEX ix_clients_last_contact ON clients (last_contact)",
    "CREATE INDEX ix_clients_next_due ON clients (next_due)",
)


def upgrade() -> None:
    """To this schema."""
    added = (f"ALTER TABLE clients ADD COLUMN {column}" for column in _COLUMNS)
    for statement in (*added, *_INDEXES_FIRST, *_GATHER, *_INDEXES):
        op.get_bind().exec_driver_sql(statement)
    images.rewrite(op.get_bind(), "clients", _with)


def _with(values: images.Values, whole: bool) -> images.Values:
    if not whole:
        return values
    empty = dict.fromkeys(column.partition(" ")[0] for column in _COLUMNS)
    return {**values, **empty, "open_orders": 0, "last_contact_by": ""}
