"""Queries about activities."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.activity import ACTIVITY_KINDS, TOUCH_CHOICES, Activity, ActivityKind
from desktop_crm.model.listing import Kind, Role
from desktop_crm.model.message import msg
from desktop_crm.model.moments import moment_from_written, written_from_moment
from desktop_crm.storage.lists.listing import SqlColumn, SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import loaded

_SOME = 500  # ids asked for at once


def _moment() -> SqlColumn:
    column = sql_column("moment", msg("When"), kind=Kind.MOMENT, sort="t.moment", width=164, part=Role.SIDE)
    return replace(column, read=moment_from_written, write=written_from_moment)


ACTIVITIES = SqlSource(
    noun="activity",
    table="activities",
    order="t.moment DESC",
    prefix_key="client_key",
    joins="LEFT JOIN clients c ON c.id = t.client_id LEFT JOIN contacts p ON p.id = t.contact_id",
    columns=(
        _moment(),
        choice_column("kind", msg("Kind"), ACTIVITY_KINDS, sort="t.kind, t.moment", width=112, part=Role.STATE),
        sql_column(
            "client",
            msg("Client"),
            "c.full_name",
            sort="t.client_key, t.moment",
            width=186,
            of_client=True,
            joined=True,
            part=Role.TITLE,
        ),
        sql_column("subject", msg("Subject"), width=200, sensitive=True, part=Role.DETAIL),
        sql_column("text", msg("What was said"), width=480, sensitive=True, part=Role.DETAIL),
        sql_column("outcome", msg("Outcome"), width=160, sensitive=True),
        sql_column("contact", msg("Contact"), "p.name", width=150, of_client=True),
        sql_column("minutes", msg("Minutes"), kind=Kind.NUMBER, hidden=True, width=96),
        choice_column("touch", msg("Counts as contact"), TOUCH_CHOICES, hidden=True, width=120),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)


def get(session: Session, activity_id: int) -> Activity | None:
    """One activity with its client and contact."""
    return session.scalars(loaded(Activity).where(Activity.id == activity_id)).first()


def of_contact(session: Session, contact_id: int) -> Sequence[Activity]:
    """Those that name a contact."""
    return session.scalars(loaded(Activity).where(Activity.contact_id == contact_id)).all()


def of_messages(session: Session, ids: Collection[str]) -> Sequence[Activity]:
    """Those that were made of mails with these ids."""
    found: list[Activity] = []
    wanted = list(ids)
    for start in range(0, len(wanted), _SOME):
        asked = loaded(Activity).where(
            Activity.message_id.in_(wanted[start : start + _SOME]), Activity.message_id != ""
        )
        found += session.scalars(asked).all()
    return found


def newest_papers(session: Session, kind: Any, client_id: int | None, limit: int) -> Sequence[tuple[int, str]]:
    """Ids and numbers of a client's orders, or contracts, the newest first."""
    wanted = select(kind.id, kind.number).where(kind.client_id == client_id).order_by(kind.id.desc()).limit(limit)
    return [(row.id, row.number) for row in session.execute(wanted)]


def begun_mail(session: Session, client_id: int, subject: str, since: datetime, until: datetime) -> Activity | None:
    """The mail to a client of this subject that was begun in this program, and not yet come back as the one that went out."""
    wanted = loaded(Activity).where(
        Activity.client_id == client_id,
        Activity.moment >= since,
        Activity.moment <= until,
        Activity.kind == ActivityKind.EMAIL_OUT,
        Activity.message_id == "",
        Activity.subject == subject,
    )
    return session.scalars(wanted.order_by(Activity.moment.desc()).limit(1)).first()


def last(session: Session, client_id: int, before: datetime | None, limit: int) -> Sequence[Activity]:
    """A client's activities, the newest first, of those before a moment if one is given."""
    wanted = loaded(Activity).where(Activity.client_id == client_id)
    if before is not None:
        wanted = wanted.where(Activity.moment < before)
    return session.scalars(wanted.order_by(Activity.moment.desc(), Activity.id.desc()).limit(limit)).all()
