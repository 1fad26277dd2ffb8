"""Locking over whatever lies on the window: nothing of it can be read, by eye or by a screen reader, and all of it comes back."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.importing import plan as importing
from desktop_crm.ui.desk import desk as desks
from desktop_crm.ui.desk.undoing import Undoing
from desktop_crm.ui.importing.dialog import ImportDialog
from desktop_crm.ui.lock.idle import Idle
from desktop_crm.ui.preview.window import show_pdf
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.template_editor.window import TemplateWindow
from tests.rounds import LONG
from tests.ui.lock.conftest import PASSWORD, SECRET, type_into
from tests.ui.preview.conftest import _made_pdf
from tests.ui.reading import heard, told

pytestmark = pytest.mark.in_turn

K = Qt.Key
TYPED = "Belum disimpan"


def by_keys(_program: object) -> None:
    """As the system sends them: to the window that is in front, whatever has popped up over it."""
    QTest.keyClick(
        QApplication.activeWindow().windowHandle(),
        K.Key_L,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier,
    )


def by_idling(program: Program) -> None:
    program.guard.lock.findChild(Idle).over.emit()


def is_bare(program: Program) -> Any:
    """Only the window with its page can be seen, and nothing of the file is said anywhere."""
    seen = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    said = [text for text in told() if not text.endswith("Usaha.crm")]  # names of files are no secret
    assert seen == [program.shell], seen
    assert not [text for text in said if SECRET in text or TYPED in text or "Usaha" in text]
    return any("is locked" in text for text in said)


WAYS = (by_keys, by_idling)


@pytest.fixture(params=WAYS if LONG else [None])
def locks(request: pytest.FixtureRequest, opened: Any, rest: Callable[..., Any], qtbot: QtBot) -> Callable[..., Any]:
    """Locks in one way and the other (in a short run, some tests in the one and some in the other), looks, comes back."""
    lock = request.param or WAYS[len(request.node.name) % 2]

    def there_and_back() -> None:
        lock(opened)
        qtbot.waitUntil(lambda: opened.shell.cover.page is not None)
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert is_bare(opened)  # at once, before the key is gone
        rest()
        qtbot.waitUntil(lambda: opened.workspace.locked and not opened.shell.cover.page.is_busy(), timeout=20_000)
        assert is_bare(opened)
        opened.shell.activateWindow()
        type_into(opened.shell, PASSWORD)
        rest()
        assert opened.shell.cover.page is None

    return there_and_back


def show(qtbot: QtBot, dialog: Any) -> None:
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def test_an_import_that_is_being_looked_at(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any], tmp_path: Path
) -> None:
    sheet = tmp_path / f"{SECRET}.csv"
    sheet.write_text(f"Name;City\n{SECRET};Kuningan\n{TYPED};Kuningan\n", encoding="utf-8")
    dialog = ImportDialog(opened.shell.desk, "clients", opened.shell)
    dialog.open()
    dialog.take_file(sheet)
    rest()
    qtbot.waitUntil(dialog.go.isEnabled)
    dialog.page.doubles.take.setChecked(True)
    rest()
    show(qtbot, dialog)
    assert any(SECRET in text for text in told())
    locks()
    assert dialog.isVisible()
    assert dialog.page.doubles.take.isChecked()
    assert any(SECRET in text for text in told())
    dialog.reject()


def test_a_menu_and_a_filter(opened: Any, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any]) -> None:
    menu = QMenu(opened.shell)
    menu.addAction(SECRET)
    menu.aboutToHide.connect(menu.deleteLater)  # as those of the window
    menu.popup(opened.shell.mapToGlobal(QPoint(100, 100)))
    qtbot.wait(20)
    locks()
    table = opened.shell.made_screen("client").table
    popup = table.bar.edit_filter("city")
    popup.findChild(QLineEdit).setText(TYPED)
    qtbot.wait(20)
    locks()
    assert QApplication.activePopupWidget() is None


def test_a_paper_in_a_window_of_its_own(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any]
) -> None:
    window = show_pdf(opened.shell.desk, opened.shell, _made_pdf(f"{SECRET} {TYPED}"), SECRET)
    rest()
    show(qtbot, window)
    assert SECRET in window.windowTitle()
    before = window.pane.grab().toImage()
    locks()
    assert window.isVisible()
    qtbot.wait(100)
    assert window.pane.grab().toImage().size() == before.size()
    window.reject()


def test_a_template_that_is_being_written(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any]
) -> None:
    window = TemplateWindow(opened.shell.desk, opened.shell, 1)
    window.open()
    rest()
    text = window.editor.columns.columns["en"].text
    text.appendPlainText(TYPED)
    show(qtbot, window)
    locks()
    assert window.isVisible()
    assert TYPED in text.toPlainText()
    assert any(TYPED in str(draft.typed) for draft in opened.shell.desk.drafts.every())
    window.editor.drafts.drop()
    window.editor.may_leave = lambda: True
    window.reject()


def test_a_new_card_and_what_it_suggests(
    opened: Any, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any]
) -> None:
    opened.shell.navigate("client")
    screen = opened.shell.made_screen("client")
    screen.start_new()
    rest()
    QTest.keyClicks(QApplication.focusWidget(), TYPED)
    rest()
    field = screen.table.bar.field
    field.setText(SECRET)
    locks()
    assert screen.card.form.value("name") == TYPED
    assert field.text() == SECRET
    field.clear()
    screen.card.discard()


def test_a_large_undo_is_ended_first(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desks, "_AT_ONCE", 0)
    go_on, undo = threading.Event(), opened.workspace.undo

    def slow(progress: Any, **options: Any) -> Any:
        assert go_on.wait(20)
        return undo(progress, **options)

    with opened.workspace.write(msg("Add client {name}", name=SECRET)) as session:
        client.save(session, None, {"name": f"{SECRET} Dua"})
    monkeypatch.setattr(opened.workspace, "undo", slow)
    opened.shell.desk.undo()
    (dialog,) = opened.shell.findChildren(Undoing)
    show(qtbot, dialog)
    threading.Timer(1.5, go_on.set).start()
    locks()
    assert not [each for each in opened.shell.findChildren(QDialog) if each.isVisible()]
    assert opened.workspace.redo_text() is not None


def test_an_import_that_is_being_written(
    opened: Any, rest: Callable[..., Any], locks: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = tmp_path / "tamu.csv"
    sheet.write_text(f"Name\n{TYPED}\n", encoding="utf-8")
    dialog = ImportDialog(opened.shell.desk, "clients", opened.shell)
    dialog.open()
    dialog.take_file(sheet)
    rest()
    assert dialog.go.isEnabled()
    go_on, apply = threading.Event(), importing.apply

    def slow(*args: Any, **named: Any) -> Any:
        assert go_on.wait(20)
        return apply(*args, **named)

    monkeypatch.setattr(importing, "apply", slow)
    dialog.activateWindow()
    QApplication.processEvents()
    dialog.write()
    threading.Timer(1.5, go_on.set).start()
    locks()
    assert not [each for each in opened.shell.findChildren(ImportDialog) if each.isVisible()]
    assert len(opened.shell.made_screen("client").table.ids()) == 2
    assert any("1 client imported" in note.text for note in opened.shell.notify.stack.notes())


def test_a_covered_dialog_stays_covered(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, locks: Callable[..., Any], tmp_path: Path
) -> None:
    sheet = tmp_path / "tamu.csv"
    sheet.write_text(f"Name\n{SECRET}\n", encoding="utf-8")
    dialog = ImportDialog(opened.shell.desk, "clients", opened.shell)
    dialog.open()
    dialog.take_file(sheet)
    rest()
    show(qtbot, dialog)
    privacy.turn(on=True)
    locks()
    assert dialog.isVisible()
    assert not any(SECRET in text for text in heard(dialog))
    privacy.turn(on=False)
    assert any(SECRET in text for text in heard(dialog))
    dialog.reject()
