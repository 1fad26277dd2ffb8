"""Nothing touches an editor in which a person types: no check, no reload, no other window, no pointer that lies there."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form import record_form
from desktop_crm.ui.form.fields import Amount, Date, Found, Percent, Record, Section, Text
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.form.suggest import Suggestion, SuggestLine
from desktop_crm.ui.lines.line import Col, TaxChoice
from tests.office import keyboard
from tests.ui.fields import suggestions
from tests.ui.form.test_lines_grid import FIRST, K, Window

FIELDS = (
    Section(
        None,
        (
            Text("name", msg("Name")),
            Amount("price", msg("Price"), currency="USD"),
            Percent("discount", msg("Discount")),
            Date("day", msg("Day")),
            Record("client", msg("Client"), lambda text: [Found(7, "Toko Kayu")], lambda _id: "Toko Kayu"),
            Text("notes", msg("Notes"), multiline=True),
        ),
    ),
)
SAVED = {
    "name": "PT",
    "price": Decimal(12),
    "discount": Decimal(5),
    "day": date(2026, 3, 12),
    "client": 7,
    "notes": "one",
}


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.grid.set_lines([FIRST, replace(FIRST, key=None)])
    made.grid.focus_entry()
    return made


@pytest.fixture
def checks() -> list[Any]:
    """What the form has asked about."""
    return []


@pytest.fixture
def form(qtbot: QtBot, checks: list[Any], monkeypatch: pytest.MonkeyPatch) -> RecordForm:
    monkeypatch.setattr(record_form, "CHECK_AFTER", 0)
    made = RecordForm(FIELDS, check=lambda values: checks.append(values) or required(values))
    qtbot.addWidget(made)
    with qtbot.waitActive(made):
        made.show()
    made.load(SAVED)
    return made


def required(values: Any) -> Any:
    return [Problem(name, msg("Required")) for name, value in values.items() if value in (None, "")]


def typed(qtbot: QtBot, text: Any) -> None:
    for letter in text:
        qtbot.keyClicks(keyboard(), letter)


def typed_and_checked(qtbot: QtBot, checks: list[Any], text: str) -> None:
    """After each letter the form looks whether all is well."""
    for letter in text:
        checks.clear()
        qtbot.keyClicks(keyboard(), letter)
        qtbot.waitUntil(lambda: bool(checks))


def leave_and_come_back(widget: Any) -> None:
    """As another window or a menu does it."""
    for reason in (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason):
        QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusOut, reason))
        QApplication.sendEvent(widget, QFocusEvent(QEvent.Type.FocusIn, reason))


def touch(window: Window) -> None:
    """All that a card does to its lines a moment after a key."""
    grid = window.grid
    grid.show_problems([Problem("lines.0.quantity", msg("Wrong")), Problem("lines.2.product", msg("Wrong"))])
    grid.set_currency("USD")
    grid.set_currency("IDR")
    grid.set_taxes([TaxChoice(1, "PPN 12%"), TaxChoice(2, "PPN 11%")])
    grid.set_lines(grid.lines())
    grid.set_read_only(False)


@pytest.mark.parametrize("column", [Col.PRODUCT, Col.QUANTITY, Col.UNIT, Col.PRICE, Col.DISCOUNT, Col.TAX])
def test_nothing_is_put_into_an_open_cell(window: Window, qtbot: QtBot, column: Col) -> None:
    window.grid.view.go(0, column)
    for letter in "1234":
        typed(qtbot, letter)
        touch(window)
    assert keyboard().text() == "1234"


def test_the_whole_grid_touched_between_all_keys(window: Window, qtbot: QtBot) -> None:
    window.grid.set_lines([])
    for key in ("smn", K.Key_Return, "121", K.Key_Return, "2", K.Key_Return, "bsi", K.Key_Return, "11", K.Key_Return):
        for one in key if isinstance(key, str) else [key]:
            if isinstance(one, str):
                typed(qtbot, one)
            else:
                qtbot.keyClick(keyboard(), one)
            touch(window)
    found = [(line.code, line.quantity, line.discount) for line in window.grid.lines()]
    assert found == [("SMN-50", Decimal(121), Decimal(2)), ("BSI-10", Decimal(11), Decimal(0))]


def test_showing_problems_tells_nobody_of_other_values(window: Window, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(window.grid.view.model().dataChanged):
        window.grid.show_problems([Problem("lines.0.quantity", msg("Wrong"), Severity.WARNING)])


def test_another_window_ends_no_cell(window: Window, qtbot: QtBot) -> None:
    """Half a product's name must not become a line of free text because a message came in."""
    typed(qtbot, "sm")
    other = QWidget()
    qtbot.addWidget(other)
    with qtbot.waitActive(other):
        other.show()
        other.activateWindow()
    assert len(window.grid.lines()) == 2
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    typed(qtbot, "n")
    qtbot.keyClick(keyboard(), K.Key_Return)
    assert [line.code for line in window.grid.lines()][2:] == ["SMN-50"]


