"""Numbers that begin anew every month or never: what was given is counted by months."""

from typing import Final

from alembic import op
from sqlalchemy import Connection

from desktop_crm.storage.journal import images

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
digest = "f1b87878178bcb49"

_COUNTERS: Final = """
CREATE TABLE number_counters (
    kind TEXT NOT NULL,
    year INTEGER NOT NULL,
    month INTEGER NOT NULL,
    last INTEGER NOT NULL,
    CONSTRAINT pk_number_counters PRIMARY KEY (kind, year, month)
)
 STRICT
"""

#: Where the days are by which papers were numbered.
_DAYS: Final = {"order": ("orders", "ordered_on"), "contract": ("contracts", "contract_date")}

_ALL_YEAR: Final = 12


def upgrade() -> None:
    """To this schema."""
    connection = op.get_bind()
    connection.exec_driver_sql("ALTER TABLE number_series ADD COLUMN begins_anew TEXT DEFAULT 'year' NOT NULL")
    images.rewrite(connection, "number_series", _with)
    _count_by_months(connection)


def _with(values: images.Values, whole: bool) -> images.Values:
    return {**values, "begins_anew": "year"} if whole else values


def _count_by_months(connection: Connection) -> None:
    """Nobody knows in which months of its year a number was given: in any of them up to the last that a paper is of."""
    connection.exec_driver_sql("ALTER TABLE number_counters RENAME TO number_counters_before")
    connection.exec_driver_sql(_COUNTERS)
    counters = connection.exec_driver_sql("SELECT kind, year, last FROM number_counters_before").fetchall()
    months = {kind: _last_months(connection, kind) for kind in {row[0] for row in counters} & _DAYS.keys()}
    for kind, year, last in counters:
        for month in range(1, months.get(kind, {}).get(year, _ALL_YEAR) + 1):
            connection.exec_driver_sql("INSERT INTO number_counters VALUES (?, ?, ?, ?)", (kind, year, month, last))
    connection.exec_driver_sql("DROP TABLE number_counters_before")


def _last_months(connection: Connection, kind: str) -> dict[int, int]:
    """The last month of each year of which a paper is, or was: deleted ones and their former days stand in the history."""
    table, column = _DAYS[kind]
    changes = f"FROM journal_changes WHERE table_name = '{table}'"
    found = connection.exec_driver_sql(
        "SELECT CAST(substr(day, 1, 4) AS INTEGER), max(CAST(substr(day, 6, 2) AS INTEGER)) FROM ("
        f'SELECT "{column}" AS day FROM "{table}"'
        f" UNION ALL SELECT {_within('before', column)} {changes} UNION ALL SELECT {_within('after', column)} {changes}"
        f" UNION ALL SELECT {_within('content', column)} FROM journal_rows WHERE change_id IN (SELECT id {changes})"
        ") WHERE date(day) = day GROUP BY 1"
    )
    return {row[0]: row[1] for row in found}


def _within(image: str, column: str) -> str:
    return f"""iif(json_valid("{image}"), json_extract("{image}", '$.{column}'), NULL)"""
