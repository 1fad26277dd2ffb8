"""Letters that went out or came in are contact with their client; no table changes."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None
digest = "03335cbf7c8c06ab"

_HEARD = """
UPDATE clients SET last_contact = heard.day, last_contact_by = 'letter'
FROM (
    SELECT client_id, max(letter_date) AS day FROM letters
    WHERE client_id IS NOT NULL AND state <> 'draft' AND date(letter_date) = letter_date AND letter_date >= '0001'
    GROUP BY client_id
) AS heard
WHERE heard.client_id = clients.id
    AND (last_contact IS NULL OR heard.day || 'letter' > last_contact || last_contact_by)
"""


def upgrade() -> None:
    """To this schema."""
    op.get_bind().exec_driver_sql(_HEARD)