def test_a_number_that_is_none_stays_in_its_cell_until_it_is_mended(window: Window, qtbot: QtBot) -> None:
    window.grid.view.go(0, Col.QUANTITY)
    typed(qtbot, "12x")
    window.grid.commit()
    assert "12x" in window.grid.trouble()
    window.after.setFocus()
    assert "12x" in window.grid.trouble()
    window.grid.focus_entry()
    assert keyboard().text() == "12x"
    qtbot.keyClick(keyboard(), K.Key_Backspace)
    window.grid.commit()
    assert (window.grid.trouble(), window.grid.lines()[0].quantity) == ("", 12)


def test_a_tax_that_is_none_stays_in_its_cell(window: Window, qtbot: QtBot) -> None:
    window.grid.view.go(0, Col.TAX)
    typed(qtbot, "xyz")
    qtbot.keyClick(keyboard(), K.Key_Return)
    assert keyboard().text() == "xyz"
    assert "xyz" in window.grid.trouble()
    qtbot.keyClick(keyboard(), K.Key_Escape)
    assert window.grid.lines()[0].tax_id == 1


def test_a_cell_out_of_sight_is_read_like_any_other(window: Window, qtbot: QtBot) -> None:
    """Where it lies on the screen says nothing about which cell it is."""
    window.grid.set_lines([FIRST] * 60)
    window.grid.view.go(0, Col.QUANTITY)
    typed(qtbot, "12x")
    window.grid.view.verticalScrollBar().setValue(window.grid.view.verticalScrollBar().maximum())
    qtbot.keyClick(keyboard(), K.Key_Return)
    assert keyboard().text() == "12x"


def test_a_hidden_list_does_not_make_a_code_free_text(window: Window, qtbot: QtBot) -> None:
    typed(qtbot, "smn")
    line = keyboard()
    suggestions(line).hide()  # as scrolling does
    qtbot.keyClick(line, K.Key_Return)
    assert window.grid.lines()[2].code == "SMN-50"


def test_a_pointer_that_lies_where_the_list_opens_chooses_nothing(window: Window, qtbot: QtBot) -> None:
    typed(qtbot, "semen")
    line = keyboard()
    shown = suggestions(line)
    shown.entered.emit(shown.model().index(1, 0))
    assert line.current().lead == "SMN-50"


def test_a_late_answer_does_not_take_the_choice_away(qtbot: QtBot) -> None:
    waiting = []
    line = SuggestLine(
        lambda text: [Suggestion(f"{text} {at}") for at in range(3)],
        cast(Any, lambda _key, work, done, **_more: waiting.append((work, done))),
    )
    qtbot.addWidget(line)
    with qtbot.waitActive(line):
        line.show()
    line.setFocus()
    typed(qtbot, "smn")
    qtbot.waitUntil(lambda: bool(waiting) and waiting[-1][0](None)[0].title == "smn 0")
    qtbot.keyClick(line, K.Key_Down)  # asks at once
    qtbot.keyClick(line, K.Key_Down)
    work, done = waiting[-1]
    done(work(None))
    assert line.current().title == "smn 1"
    qtbot.keyClick(line, K.Key_Escape)
    done(work(None))
    assert not line.is_open()


@pytest.mark.parametrize(
    ("name", "begin", "end", "value"),
    [
        ("name", "PT ", "Maju", "PT Maju"),
        ("price", "12.", "5", Decimal("12.5")),
        ("discount", "5.", "25", Decimal("5.25")),
        ("day", "12 Mar", " 2027", date(2027, 3, 12)),
        ("client", "Toko Kayu", "", 7),
        ("notes", "one ", "two", "one two"),
    ],
)
def test_what_means_the_saved_value_already_is_typed_on(
    form: Any, checks: Any, qtbot: QtBot, *, name: str, begin: str, end: str, value: Any
) -> None:
    """`12.` is twelve, but whoever types it goes on: a record read anew, or another window, takes no letter away."""
    form.load({**SAVED, "price": Decimal(12), "day": date(2026, 3, 12)})
    widget = form.editor(name).inputs()[0]
    widget.setFocus()
    widget.selectAll()
    for letter in begin:
        typed_and_checked(qtbot, checks, letter)
        form.load(SAVED, keep_typed=True)
        leave_and_come_back(widget)
    shown = widget.text() if isinstance(widget, QLineEdit) else widget.toPlainText()
    assert shown == begin
    typed(qtbot, end)
    assert form.value(name) == value


def test_what_is_half_typed_is_not_told_to_be_missing(form: Any, checks: Any, qtbot: QtBot) -> None:
    """A lookup, a date, a number: not red before it is left."""
    form.load({})
    for name, text in (("client", "Tok"), ("day", "12 M"), ("price", "-")):
        widget = form.editor(name).inputs()[0]
        widget.setFocus()
        widget.selectAll()
        typed_and_checked(qtbot, checks, text)
        assert not widget.property("invalid"), name
        form.editor(name).leave()
        assert widget.property("invalid"), name


def test_a_field_that_was_left_takes_what_the_file_has(form: RecordForm, qtbot: QtBot) -> None:
    form.editor("name").inputs()[0].setFocus()
    typed(qtbot, "X")
    form.editor("notes").inputs()[0].setFocus()
    form.mark_saved()
    form.load({**SAVED, "name": "PT"}, keep_typed=True)  # undone
    assert form.value("name") == "PT"
