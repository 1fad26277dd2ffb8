"""What was promised, by us and by them, and what else is to be done."""

from collections.abc import Callable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.message import msg
from desktop_crm.model.task import Promise
from desktop_crm.services import task
from desktop_crm.services.briefing.parts import MOST, Briefed
from desktop_crm.services.clock import today


def _of(promise: str) -> Callable[[Session, int, Language], Sequence[BriefRow]]:
    def rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
        wanted = [each for each in task.open_of(session, client_id) if each.promise == promise]
        return [
            BriefRow(
                " ".join(part for part in (language.day(each.due) if each.due else "", each.time) if part),
                " ".join(each.title.split()),
                late=each.due is not None and each.due < today(),
            )
            for each in wanted[:MOST]
        ]

    return rows


BRIEF: Final = (
    Briefed(10, msg("We promised"), _of(Promise.OURS)),
    Briefed(11, msg("They promised"), _of(Promise.THEIRS)),
    Briefed(12, msg("To be done"), _of("")),
)
