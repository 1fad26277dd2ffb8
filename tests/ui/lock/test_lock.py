"""Locking the real window: nothing is seen, nothing works, nothing is lost."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QLabel, QLineEdit, QMessageBox, QTableWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import LockedError
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, exporting
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.services.safety import protection
from desktop_crm.services.workspace import create
from desktop_crm.storage import draft
from desktop_crm.storage.opening import open_workspace
from desktop_crm.ui.desk.closing import ClosingDialog
from desktop_crm.ui.lock.idle import Idle
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.password.dialog import PasswordDialog
from desktop_crm.ui.password.recovery import RecoveryOffer
from desktop_crm.ui.preview import saving
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.window.about import About
from tests.office import keyboard, screen_of
from tests.ui.lock.conftest import PASSWORD, SECRET, press, type_into
from tests.ui.reading import read

pytestmark = pytest.mark.in_turn

K = Qt.Key
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def lock(rest: Any) -> None:
    press(K.Key_L, CTRL_ALT)
    rest()


@pytest.fixture
def rest(program: Program, rest: Callable[..., Any], qtbot: QtBot) -> Callable[..., Any]:
    """Until the lock, too, has done what it does."""

    def wait() -> None:
        rest()
        page = program.shell.cover.page
        if page is not None:
            qtbot.waitUntil(
                lambda: program.shell.cover.page is not page or not cast(Any, page).is_busy(), timeout=10_000
            )
        rest()

    return wait


def seen_texts() -> Iterator[Any]:
    """Every text in every window that can be seen, and the titles of these."""
    for window in QApplication.topLevelWidgets():
        if not window.isVisible() or window.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen):
            continue
        yield window.windowTitle()
        for widget in window.findChildren(QWidget):
            if widget.isVisible():
                yield from (
                    str(getattr(widget, name)())
                    for name in ("text", "toolTip", "accessibleName")
                    if hasattr(widget, name)
                )


def locked(program: Program) -> Any:
    return program.workspace.locked and program.guard.lock.locked


def test_keys_lock_and_the_password_unlocks(opened: Program, rest: Callable[..., Any]) -> None:
    lock(rest)
    assert locked(opened)
    assert opened.shell.cover.page.geometry() == opened.shell.rect()
    assert not any(SECRET in text or "Usaha" in text for text in seen_texts())
    assert opened.shell.windowTitle() == "Desktop CRM"
    with pytest.raises(LockedError), opened.workspace.read():
        pass
    type_into(opened.shell, PASSWORD)
    rest()
    assert not locked(opened)
    assert opened.shell.windowTitle() == "Clients – Usaha – Desktop CRM"
    assert screen_of(opened.shell, "client").table.isVisible()
    assert len(screen_of(opened.shell, "client").table.ids()) == 1


def test_window_is_painted_without_what_lies_below(opened: Program, rest: Callable[..., Any]) -> None:
    lock(rest)
    page = opened.shell.cover.page
    assert opened.shell.grab().toImage() == page.grab().toImage()
    opened.shell.resize(1000, 600)
    QApplication.processEvents()
    assert page.geometry() == opened.shell.rect()


def test_keys_and_commands_are_dead(opened: Program, rest: Callable[..., Any]) -> None:
    lock(rest)
    for key in (K.Key_1, K.Key_2, K.Key_K, K.Key_N, K.Key_Z, K.Key_Comma, K.Key_S):
        press(key, Qt.KeyboardModifier.ControlModifier)
    for key in (K.Key_Escape, K.Key_F1, K.Key_F6, K.Key_F11, K.Key_F10, K.Key_Alt):
        press(key)
    rest()
    assert locked(opened)
    assert opened.shell.history.here.noun == "client"
    assert not opened.shell.menuBar().isVisible()
    assert [action.id for action in opened.shell.actions_.shown()] == ["file.quit"]
    assert not any(opened.shell.actions_.run(name) for name in ("undo", "find", "file.settings", "workspace.password"))
    for _ in range(8):
        press(K.Key_Tab)
        assert opened.shell.cover.page.isAncestorOf(keyboard())


def test_what_is_typed_is_there_afterwards(opened: Program, rest: Callable[..., Any], qtbot: QtBot) -> None:
    press(K.Key_N, Qt.KeyboardModifier.ControlModifier)
    rest()
    editor = keyboard()
    assert isinstance(editor, QLineEdit)
    QTest.keyClicks(editor, "Toko Belum Disimpan")
    lock(rest)
    assert locked(opened)
    assert not any("Belum" in text for text in seen_texts())
    type_into(opened.shell, PASSWORD)
    rest()
    assert editor.hasFocus()
    assert editor.text() == "Toko Belum Disimpan"
    card = screen_of(opened.shell, "client").card
    assert card.is_new
    assert card.has_changes()
    card.discard()


def test_field_of_a_saved_record_is_saved_when_the_lock_takes_the_keyboard(
    opened: Program, rest: Callable[..., Any]
) -> None:
    screen = screen_of(opened.shell, "client")
    opened.shell.navigate("client", screen.table.ids()[0])
    rest()
    QTest.qWait(60)
    rest()
    screen.card.focus_field("city") if screen.card.form.has_field("city") else screen.card.focus_first()
    editor = keyboard()
    assert screen.card.isAncestorOf(editor)
    before = editor.text()
    press(K.Key_End)
    QTest.keyClicks(editor, " dan Rekan")
    lock(rest)
    type_into(opened.shell, PASSWORD)
    rest()
    assert editor.text() == f"{before} dan Rekan"
    assert not screen.card.has_changes()


def test_wrong_password_keeps_it_locked_and_is_counted(opened: Any, rest: Callable[..., Any]) -> None:
    lock(rest)
    for _ in range(3):
        type_into(opened.shell, "salah")
        rest()
    assert locked(opened)
    assert "3 wrong tries" in opened.shell.cover.page.tries.text()
    assert not opened.shell.cover.page.button.isEnabled()
    assert not any("Usaha" in text for text in seen_texts())


def test_other_windows_are_hidden_and_come_back(opened: Program, rest: Callable[..., Any]) -> None:
    opened.shell.actions_.run("help.about")
    (about,) = opened.shell.findChildren(About)
    opened.shell.activateWindow()
    press(K.Key_L, CTRL_ALT)
    rest()
    assert not about.isVisible()
    type_into(opened.shell, PASSWORD)
    rest()
    assert about.isVisible()
    about.close()


def test_keys_lock_from_within_a_dialog_too_and_what_was_typed_there_stays(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot
) -> None:
    opened.shell.actions_.run("workspace.password")
    rest()
    (dialog,) = opened.shell.findChildren(PasswordDialog)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    QTest.keyClicks(dialog.page.new.first.editor, "baru")
    dialog.page.new.first.editor.setFocus()
    lock(rest)
    assert locked(opened)
    assert not dialog.isVisible()
    qtbot.waitUntil(opened.shell.isActiveWindow)
    type_into(opened.shell, PASSWORD)
    rest()
    assert dialog.isVisible()
    assert dialog.page.new.first.text() == "baru"
    dialog.reject()


def test_question_that_waits_for_an_answer_is_taken_as_not_answered(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot
) -> None:
    answers = []

    def ask() -> None:
        box = QMessageBox(opened.shell)
        box.setText(f"Delete {SECRET}?")
        yes = box.addButton("Yes", QMessageBox.ButtonRole.AcceptRole)
        QTest.qWaitForWindowExposed(box, 10)
        box.exec()
        answers.append(box.clickedButton() is yes)

    QTimer.singleShot(200, opened.guard.lock.findChild(Idle).over.emit)
    ask()
    rest()
    assert answers == [False]
    assert locked(opened)
    assert not any(SECRET in text for text in seen_texts())
    type_into(opened.shell, PASSWORD)
    rest()
    assert not any(isinstance(each, QMessageBox) and each.isVisible() for each in QApplication.topLevelWidgets())


def test_window_that_opens_while_locked_waits_unseen(opened: Program, rest: Callable[..., Any], qtbot: QtBot) -> None:
    lock(rest)
    late = QDialog(opened.shell)
    QLabel(SECRET, late)
    late.show()
    assert late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    QApplication.processEvents()
    assert not late.isVisible()
    type_into(opened.shell, PASSWORD)
    rest()
    assert late.isVisible()
    assert not late.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)


def test_menus_and_tooltips_go(opened: Any, rest: Callable[..., Any]) -> None:
    menu = opened.shell.menuBar().actions()[0].menu()
    menu.popup(opened.shell.mapToGlobal(QPoint(10, 10)))
    QApplication.processEvents()
    assert menu.isVisible()
    opened.guard.lock.lock()
    rest()
    assert not menu.isVisible()
    assert QApplication.activePopupWidget() is None


def counts_down(note: Any) -> Any:
    return note.findChild(QTimer).isActive()


def test_notes_wait_until_they_can_be_read(opened: Program, rest: Callable[..., Any]) -> None:
    opened.shell.notify.note(f"Saved: {SECRET}")
    lock(rest)
    opened.shell.notify.note("And another one")
    assert not opened.shell.notify.stack.isVisible()
    assert all(not counts_down(note) for note in opened.shell.notify.stack.notes())
    type_into(opened.shell, PASSWORD)
    rest()
    assert opened.shell.notify.stack.isVisible()
    assert all(counts_down(note) for note in opened.shell.notify.stack.notes()[-2:])


def test_work_in_the_background_is_finished_first(opened: Any, rest: Callable[..., Any], qtbot: QtBot) -> None:
    go, written = threading.Event(), []

    def work(_job: object) -> None:
        go.wait(20)
        with opened.workspace.write(msg("New client")) as session:
            written.append(client.save(session, None, {"name": "PT Kedua", "kind": "company"}).id)

    opened.shell.jobs.run(None, "Working", work)
    press(K.Key_L, CTRL_ALT)
    QApplication.processEvents()
    page = opened.shell.cover.page
    assert page.isVisible()
    qtbot.waitUntil(lambda: "still going on" in read(page))
    assert not opened.workspace.locked
    assert not page.field.editor.isEnabled()
    go.set()
    rest()
    assert written
    assert locked(opened)
    assert page.field.editor.hasFocus()
    type_into(opened.shell, PASSWORD)
    rest()
    assert len(screen_of(opened.shell, "client").table.ids()) == 2


def test_work_can_be_stopped_to_lock_now(opened: Program, rest: Callable[..., Any], qtbot: QtBot) -> None:
    began = threading.Event()

    def work(job: Any) -> None:
        began.set()
        while True:
            job.check_cancelled()

    opened.shell.jobs.run(None, "Working", work)
    assert began.wait(20)
    press(K.Key_L, CTRL_ALT)
    stop = next(
        each
        for each in opened.shell.cover.page.findChildren(QWidget)
        if getattr(each, "text", str)() == "Stop it and lock now"
    )
    qtbot.waitUntil(stop.isVisible)
    stop.setFocus()
    press(K.Key_Space)
    rest()
    assert locked(opened)
    assert not stop.isVisible()


@pytest.mark.parametrize("slow", [(attachment, "content"), (OUTSIDE, "copy_of")], ids=["read", "written"])
def test_a_file_that_is_being_opened_is_shown_to_nobody_and_no_copy_stays(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, slow: Any
) -> None:
    reached, go, shown, copies = threading.Event(), threading.Event(), [], []
    with opened.workspace.write(msg("Add")) as session:
        attachment.add(session, "client", 1, "Surat.txt", SECRET.encode())
    copy_of = OUTSIDE.copy_of
    monkeypatch.setattr(OUTSIDE, "copy_of", lambda *given: copies.append(copy_of(*given)) or copies[-1])
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(url) or True)
    place, name = slow
    quick = getattr(place, name)

    def slowly(*given: Any) -> Any:
        reached.set()
        assert go.wait(20)
        return quick(*given)

    monkeypatch.setattr(place, name, slowly)
    rest()
    tab = screen_of(opened.shell, "client").card.findChild(FilesTab)
    tab.show_record(1)
    tab.findChild(QTableWidget).selectRow(0)
    tab.open()
    assert reached.wait(20)
    wiped, wipe = threading.Event(), OUTSIDE.wipe
    monkeypatch.setattr(OUTSIDE, "wipe", lambda: wipe() or wiped.set())
    press(K.Key_L, CTRL_ALT)
    page = opened.shell.cover.page
    qtbot.waitUntil(lambda: "still going on" in read(page))
    qtbot.waitUntil(wiped.is_set)
    go.set()
    rest()
    assert locked(opened)
    assert shown == []
    assert not any(path.exists() for path in copies)
    type_into(opened.shell, PASSWORD)
    rest()
    tab.open()
    rest()
    assert [path.read_text() for path in copies if path.exists()] == [SECRET]
    assert len(shown) == 1


def test_a_file_that_is_being_added_is_on_its_card_before_the_key_goes(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    reached, go, order = threading.Event(), threading.Event(), []
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    read_file, keep, forget = attachment.read, attachment.add, opened.workspace.lock

    def slowly(*given: Any) -> Any:
        reached.set()
        assert go.wait(20)
        return read_file(*given)

    def kept(*given: Any, **named: Any) -> Any:
        order.append("added")
        return keep(*given, **named)

    monkeypatch.setattr(attachment, "read", slowly)
    monkeypatch.setattr(attachment, "add", kept)
    monkeypatch.setattr(opened.workspace, "lock", lambda: order.append("key forgotten") or forget())
    tab = screen_of(opened.shell, "client").card.findChild(FilesTab)
    tab.show_record(1)
    tab.add_paths([tmp_path / "scan.pdf"])
    assert reached.wait(20)
    press(K.Key_L, CTRL_ALT)
    page = opened.shell.cover.page
    qtbot.waitUntil(lambda: "still going on" in read(page))
    go.set()
    rest()
    assert locked(opened)
    assert order == ["added", "key forgotten"]
    type_into(opened.shell, PASSWORD)
    rest()
    with opened.workspace.read() as session:
        assert [each.name for each in attachment.files_of(session, "client", 1)] == ["scan.pdf"]


def test_the_window_stays_to_tell_that_a_file_could_not_be_added(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    go, read = threading.Event(), attachment.read
    monkeypatch.setattr(attachment, "read", lambda *given: go.wait(20) and read(*given))
    tab = screen_of(opened.shell, "client").card.findChild(FilesTab)
    tab.show_record(1)
    tab.add_paths([tmp_path / "gone.pdf"])
    QTimer.singleShot(10, go.set)
    opened.shell.close()
    assert opened.workspace is not None
    (dialog,) = opened.shell.findChildren(ErrorDialog)
    assert any("gone.pdf" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()
    opened.shell.close()
    assert opened.workspace is None


@pytest.mark.parametrize("waits", [True, False])
@pytest.mark.parametrize("behind", [True, False])
def test_closing_waits_in_sight_for_a_file_that_is_being_added(  # noqa: PLR0917 - fixtures
    opened: Program,
    rest: Callable[..., Any],
    file: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    waits: bool,
    behind: bool,
) -> None:
    reached, go = threading.Event(), threading.Event()
    seen: list[Any] = []
    (tmp_path / "scan.pdf").write_bytes(b"%PDF")
    read = attachment.read

    def slowly(*given: Any) -> Any:
        reached.set()
        assert go.wait(20)
        return read(*given)

    monkeypatch.setattr(attachment, "read", slowly)
    tab = screen_of(opened.shell, "client").card.findChild(FilesTab)
    tab.show_record(1)
    tab.add_paths([tmp_path / "scan.pdf"])
    assert reached.wait(20)
    if behind:
        press(K.Key_L, CTRL_ALT)

    def look() -> None:
        dialog = opened.shell.findChild(ClosingDialog)
        if dialog is None or not dialog.isVisible():
            QTimer.singleShot(10, look)
            return
        seen.extend(each.text() for each in dialog.findChildren(QLabel))
        if waits:
            go.set()
        else:
            dialog.leave.click()
            go.set()

    QTimer.singleShot(10, look)
    opened.shell.close()
    assert opened.workspace is None
    assert seen == ["A file is still being added or saved. Then the window closes."]
    again = open_workspace(file, PASSWORD)
    with again.read() as session:
        assert len(attachment.files_of(session, "client", 1)) == waits
    again.close()


def test_a_recovery_key_that_is_being_prepared_is_not_offered_over_the_lock(
    opened: Program, rest: Callable[..., Any], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's own dialog would lie over the page."""
    reached, go = threading.Event(), threading.Event()
    taken: list[bytes] = []
    prepare = protection.recovery_sheet

    def slowly(*given: Any) -> Any:
        reached.set()
        assert go.wait(20)
        return prepare(*given)

    monkeypatch.setattr(protection, "recovery_sheet", slowly)
    monkeypatch.setattr(saving, "save_pdf", lambda _desk, _window, sheet, *_names: taken.append(sheet))
    offer = RecoveryOffer(opened.shell.desk, parent=opened.shell)
    offer.save.click()
    assert reached.wait(20)
    press(K.Key_L, CTRL_ALT)
    go.set()
    rest()
    assert locked(opened)
    assert taken == []
    type_into(opened.shell, PASSWORD)
    rest()
    offer.save.click()
    rest()
    assert len(taken) == 1


