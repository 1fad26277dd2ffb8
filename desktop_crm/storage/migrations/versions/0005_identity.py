"""Which business a file belongs to, written inside it: names, places and computers change.

A file of an earlier version takes it from the first entry of its history, so that its backups, upgraded later, get the
same one.
"""

import secrets
from hashlib import sha256

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None
digest = "eefb6b7f5bec2a05"

_TABLE = """
CREATE TABLE identity (
    id INTEGER NOT NULL,
    workspace TEXT NOT NULL,
    branch TEXT NOT NULL,
    counter INTEGER NOT NULL,
    place TEXT NOT NULL,
    whole INTEGER NOT NULL,
    CONSTRAINT pk_identity PRIMARY KEY (id)
)
 STRICT
"""


def upgrade() -> None:
    """To this schema."""
    connection = op.get_bind()
    connection.exec_driver_sql(_TABLE)
    first = connection.exec_driver_sql("SELECT at, user, sentence FROM journal_entries ORDER BY id LIMIT 1").fetchone()
    told = "\n".join(map(str, first)) if first else secrets.token_hex(16)
    identity = sha256(told.encode()).hexdigest()[:32]
    connection.exec_driver_sql(
        "INSERT INTO identity (id, workspace, branch, counter, place, whole) VALUES (1, ?, ?, 0, '', 1)",
        (identity, identity),
    )
