"""Somebody locks the window in the middle of things, and comes back to them."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPlainTextEdit

from desktop_crm.storage.opening import open_workspace
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda terbang di atas padi"


@pytest.fixture
def protected(person: Person, demo_copy: Path) -> Person:
    """The demonstration with a password, opened with it by keys."""
    workspace = open_workspace(demo_copy)
    workspace.protect(PASSWORD)
    workspace.close()
    person.start(demo_copy)
    come_back(person)
    return person


def lock(person: Person) -> None:
    person.keys("Ctrl+Alt+L")
    person.until(lambda: person.workspace.locked and person.is_at("Password or recovery key"), "the lock")


def come_back(person: Person) -> None:
    person.until(lambda: person.is_at("Password or recovery key"), "the page")
    person.type(PASSWORD)
    person.keys("Return")
    person.until(lambda: person.window.cover.page is None, "the window")
    person.rest()


def test_half_written_order_waits_behind_the_lock(protected: Person) -> None:
    protected.keys("Ctrl+4", "Ctrl+N")
    protected.rest()
    grid = protected.card.lines.grid
    grid.focus_entry()
    protected.type("a")
    protected.rest()
    protected.keys("Return", "Return")
    protected.rest()
    lines = grid.lines()
    note = next(each for each in protected.card.findChildren(QPlainTextEdit) if each.isVisible())
    note.setFocus()
    protected.type("Dikirim sebelum Lebaran, ")
    lock(protected)
    assert not protected.sees("Pesanan")
    come_back(protected)
    assert note.hasFocus()
    protected.type("jangan terlambat")
    assert note.toPlainText().startswith("Dikirim sebelum Lebaran, jangan terlambat")
    assert grid.lines() == lines
    assert protected.card.is_new


def test_order_line_that_is_being_typed_is_kept(protected: Person) -> None:
    protected.keys("Ctrl+4")
    protected.rest()
    protected.keys("Ctrl+N")
    protected.rest()
    grid = protected.card.lines.grid
    grid.focus_entry()
    protected.type("a")
    protected.rest()
    protected.keys("Return")
    protected.rest()
    assert len(grid.lines()) == 1
    protected.type("17")
    lock(protected)
    come_back(protected)
    assert str(grid.lines()[0].quantity) == "17"


def test_file_dialog_is_put_away(protected: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's own can't be; Qt's counts as left with Esc."""
    QTimer.singleShot(300, protected.program.guard.lock.lock_unasked)
    options = QFileDialog.Option.DontUseNativeDialog
    name, _ = QFileDialog.getOpenFileName(protected.window, "Open", "", "", options=options)
    assert name == ""
    protected.until(lambda: protected.workspace.locked, "the lock")
    come_back(protected)
    assert not any(isinstance(each, QFileDialog) and each.isVisible() for each in QApplication.topLevelWidgets())


def test_search_is_put_away_with_its_results(protected: Person) -> None:
    protected.keys("Ctrl+K")
    protected.type("sum")
    protected.rest()
    lock(protected)
    field = protected.window.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClick(field, Qt.Key.Key_Down)
    protected.rest()
    assert protected.window.cover.page.isVisible()
    assert not protected.window.frame.palette_field.results.isVisible()
    come_back(protected)
    assert not protected.window.frame.palette_field.results.isVisible()
