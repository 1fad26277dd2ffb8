"""Letters in the emergency archive: the register, and the papers as they went out or came in."""

from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, lazyload

from desktop_crm.documents.ics import DayEvent
from desktop_crm.language import Language
from desktop_crm.model.client import Client
from desktop_crm.model.letter import Letter
from desktop_crm.model.letter_states import CHANNELS, DIRECTIONS, LETTER_STATES, LetterState
from desktop_crm.model.listing import Kind
from desktop_crm.model.message import msg
from desktop_crm.services import letter as letters
from desktop_crm.services.emergency.parts import Emergency, Papers, Sheet, dated, got, own
from desktop_crm.services.papers import letter as letter_paper


def _with_paper(session: Session) -> Sequence[int]:
    """All that went out, and drafts: what came in is among the files."""
    return session.scalars(select(Letter.id).where(Letter.direction == "outgoing").order_by(Letter.id)).all()


def _pdf(session: Session, letter_id: int) -> bytes | None:
    return letter_paper.make(session, letters.get(session, letter_id)).pdf


def _due(session: Session, language: Language) -> Iterator[DayEvent]:
    """Which are to be answered, and by when."""
    wanted = select(Letter).where(Letter.answer_due.is_not(None), Letter.state == LetterState.RECEIVED)
    for record, day in dated(session, wanted.order_by(Letter.answer_due), "answer_due", Letter.client):
        number, party = got(record, "number", ""), got(record, "party", "")
        title = language.tr("Answer letter {number} from {party}", number=number, party=party)
        yield DayEvent(f"desktop-crm-letter-{record.id}", day, title)


LETTERS: Final = Sheet(
    msg("Letters"),
    Letter,
    select(Letter).order_by(Letter.letter_date, Letter.id),
    (
        own("number", msg("Number")),
        own("direction", msg("Direction"), Kind.STATE, DIRECTIONS),
        own("party", msg("From or to")),
        own("addressee", msg("Name and address")),
        own("letter_date", msg("Date"), Kind.DATE),
        own("their_number", msg("Their number")),
        own("their_date", msg("Their date"), Kind.DATE),
        own("subject", msg("Subject")),
        own("state", msg("Status"), Kind.STATE, LETTER_STATES),
        own("channel", msg("Sent by way of"), Kind.STATE, CHANNELS),
        own("enclosures", msg("Attachments")),
        own("copies", msg("Copies to")),
        own("answer_due", msg("Answer due"), Kind.DATE),
        own("answered_on", msg("Answered on"), Kind.DATE),
        own("sent_on", msg("Sent on"), Kind.DATE),
        own("text", msg("Text")),
        own("notes", msg("Notes")),
    ),
    (joinedload(Letter.client).load_only(Client.full_name),),
    (lazyload(Letter.client),),
)

EMERGENCY: Final = Emergency(
    (LETTERS,),
    Papers(
        _with_paper,
        lambda number: msg("The paper of letter {number} can't be made of its records", number=number),
        _pdf,
    ),
    events=_due,
)
