"""Warranties in the brief for a meeting."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents.brief import BriefRow
from desktop_crm.language import Language
from desktop_crm.model.message import msg
from desktop_crm.services.briefing.parts import MOST, Briefed
from tests.warranty.model.warranty import Warranty, WarrantyState


def _rows(session: Session, client_id: int, language: Language) -> Sequence[BriefRow]:
    claimed = select(Warranty).where(Warranty.client_id == client_id, Warranty.state == WarrantyState.CLAIMED)
    return [BriefRow(each.number, language.day(each.until)) for each in session.scalars(claimed.limit(MOST))]


BRIEF: Final = (Briefed(60, msg("Warranties"), _rows),)
