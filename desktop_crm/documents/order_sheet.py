"""An order on paper: what was ordered, and the day it is promised for."""

from dataclasses import dataclass
from datetime import date

from desktop_crm.documents import wording
from desktop_crm.documents.parts import Phrase
from desktop_crm.documents.priced_sheet import PricedSheet, sheet_pdf


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSheet(PricedSheet):
    """An order ready for paper; `notes` are those of an older order, which are printed still."""

    heading: Phrase = wording.ORDER
    kind: Phrase = wording.ORDER_NAME
    promised_day: date | None = None

    def days(self) -> tuple[tuple[Phrase, date | None], ...]:
        """When it was ordered, and for when it is promised."""
        return ((wording.DATE, self.day), (wording.PROMISED, self.promised_day))


def order_pdf(sheet: OrderSheet) -> bytes:
    """The order sheet as PDF (A4), fonts embedded."""
    return sheet_pdf(sheet)
