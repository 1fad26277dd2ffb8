"""What a quotation is beside all that papers with priced lines share."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from desktop_crm.documents.parts import Phrase
from desktop_crm.documents.priced_sheet import PricedSheet
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import client as clients
from desktop_crm.services import limits
from desktop_crm.services.lines import LineInput, take_lines
from desktop_crm.services.papers.sheet import sheet_of
from desktop_crm.services.parties import currency_problems, refuse_stranger
from desktop_crm.services.records import made, refuse_problems
from desktop_crm.storage.loading import loaded, tied
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import fields
from desktop_crm.ui.lines.fields import currency_field, discount_field, terms_fields
from desktop_crm.ui.lines.form import PricedForm
from desktop_crm.ui.records.people import People
from tests.ui.lines.second_paper.quote_tables import Quote

Typed = Mapping[str, Any]
HEADING = Phrase("PENAWARAN", "QUOTATION")
KIND = Phrase("Penawaran", "Quotation")


def sheet(session: Session, quote: Quote, languages: str | None = None) -> PricedSheet:
    return sheet_of(session, PricedSheet, quote, languages, heading=HEADING, kind=KIND, day=quote.quoted_on)


def checked(session: Session, values: Typed, lines: list[LineInput]) -> tuple[Quote, list[Problem]]:
    """The quotation as it is typed, and what is wrong with it."""
    chosen = {"client": clients.get(session, values["client_id"])} if values["client_id"] else {}
    with session.no_autoflush:
        record = made(Quote, **{"number": "", **values, **chosen, "lines": []})
        take_lines(session, record, lines)
    wrong = currency_problems(session, values["client_id"], record.currency)
    return record, [*record.problems(), *limits.problems(session, record), *wrong]


def save(session: Session, number: str, values: Typed, lines: list[LineInput]) -> Quote:
    record, found = checked(session, {**values, "number": number}, lines)
    refuse_problems(found)
    refuse_stranger(session, record)
    session.add(record)
    session.flush()
    return record


def get(session: Session, quote_id: int) -> Quote:
    return tied(session.scalars(loaded(Quote).where(Quote.id == quote_id)).one())


def form(desk: Desk, parent: QWidget) -> PricedForm:
    people = People(desk, lambda: shown.value("client_id"))
    shared = (currency_field(), discount_field(msg("Discount")))
    head = fields.Section(None, (*people.fields(), fields.Date("quoted_on", msg("Date")), *shared), columns=3)
    foot = fields.Section(None, (*terms_fields(), fields.Text("paper_text", msg("Text for the paper"))), columns=2)
    shown = PricedForm(desk, head, foot, parent, lambda values: _problems(desk, shown, values))
    return shown


def _problems(desk: Desk, shown: PricedForm, values: dict[str, Any]) -> list[Problem]:
    own, lines = shown.to_save(values)
    found = desk.read(lambda session: checked(session, own, lines or [])[1])
    return shown.catalogue.with_hints(found, values["lines"])
