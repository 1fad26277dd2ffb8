"""Queries about letters and their templates."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop_crm.model.base import whole_text
from desktop_crm.model.contract import Template, TemplateKind
from desktop_crm.model.letter import Letter
from desktop_crm.model.letter_states import (
    CHANNELS,
    DIRECTIONS,
    LETTER_LANGUAGES,
    LETTER_STATES,
    Direction,
    LetterState,
)
from desktop_crm.model.listing import Kind, Part, Role
from desktop_crm.model.message import msg
from desktop_crm.storage import numbering
from desktop_crm.storage.lists.listing import SqlSource, choice_column, sql_column
from desktop_crm.storage.loading import loaded
from desktop_crm.storage.next_step import next_step

#: Of what is answered or filed it says nothing any more.
_AWAITED = "CASE WHEN t.state IN ('received', 'sent') THEN t.answer_due END"
_DUE = Part(Role.WHEN, lambda day: msg("answer by {day}", day=day), (LetterState.RECEIVED, LetterState.SENT))

LETTERS = SqlSource(
    noun="letter",
    table="letters",
    order="t.letter_date DESC, t.id DESC",
    prefix_key="client_key",
    joins="LEFT JOIN orders o ON o.id = t.order_id LEFT JOIN contracts k ON k.id = t.contract_id"
    " LEFT JOIN letters a ON a.id = t.answers_id LEFT JOIN contacts p ON p.id = t.contact_id"
    " LEFT JOIN templates m ON m.id = t.template_id",
    columns=(
        sql_column("number", msg("Number"), sort="t.number", width=150, part=Role.TITLE),
        choice_column("direction", msg("Direction"), DIRECTIONS, sort="t.direction, t.letter_date", width=104),
        sql_column(
            "client",
            msg("From or to"),
            "t.party",
            sort="t.client_key, t.letter_date",
            width=186,
            of_client=True,
            part=Role.PARTY,
        ),
        sql_column("subject", msg("Subject"), width=240, sensitive=True, part=Role.DETAIL),
        choice_column("state", msg("Status"), LETTER_STATES, sort="t.state, t.answer_due", width=114, part=Role.STATE),
        sql_column("letter_date", msg("Date"), kind=Kind.DATE, sort="t.letter_date", width=116, part=Role.SIDE),
        sql_column(
            "answer_due", msg("Answer due"), _AWAITED, kind=Kind.DATE, sort="t.answer_due", width=116, part=_DUE
        ),
        sql_column("answers", msg("Answers letter"), "a.number", width=136),
        sql_column("contact", msg("Contact"), "p.name", hidden=True, width=150, of_client=True),
        choice_column("channel", msg("Sent by way of"), CHANNELS, hidden=True, width=110),
        sql_column("their_number", msg("Their number"), hidden=True, width=140),
        sql_column("their_date", msg("Their date"), kind=Kind.DATE, hidden=True, width=116),
        sql_column("enclosures", msg("Attachments"), hidden=True, width=160, sensitive=True),
        sql_column("copies", msg("Copies to"), hidden=True, width=160, sensitive=True),
        sql_column("order", msg("Order"), "o.number", hidden=True, width=136),
        sql_column("contract", msg("Contract"), "k.number", hidden=True, width=150),
        sql_column("template", msg("Template"), "m.title_id", hidden=True, width=180),
        choice_column("language", msg("Language"), LETTER_LANGUAGES, hidden=True, width=120),
        sql_column("sent_on", msg("Sent on"), kind=Kind.DATE, hidden=True, width=116),
        sql_column("answered_on", msg("Answered on"), kind=Kind.DATE, hidden=True, width=116),
        next_step(),
        sql_column("changed_at", msg("Changed"), kind=Kind.MOMENT, sort="t.changed_at", hidden=True, width=150),
    ),
)


def get(session: Session, letter_id: int) -> Letter | None:
    """One letter with its client."""
    return session.scalars(loaded(Letter).where(Letter.id == letter_id)).first()


def by_number(session: Session, number: str) -> Letter | None:
    """The same by its number."""
    found = session.scalar(select(Letter.id).where(Letter.number == whole_text(number)))
    return None if found is None else get(session, found)


def with_number_like(session: Session, number: str, except_id: int | None = None) -> str | None:
    """The number of another letter that people would read as this one."""
    return numbering.with_number_like(session, Letter, number, except_id)


def naming(session: Session, column: str, record_id: int) -> Sequence[Letter]:
    """Those that name a record in a column: the letter they answer, the contact they go to."""
    return session.scalars(loaded(Letter).where(getattr(Letter, column) == record_id)).all()


def registered_among(session: Session, which: ColumnElement[bool], limit: int) -> Sequence[str]:
    """The numbers of some letters that went out or came in, the first ones."""
    found = select(Letter.number).where(which, Letter.state != LetterState.DRAFT).order_by(Letter.id)
    return session.scalars(found.limit(limit)).all()


def newest_incoming(session: Session) -> int | None:
    """The id of the letter that came in last."""
    found = select(Letter.id).where(Letter.direction == Direction.INCOMING).order_by(Letter.letter_date.desc())
    return session.scalar(found.limit(1))


def templates(session: Session) -> list[Template]:
    """Those of letters."""
    return list(session.scalars(select(Template).where(Template.kind == TemplateKind.LETTER).order_by(Template.id)))
