"""Queries about warranties."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.base import whole_text
from desktop_crm.model.listing import Kind, Role
from desktop_crm.model.message import msg
from desktop_crm.storage.lists.listing import SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import loaded
from tests.warranty.model.warranty import WARRANTY_STATES, Warranty

WARRANTIES = SqlSource(
    noun="warranty",
    table="warranties",
    order="t.until DESC",
    prefix_key="client_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id",
    columns=(
        sql_column("number", msg("Number"), sort="t.number", width=132, part=Role.TITLE),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key",
            width=186,
            of_client=True,
            joined=True,
            part=Role.PARTY,
        ),
        choice_column("state", msg("Status"), WARRANTY_STATES, sort="t.state, t.until", width=140, part=Role.STATE),
        sql_column("until", msg("Warranted until"), kind=Kind.DATE, sort="t.until", width=116, part=Role.WHEN),
        sql_column(
            "total",
            msg("Most that is paid"),
            "t.total_minor",
            "t.currency",
            kind=Kind.MONEY,
            summable=True,
            of_client=True,
            width=146,
            part=Role.MONEY,
        ),
        sql_column("note", msg("Note"), hidden=True, width=200),
        sql_column("cause", msg("Cause of the claim"), hidden=True, sensitive=True, width=200),
    ),
)


def get(session: Session, warranty_id: int) -> Warranty | None:
    """One warranty with its client."""
    return session.scalars(loaded(Warranty).where(Warranty.id == warranty_id)).first()


def by_number(session: Session, number: str) -> Warranty | None:
    """The same by its number."""
    found = session.scalar(select(Warranty.id).where(Warranty.number == whole_text(number)))
    return None if found is None else get(session, found)
