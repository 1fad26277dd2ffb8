"""The quotation at work, in a process of its own: its tables are the program's for as long as that lives.

Run as `python -m pytest -p tests.ui.lines.second_paper.quote_tables tests/ui/lines/second_paper/typed.py`: they come before all else.
"""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QScrollArea, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy.orm import Session

from desktop_crm.documents.priced_sheet import sheet_pdf
from desktop_crm.model.base import Base
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.services import client as clients
from desktop_crm.services import order as orders
from desktop_crm.services import product as products
from desktop_crm.services import settings as rules
from desktop_crm.services import terms
from desktop_crm.services import workspace as workspaces
from desktop_crm.services.lines_copy import copied_lines
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.lines.form import PricedForm
from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.window.shell import Shell
from tests.pdf import words_of
from tests.ui.lines.second_paper import quote as quotes
from tests.ui.lines.second_paper.quote_tables import Quote

ENTER = Qt.Key.Key_Return
TABLES = [Base.metadata.tables[name] for name in ("quotes", "quote_lines")]
DAY = date(2026, 3, 12)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[workspaces.Workspace]:
    made = workspaces.create(tmp_path / "office.crm")
    with made.write(msg("Seed")) as session:
        Base.metadata.create_all(session.connection(), tables=TABLES)
        rules.save_company(
            session, {"name": "Nusantara Jaya", "signatory_name": "Budi Hartono", "payment_terms": "30 hari"}
        )
        clients.save(session, None, {"legal_form": "PT", "name": "Sumber Makmur"})
        for code, name, price, lowest in (
            ("KP-01", "Kopi Gayo", 100_000, None),
            ("TH-02", "Teh melati", 25_500, 25_000),
        ):
            given = {"code": code, "name_id": name, "price": Decimal(price), "tax_id": 1}
            products.save(session, None, {**given, "lowest_price": lowest and Decimal(lowest)})
    yield made
    made.close()


class Writer:
    """Somebody who types a quotation."""

    def __init__(self, qtbot: QtBot, shell: Shell, workspace: workspaces.Workspace) -> None:
        self.shell, self.workspace = shell, workspace
        self.page = page = QScrollArea()
        qtbot.addWidget(page)
        inside = QWidget()
        page.setWidget(inside)
        self.form: PricedForm = quotes.form(shell.desk, inside)
        self.form.make_rest()
        self.form.resize(1000, 700)
        inside.resize(1000, 700)
        page.resize(1040, 740)
        with qtbot.waitActive(page):
            page.show()
        self.load()

    def load(self) -> None:
        with self.workspace.read() as session:
            values = {**terms.usual(rules.company(session)), "client_id": 1, "quoted_on": DAY}
            self.form.prepare(session, None, values["currency"])
        self.form.load(values)
        self.form.show_sums()

    def type(self, *keys: str | Qt.Key) -> None:
        for key in keys:
            for one in key if isinstance(key, str) else [key]:
                where = self.form.window().focusWidget()
                assert where is not None
                QTest.keyClick(where, cast(Qt.Key, one))

    def lines(self) -> None:
        """Kopi with a discount of its own, and Teh."""
        self.form.focus_field("lines")
        self.type("kp-01", ENTER, "12", ENTER, "5", ENTER, "melati", ENTER, "3", ENTER, ENTER)

    def save(self) -> Quote:
        own, lines = self.form.to_save(self.form.values())
        with self.workspace.write(msg("Add quote {number}", number="Q-1")) as session:
            return quotes.save(session, "Q-1", own, lines or [])

    def see(self, work: Callable[[Session], Any]) -> Any:
        with self.workspace.read() as session:
            return work(session)


@pytest.fixture
def writer(
    qtbot: QtBot, settings: Settings, screens: tuple[ScreenDeclaration, ...], workspace: workspaces.Workspace
) -> Iterator[Writer]:
    shell = Shell(settings).fill(screens)
    qtbot.addWidget(shell)
    shell.open_workspace(workspace)
    yield Writer(qtbot, shell, workspace)
    shell.close()


def test_lines_are_typed_by_keys_and_add_up_to_the_rupiah(writer: Writer) -> None:
    writer.form.put("discount", Decimal(10))
    writer.lines()
    assert [(line.code, line.quantity, line.discount) for line in writer.form.value("lines")] == [
        ("KP-01", 12, 5),
        ("TH-02", 3, 0),
    ]
    # 1,140,000 + 76,500, less 10 %: 1,094,850; PPN is 12 % of 11/12 of that: 1,003,613 and 120,434
    sums = writer.form.sums()
    assert (sums.lines.amount, sums.untaxed.amount, sums.tax.amount, sums.total.amount) == (
        1_216_500,
        1_094_850,
        120_434,
        1_215_284,
    )
    saved = writer.save()
    assert saved.totals() == sums
    assert saved.total == sums.total == Money(Decimal(1_215_284))


