"""Names that look like markup are shown as names, wherever texts of records and files are shown or told on hovering."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.exchange.sheet import Sheet
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem
from desktop_crm.services.importing.plan import kind
from desktop_crm.ui.desk import save_dialog
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.importing.file_page import FilePage
from desktop_crm.ui.importing.mapping_panel import MappingPanel
from desktop_crm.ui.importing.rows import RowsModel
from desktop_crm.ui.lines.cells import Cells
from desktop_crm.ui.lines.line import Col, GridLine
from desktop_crm.ui.lines.model import LinesModel
from desktop_crm.ui.lines.totals_panel import TotalRow, TotalsPanel
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.plain import PlainLabel, set_tip, tip
from desktop_crm.ui.records.notice import Notice
from desktop_crm.ui.records.offer import Offer
from desktop_crm.ui.records.step_panel import StepPanel
from desktop_crm.ui.screens.today.row import Act, Row
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.window.jobs_strip import JobsStrip

NAME = "<b>Jaya</b> & <img src=x>"


def harmful(text: Any) -> Any:
    """Whether Qt would show other letters than these."""
    return QtText.mightBeRichText(text) and "<b>" in text


def as_markup(widget: Any) -> Any:
    labels = [each for each in (widget, *widget.findChildren(QLabel)) if isinstance(each, QLabel)]
    read = [each.text() for each in labels if each.textFormat() != Qt.TextFormat.PlainText and harmful(each.text())]
    return read + [each.toolTip() for each in (widget, *widget.findChildren(QWidget)) if harmful(each.toolTip())]


def seen(widget: Any) -> Any:
    labels = [each for each in (widget, *widget.findChildren(QLabel)) if isinstance(each, QLabel)]
    return any("<b>Jaya</b>" in each.text() for each in labels)


@pytest.mark.parametrize(
    "text",
    [
        NAME,
        f"PT Maju\n{NAME}",
        "&lt;b&gt;",
        "<qt>",
        "<!-- nothing -->",
        "<p>" * 60,
        "panjang " * 200,
        "a < b",
        "line\nline " * 60,
        "",
        "  ",
    ],
)
def test_a_tip_shows_the_very_text(qapp: QApplication, text: str) -> None:
    shown = QLabel(tip(text))
    if QtText.mightBeRichText(shown.text()):
        from PySide6.QtGui import QTextDocument

        document = QTextDocument()
        document.setHtml(shown.text())
        assert document.toPlainText() == text
    else:
        assert shown.text() == text


def test_a_short_ordinary_tip_is_left_alone_and_a_long_one_wraps() -> None:
    assert tip("PT Maju Jaya") == "PT Maju Jaya"
    assert QtText.mightBeRichText(tip("Maju " * 40))


def test_a_screen_reader_hears_no_markup(qtbot: QtBot) -> None:
    label = PlainLabel()
    qtbot.addWidget(label)
    set_tip(label, NAME)
    assert label.accessibleDescription() == NAME
    assert not harmful(label.toolTip())


def offer() -> Any:
    made = Offer()
    made.tell(f"“{NAME}” was typed here and not saved.", [])
    return made


def problem() -> Any:
    made = ProblemLabel()
    made.show_problems([Problem("name", msg("{name} is taken", name=NAME))])
    return made


def notice() -> Any:
    made = Notice()
    made.tell(NAME, "")
    return made


def question() -> Any:
    made = StepPanel()
    made.ask(f"When was {NAME} signed?", ("Sign", "Sign all the same"), lambda _day, _reason: None, lambda _day: ())
    return made


def totals() -> Any:
    made = TotalsPanel()
    made.show_rows([TotalRow(NAME, Money(Decimal(1)))], Money(Decimal(1)))
    return made


def reading() -> Any:
    made = FilePage("hint", "")
    made.reading(f"{NAME}.xlsx")
    return made


@pytest.mark.parametrize(
    "make", [offer, problem, notice, question, totals, reading, lambda: Chip(NAME), lambda: PlainLabel(NAME)]
)
def test_labels_show_names_as_names(qtbot: QtBot, make: Callable[..., Any]) -> None:
    widget = make()
    qtbot.addWidget(widget)
    assert seen(widget)
    assert as_markup(widget) == []


def test_a_line_of_today(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    shown = TodayList(around)
    shown.tell([Row("order:1", "late", "Deliver SO/1", about=NAME, act=Act("Open", around.close))])
    around.show()
    hovered = shown.model().data(shown.model().index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "Jaya" in hovered
    assert hovered != NAME
    assert not QtText.mightBeRichText(shown.button.text())
    assert as_markup(shown) == []


def test_a_job_named_after_a_file(qtbot: QtBot, qapp: QApplication) -> None:
    jobs = Jobs(lambda error: None)
    strip = JobsStrip(jobs)
    qtbot.addWidget(strip)
    job = jobs.run(None, f"Saving {NAME}.pdf", lambda job: [job.check_cancelled() for _ in iter(int, 1)])
    assert seen(strip)
    assert as_markup(strip) == []
    assert strip.cancel.accessibleName() == f"Cancel: Saving {NAME}.pdf"
    job.cancel()
    qtbot.waitUntil(lambda: not jobs.busy())


def test_the_examples_of_a_column(qtbot: QtBot) -> None:
    around = QWidget()
    qtbot.addWidget(around)
    panel = MappingPanel(kind("clients").fields, around)
    panel.show_sheet(Sheet("S", ("Nama Perusahaan", NAME), [(NAME, "x")], 2), {"name": 0})
    assert any("Jaya" in each.toolTip() for each in panel.findChildren(QLabel))
    assert as_markup(panel) == []


def test_rows_of_a_foreign_sheet(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    rows = RowsModel(parent)
    rows.show((msg("Name"),), 1, lambda _row: (NAME,))
    told = rows.data(rows.index(0, 0), Qt.ItemDataRole.ToolTipRole)
    assert "Jaya" in told
    assert not harmful(told)
    assert rows.data(rows.index(0, 0)) == NAME


def test_lines_of_an_order(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    model = LinesModel(Cells(lambda line: line.unit_price, ()), parent)
    model.load([GridLine(name=NAME, code="A")])
    told = model.data(model.index(0, Col.PRODUCT), Qt.ItemDataRole.ToolTipRole)
    assert "Jaya" in told
    assert not harmful(told)


def test_the_question_before_a_file_is_replaced(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append((box.text(), box.textFormat())))
    parent = QWidget()
    qtbot.addWidget(parent)
    name = NAME.replace("/", "")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (name, "PDF (*.pdf)"))
    monkeypatch.setattr("os.path.lexists", lambda path: Path(path).name == f"{name}.pdf")
    assert save_dialog.ask_where(parent, "Save", "", "PDF (*.pdf)", ".pdf") is None
    ((text, form),) = asked
    assert "<b>Jaya" in text
    assert form == Qt.TextFormat.PlainText
