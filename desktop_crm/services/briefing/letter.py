"""Letters that wait for an answer, ours or theirs."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.letter import Letter
from desktop_crm.model.letter_states import LetterState
from desktop_crm.model.message import msg
from desktop_crm.services.briefing.parts import MOST, Briefed
from desktop_crm.services.clock import today


def _rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
    """Those to be answered; of those that were sent only what was to be answered by a day."""
    waiting = Letter.state == LetterState.RECEIVED
    asked = (Letter.state == LetterState.SENT) & Letter.answer_due.is_not(None)
    wanted = select(Letter).where(Letter.client_id == client_id, waiting | asked)
    letters = session.scalars(wanted.order_by(Letter.answer_due.is_(None), Letter.answer_due, Letter.id).limit(MOST))
    return [_row(letter, language) for letter in letters]


def _row(letter: Letter, language: Language) -> BriefRow:
    due = letter.answer_due
    ours = msg("we answer by {day}", day=due) if due else msg("we owe an answer")
    who = ours if letter.is_incoming else msg("they answer by {day}", day=due)
    text = " · ".join(part for part in (" ".join(letter.subject.split()), language.say(who)) if part)
    return BriefRow(letter.number, text, late=due is not None and due < today())


BRIEF: Final = (Briefed(40, msg("Letters without an answer"), _rows),)