def test_an_exported_list_is_opened_only_where_nobody_has_locked_meanwhile(
    opened: Program, rest: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reached, go, shown, target = threading.Event(), threading.Event(), [], tmp_path / "clients.xlsx"
    write = exporting.export

    def slowly(*given: Any, **named: Any) -> Any:
        reached.set()
        assert go.wait(20)
        return write(*given, **named)

    monkeypatch.setattr(exporting, "export", slowly)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), "Excel sheet (*.xlsx)"))
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    opened.shell.actions_.run("client.export")
    assert reached.wait(20)
    press(K.Key_L, CTRL_ALT)
    go.set()
    rest()
    assert locked(opened)
    assert target.exists()
    assert shown == []
    type_into(opened.shell, PASSWORD)
    rest()
    next(button for note in opened.shell.notify.stack.notes() for button in note.buttons).click()
    assert shown == [target]


def test_timers_that_ask_while_locked_trouble_nobody(opened: Program, rest: Callable[..., Any]) -> None:
    lock(rest)
    opened.shell.actions_.refresh()
    opened.shell.desk.changed.emit(frozenset({"client"}))
    opened.shell.jobs.latest("x", lambda _job: opened.shell.desk.read(lambda _session: None), print)
    opened.shell.notify.error(LockedError(msg("locked")))
    rest()
    assert opened.shell.findChildren(ErrorDialog) == []
    type_into(opened.shell, PASSWORD)
    rest()
    assert opened.shell.findChildren(ErrorDialog) == []
    assert opened.shell.notify.stack.notes() == []


