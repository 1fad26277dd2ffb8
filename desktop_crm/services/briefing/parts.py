"""What a noun says in the brief for a meeting: `BRIEF` of `services/briefing/<noun>.py`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.message import Message

#: At most so many rows are read of anything; what is beyond is not counted.
MOST = 50


@dataclass(frozen=True, slots=True)
class Briefed:
    """Rows about a client, the most important first, under their `title`; parts stand by their `place`."""

    place: int
    title: Message
    rows: Callable[[Session, int, Language], Sequence[BriefRow]]