def test_the_sums_stand_beside_the_terms(writer: Writer) -> None:
    writer.lines()
    assert "1,216,500" in _shown(writer.form.totals)
    writer.form.put("discount", Decimal(10))
    assert "1,215,284" in _shown(writer.form.totals)
    assert writer.form.value("payment_terms") == "30 hari"


def test_rows_of_a_sheet_are_pasted(writer: Writer) -> None:
    writer.form.focus_field("lines")
    writer.form.lines.grid.paste("TH-02\t4\nKurir\t1\t15000\n")
    assert [(line.name, line.unit_price) for line in writer.form.value("lines")] == [
        ("Teh melati", 25_500),
        ("Kurir", 15_000),
    ]


def test_prices_wait_for_a_rate_when_the_currency_changes(writer: Writer) -> None:
    writer.lines()
    writer.form.put("currency", "USD")
    assert writer.form.rate.isVisible()
    writer.form.rate.form.put("rate", Decimal(10_000))
    writer.form.rate.decide()
    assert [line.unit_price for line in writer.form.value("lines")] == [10, Decimal("2.55")]


def test_a_price_below_the_limits_is_told_of(writer: Writer) -> None:
    writer.lines()
    writer.form.put("discount", Decimal(10))  # 22,950 of at least 25,000
    assert [problem.field for problem in writer.form.validate()] == ["lines.1.below_reason"]


def test_what_is_wrong_with_a_line_stands_in_its_cell(writer: Writer) -> None:
    writer.lines()
    writer.form.lines.grid.view.go(0, Col.QUANTITY)
    writer.type("0", ENTER)
    assert "lines.0.quantity" in {problem.field for problem in writer.form.validate()}
    with pytest.raises(UserError, match="the quantity must be more than 0"):
        writer.save()


def test_it_is_printed_with_both_sides_its_lines_and_its_terms(writer: Writer) -> None:
    writer.lines()
    writer.save()
    words = words_of(writer.see(_paper))
    for said in (
        "PENAWARAN Q-1",
        "PT Sumber Makmur",
        "Kopi Gayo",
        "1.140.000",
        "Teh melati",
        "30 hari",
        "Budi Hartono",
    ):
        assert said in words
    assert "PESANAN" not in words
    english = words_of(writer.see(lambda session: _paper(session, "en")))
    assert "QUOTATION Q-1" in english


def test_it_is_read_again_as_it_was_saved(writer: Writer) -> None:
    writer.lines()
    saved, typed = writer.save(), writer.form.value("lines")
    with writer.workspace.read() as session:
        kept = quotes.get(session, saved.id)
        writer.form.prepare(session, kept, kept.currency)
    writer.form.load(kept)
    again = writer.form.value("lines")
    assert [line.key for line in again] == [line.id for line in kept.lines]
    assert [(line.code, line.quantity, line.unit_price, line.tax_id) for line in again] == [
        (line.code, line.quantity, line.unit_price, line.tax_id) for line in typed
    ]


def test_it_is_undone_and_done_again(writer: Writer) -> None:
    writer.lines()
    saved = writer.save()
    writer.workspace.undo()
    assert writer.see(lambda session: session.get(Quote, saved.id)) is None
    writer.workspace.redo()
    assert [line.code for line in writer.see(lambda session: quotes.get(session, saved.id)).lines] == ["KP-01", "TH-02"]


def test_a_product_that_stands_on_it_is_not_deleted(writer: Writer) -> None:
    writer.lines()
    writer.save()
    with pytest.raises(UserError, match="KP-01"), writer.workspace.write(msg("Delete product")) as session:
        products.delete(session, 1)


def test_an_order_takes_its_lines_over(writer: Writer) -> None:
    writer.lines()
    saved = writer.save()
    with writer.workspace.write(msg("Add order")) as session:
        made = orders.save(session, None, orders.start(session, 1))
        made.lines = copied_lines(session, quotes.get(session, saved.id), type(made).line_type, lambda _told: None)
        made.derive()
    assert writer.see(lambda session: orders.get(session, made.id)).total == saved.total


def _shown(panel: QWidget) -> str:
    return " ".join(label.text() for label in panel.findChildren(QLabel))


def _paper(session: Session, languages: str | None = None) -> bytes:
    return sheet_pdf(quotes.sheet(session, quotes.get(session, 1), languages))