def test_quitting_while_locked_works_and_the_file_is_whole(
    opened: Program, rest: Callable[..., Any], file: Path, qtbot: QtBot
) -> None:
    press(K.Key_N, Qt.KeyboardModifier.ControlModifier)
    rest()
    QTest.keyClicks(keyboard(), "Toko Belum Disimpan")
    lock(rest)
    press(K.Key_Q, Qt.KeyboardModifier.ControlModifier)
    assert not opened.shell.isVisible()
    assert opened.workspace is None
    again = open_workspace(file, PASSWORD)
    with again.driver_connection() as connection:
        assert "Toko Belum Disimpan" in str(list(draft.every(connection)))
    again.close()


def test_nothing_else_is_opened_over_a_locked_window(opened: Program, rest: Callable[..., Any], tmp_path: Path) -> None:
    lock(rest)
    assert not opened.open(tmp_path / "other.crm")
    assert not opened.create(tmp_path / "other.crm")
    assert locked(opened)


def test_without_a_password_one_is_asked_for(program: Program, rest: Callable[..., Any], tmp_path: Path) -> None:
    program.create(tmp_path / "plain.crm")
    rest()
    lock(rest)
    assert not program.guard.lock.locked
    (dialog,) = program.shell.findChildren(PasswordDialog)
    assert any("nothing to unlock with" in label.text() for label in dialog.findChildren(QLabel))
    dialog.reject()


