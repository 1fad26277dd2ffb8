"""What was said last."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.activity import ACTIVITY_KINDS
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.moments import on_this_clock
from desktop_crm.services import activity
from desktop_crm.services.briefing.parts import Briefed

_LAST: Final = 8


def _rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
    rows = []
    for each in activity.last(session, client_id, limit=_LAST):
        who = each.contact.name if each.contact is not None else ""
        head = " · ".join(part for part in (language.say(title_of(ACTIVITY_KINDS, each.kind).title), who) if part)
        said = " ".join(f"{each.subject} {each.text} {each.outcome}".split())
        rows.append(BriefRow(language.day(on_this_clock(each.moment).date()), f"{head}: {said}" if said else head))
    return rows


BRIEF: Final = (Briefed(50, msg("Said last"), _rows),)