def test_idle_time_locks_only_what_has_a_password(program: Program, rest: Callable[..., Any], tmp_path: Path) -> None:
    program.create(tmp_path / "plain.crm")
    rest()
    program.guard.lock.findChild(Idle).over.emit()
    assert program.shell.cover.page is None
    assert program.shell.findChildren(PasswordDialog) == []


def test_locked_page_takes_over_from_one_that_asks_for_another_file(
    opened: Program, rest: Callable[..., Any], whole_file: Path, tmp_path: Path
) -> None:
    other = tmp_path / "Lain.crm"
    other.write_bytes(whole_file.read_bytes())
    opened.open(other)
    rest()
    opened.guard.lock.findChild(Idle).over.emit()
    rest()
    assert locked(opened)
    type_into(opened.shell, PASSWORD)
    rest()
    assert opened.workspace.name == "Usaha"
    assert opened.shell.cover.page is None
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_another_workspace_that_opens_meanwhile_is_covered_too(
    opened: Program, rest: Callable[..., Any], tmp_path: Path
) -> None:
    """As when a backup was being restored while the window was locked."""
    lock(rest)
    other = create(tmp_path / "Lain.crm", password="sepeda hijau makan soto")
    opened.adopt(other)
    rest()
    assert opened.shell.cover.page.isVisible()
    assert not opened.shell.frame.isVisible()
    assert not opened.shell.menuBar().isVisible()
    assert opened.shell.windowTitle() == "Desktop CRM"
    assert [action.id for action in opened.shell.actions_.shown()] == ["file.quit"]
    type_into(opened.shell, PASSWORD)
    rest()
    assert locked(opened)
    type_into(opened.shell, "sepeda hijau makan soto")
    rest()
    assert opened.shell.windowTitle() == "Today – Lain – Desktop CRM"
    assert opened.shell.frame.isVisible()


def test_pause_is_chosen_in_the_settings(opened: Program, rest: Callable[..., Any]) -> None:
    opened.shell.navigate("settings", field="program")
    rest()
    chooser = screen_of(opened.shell, "settings").pages["program"].lock
    assert chooser.currentText() == "10 minutes"
    chooser.setCurrentIndex(chooser.findText("2 minutes"))
    chooser.activated.emit(chooser.currentIndex())
    assert opened.settings.lock_minutes == 2
