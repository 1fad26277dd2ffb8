"""What every noun's screen shares, tried with clients on a real workspace."""

import os
import threading
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QMessageBox, QPushButton, QTableWidget, QToolButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.services import attachment, client
from desktop_crm.services.files import write_whole
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.storage.client import CLIENTS
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.section import SectionView
from desktop_crm.ui.importing.dialog import ImportDialog
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.peek import glance
from desktop_crm.ui.peek.usual import usual_peek
from desktop_crm.ui.records import card as card_module
from desktop_crm.ui.records import files_tab as files_tab_module
from desktop_crm.ui.records.exporting import export_list
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.screens.client.card import ClientCard
from desktop_crm.ui.screens.client.screen import ClientScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of, window_on

pytestmark = pytest.mark.in_turn

CTRL = Qt.KeyboardModifier.ControlModifier
K = Qt.Key
SCREENS = (ScreenDeclaration("client", msg("Clients"), "users", "desktop_crm.ui.screens.client.screen:ClientScreen"),)
NAMES = ("Ani", "Budi", "Citra")


@pytest.fixture(autouse=True)
def _nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """A question would wait for an answer for ever, when the window is closed at the latest."""
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A new one, for once."""
    return tmp_path / "Usaha.crm"


@pytest.fixture(autouse=True)
def _known(workspace: Workspace) -> None:
    with workspace.write(msg("Clients")) as session:
        for name in NAMES:
            client.save(session, None, {"name": name})


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture
def screen(shell: Shell) -> ClientScreen:
    return screen_of(shell, "client")


def press(qtbot: QtBot, window: Any, key: Any, modifiers: Any = Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)


def write(qtbot: QtBot, text: Any) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), text)


def kept(shell: Shell) -> Any:
    """What the file has of drafts, not what waits to be written."""
    shell.desk.drafts.settle()
    return shell.desk.drafts.every()


def crash(screen: ClientScreen, shell: Shell) -> None:
    """As far as the window goes: what is typed is no longer there, and nobody is asked about it."""
    screen.card.form.mark_saved()
    screen.card.is_new = False
    shell.hide()


def one(workspace: Workspace, client_id: Any) -> Any:
    with workspace.read() as session:
        return client.get(session, client_id)


def peeked(screen: ClientScreen) -> str:
    """Whose peek is seen."""
    content = screen.glance.panel.content
    return content.title if content is not None and screen.glance.panel.isVisible() else ""


def is_on_the_page(screen: ClientScreen) -> bool:
    """With no caret in what is stored: in the story, or on the page as a whole."""
    focused = QApplication.focusWidget()
    inside = focused is screen.card or screen.card.isAncestorOf(focused)
    return bool(inside and not screen.card.form.isAncestorOf(focused))


def test_the_peek_follows_the_list_from_its_first_row_on(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")
    press(qtbot, shell, K.Key_Down)
    press(qtbot, shell, K.Key_Down)
    qtbot.waitUntil(lambda: peeked(screen) == "Citra")
    assert not screen.card.isVisible()
    assert screen.table.view.hasFocus()


def test_space_closes_the_peek_and_the_list_takes_its_room_with_columns(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, settings: Settings
) -> None:
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")
    assert screen.table.view.is_tall
    assert not screen.table.view.head.isVisible()
    press(qtbot, shell, K.Key_Space)
    assert peeked(screen) == ""
    assert not screen.table.view.is_tall
    assert screen.table.view.head.isVisible()
    assert screen.table.width() == screen.width()
    press(qtbot, shell, K.Key_Down)
    press(qtbot, shell, K.Key_Space)
    qtbot.waitUntil(lambda: peeked(screen) == "Budi")
    press(qtbot, shell, K.Key_Escape)
    assert peeked(screen) == ""
    assert settings.get("window/peek") is False  # as it was left, for the next time


def test_a_command_on_the_peek_is_about_its_record(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_Down)
    qtbot.waitUntil(lambda: peeked(screen) == "Budi")
    assert shell.actions_.run("client.key")
    qtbot.waitUntil(lambda: "Key client" in [word for word, _tone in screen.glance.panel.content.chips])
    assert [one(workspace, each).is_key for each in (1, 2, 3)] == [False, True, False]


def test_what_changes_elsewhere_is_seen_in_the_peek(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")
    with workspace.write(msg("Elsewhere")) as session:
        client.save(session, 1, {"name": "Anita"})
    qtbot.waitUntil(lambda: peeked(screen) == "Anita")


def test_a_page_shows_what_its_peek_has_read_unless_that_was_changed_since(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    fetch = ClientCard.fetch
    monkeypatch.setattr(ClientCard, "fetch", lambda self, session, id_: read.append(id_) or fetch(self, session, id_))
    press(qtbot, shell, K.Key_Down)
    qtbot.waitUntil(lambda: peeked(screen) == "Budi" and not shell.jobs.busy())
    read.clear()
    press(qtbot, shell, K.Key_Return)
    assert screen.card.record.full_name == "Budi"
    assert 2 not in read
    press(qtbot, shell, K.Key_Escape)
    press(qtbot, shell, K.Key_Down)
    qtbot.waitUntil(lambda: peeked(screen) == "Citra" and not shell.jobs.busy())
    with workspace.write(msg("Elsewhere")) as session:
        client.save(session, 3, {"name": "Citra Ayu"})
    shell.navigate("client", 3)  # before the list is read anew
    assert screen.card.record.full_name == "Citra Ayu"
    assert screen.card.record.version == one(workspace, 3).version


def test_the_first_page_is_laid_out_once(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was made before anybody saw it has the size it is seen with."""
    for _step in screen.steps():
        pass
    sized: list[SectionView] = []
    resized = SectionView.resizeEvent
    monkeypatch.setattr(SectionView, "resizeEvent", lambda self, event: sized.append(self) or resized(self, event))
    shell.navigate("client", 1)
    qtbot.waitUntil(lambda: not shell.jobs.busy() and screen.card.form.isVisible())
    QApplication.processEvents()
    assert all(sized.count(each) <= 1 for each in sized)


def test_esc_takes_back_what_was_typed_before_it_leaves(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_Home)
    press(qtbot, shell, K.Key_Return)
    press(qtbot, shell, K.Key_F2)
    write(qtbot, "Zzz")
    press(qtbot, shell, K.Key_Escape)
    assert screen.is_wide()
    assert screen.card.form.value("name") == "Ani"
    press(qtbot, shell, K.Key_Escape)
    assert not screen.is_wide()
    assert one(workspace, screen.card.record_id).version == 1


def test_ctrl_s_saves_the_field_that_is_being_typed(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_Home)
    press(qtbot, shell, K.Key_Return)
    press(qtbot, shell, K.Key_F2)
    write(qtbot, "Anita")
    press(qtbot, shell, K.Key_S, CTRL)
    assert one(workspace, screen.card.record_id).name == "Anita"
    assert "Anita" in [label.text() for label in screen.card.header.findChildren(QLabel) if label.isVisible()]
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert not screen.card.has_changes()


def test_what_another_changes_is_shown_and_what_is_typed_stays(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_Home)
    press(qtbot, shell, K.Key_Return)
    press(qtbot, shell, K.Key_F2)
    write(qtbot, "Half")
    with workspace.write(msg("Elsewhere")) as session:
        client.save(session, screen.card.record_id, {"source": "Pameran"})
    assert screen.card.form.value("source") == "Pameran"
    assert screen.card.form.value("name") == "Half"
    press(qtbot, shell, K.Key_S, CTRL)
    assert (one(workspace, screen.card.record_id).name, one(workspace, screen.card.record_id).source) == (
        "Half",
        "Pameran",
    )


def test_undone_new_record_closes_its_card_quietly(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_N, CTRL)
    write(qtbot, "Dewi")
    press(qtbot, shell, K.Key_S, CTRL)
    assert screen.card.record_id is not None
    shell.desk.undo()
    assert screen.card.record_id is None
    assert not screen.card.has_changes()
    assert not screen.is_wide()
    assert [note.text for note in shell.notify.stack.notes()] == ["Add client Dewi: undone."]
    assert screen.may_leave()


def test_record_that_is_gone_is_told_when_it_is_asked_for(screen: ClientScreen, shell: Shell) -> None:
    shell.navigate("client", 999)
    assert not screen.card.isVisible()
    assert [note.text for note in shell.notify.stack.notes()] == ["The client is no longer there."]


def test_new_record_that_is_wrong_is_not_saved(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    press(qtbot, shell, K.Key_N, CTRL)
    press(qtbot, shell, K.Key_S, CTRL)
    assert screen.card.is_new
    screen.card.focus_field("phones")
    write(qtbot, "12")
    screen.card.focus_field("name")
    write(qtbot, "Eka")
    press(qtbot, shell, K.Key_S, CTRL)
    assert screen.card.is_new
    assert screen.card.form.editor("phones").isAncestorOf(QApplication.focusWidget())


def test_untouched_new_record_is_left_without_a_question(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(card_module, "ask", lambda _parent: pytest.fail("asked"))
    press(qtbot, shell, K.Key_Home)
    press(qtbot, shell, K.Key_N, CTRL)
    press(qtbot, shell, K.Key_Escape)
    assert not screen.is_wide()
    assert not screen.card.is_new
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")


def test_draft_survives_a_crash(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace, tmp_path: Path
) -> None:
    press(qtbot, shell, K.Key_N, CTRL)
    screen.card.form.put("name", "Fajar “Ö” 你好")
    screen.card.focus_field("phones")
    write(qtbot, "0812 99")
    qtbot.waitUntil(lambda: any("0812 99" in str(draft.typed) for draft in kept(shell)))
    assert "Fajar" not in (tmp_path / "settings.ini").read_text() if (tmp_path / "settings.ini").exists() else True
    crash(screen, shell)

    again = window_on(qtbot, workspace, Settings(tmp_path / "settings.ini"), SCREENS)
    card = screen_of(again, "client").card
    press(qtbot, again, K.Key_N, CTRL)
    assert card.offer.isVisible()
    assert "Fajar “Ö” 你好" in card.offer.accessibleName()
    card.offer.take_first()
    assert card.form.value("name") == "Fajar “Ö” 你好"
    assert card.form.value("phones")[0].number == "0812 99"
    assert card.has_changes()
    card.form.put("phones", ())
    press(qtbot, again, K.Key_S, CTRL)
    assert one(workspace, card.record_id).name == "Fajar “Ö” 你好"
    press(qtbot, again, K.Key_N, CTRL)
    assert not card.offer.isVisible()


def test_a_second_draft_does_not_write_over_the_first(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    card = screen.card
    card.start_new()
    card.form.put("name", "First")
    card.drafts.keep()
    card.start_new()
    card.form.put("name", "Second")
    card.drafts.keep()
    card.discard()
    card.start_new()
    assert "First" in card.offer.accessibleName()
    forget = card.offer.findChildren(QPushButton)[-1]
    forget.click()
    card.start_new()
    assert not card.offer.isVisible()


@pytest.mark.parametrize(
    "spoiled", ["x", "[]", '{"typed": {}}', '{"typed": 5}', '{"typed": {"gone": 5, "phones": 7}}', '{"other": {}}']
)
def test_spoiled_drafts_are_no_drafts(screen: ClientScreen, workspace: Workspace, spoiled: str) -> None:
    with workspace.aside() as connection:
        connection.execute(
            "INSERT INTO drafts (slot, noun, record_id, content, at) VALUES ('1', 'client', NULL, ?, 1)", (spoiled,)
        )
    screen.card.start_new()
    screen.card.offer.take_first()
    assert not screen.card.has_changes()
    screen.card.discard()


def test_discarding_forgets_the_draft(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    press(qtbot, shell, K.Key_N, CTRL)
    write(qtbot, "Gita")
    screen.card.drafts.keep()
    monkeypatch.setattr(card_module, "ask", lambda _parent: Answer.DISCARD)
    press(qtbot, shell, K.Key_Tab)
    press(qtbot, shell, K.Key_Escape)
    assert not screen.is_wide()
    screen.start_new()
    assert not screen.card.offer.isVisible()


def files_tab(screen: ClientScreen) -> Any:
    return next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, FilesTab))


@pytest.fixture
def opened_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The files that other programs are asked to show; an empty `shows` is a system without a program for them."""
    shown = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: shown.append(Path(url.toLocalFile())) or True)
    yield shown
    OUTSIDE.wipe()


def test_a_file_is_opened_from_a_private_copy_and_that_is_said(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace, opened_outside: Any
) -> None:
    first = screen.table.ids()[0]
    with workspace.write(msg("Add")) as session:
        attachment.add(session, "client", first, "../Kontrak & “1”.txt", b"content")
    shell.navigate("client", first)
    tab = files_tab(screen)
    screen.card.tabs.setCurrentWidget(tab)
    tab.findChild(QTableWidget).selectRow(0)
    tab.open()
    qtbot.waitUntil(lambda: bool(opened_outside))
    [path] = opened_outside
    assert path.read_bytes() == b"content"
    assert not os.access(path, os.W_OK) or os.geteuid() == 0
    assert any("Copy of" in note.text for note in shell.notify.stack.notes())
    shell.desk.about_to_lock.emit()
    qtbot.waitUntil(lambda: not path.exists())


@pytest.fixture
def kept_file(screen: ClientScreen, shell: Shell, workspace: Workspace) -> FilesTab:
    """The tab with one file, chosen."""
    first = screen.table.ids()[0]
    with workspace.write(msg("Add")) as session:
        attachment.add(session, "client", first, "scan.pdf", b"content")
    shell.navigate("client", first)
    tab = files_tab(screen)
    screen.card.tabs.setCurrentWidget(tab)
    tab.findChild(QTableWidget).selectRow(0)
    return tab


def test_a_slow_disk_does_not_hold_the_window_while_a_file_is_saved(
    kept_file: FilesTab, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready, threads, write = threading.Event(), [], write_whole

    def slow(target: Any, content: Any) -> None:
        threads.append(threading.current_thread())
        assert ready.wait(20)
        write(target, content)

    monkeypatch.setattr(files_tab_module, "write_whole", slow)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "copy.pdf"), ""))
    kept_file.save_as()
    qtbot.waitUntil(lambda: bool(threads))
    assert threads != [threading.main_thread()]
    assert [job.title for job in shell.jobs.running()] == ["Saving copy.pdf"]
    ready.set()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert (tmp_path / "copy.pdf").read_bytes() == b"content"
    assert shell.notify.stack.notes()[-1].text == "copy.pdf saved."


def test_a_file_that_can_not_be_saved_is_told(
    kept_file: FilesTab, shell: Shell, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr(shell.jobs, "on_error", told.append)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "gone" / "copy.pdf"), ""))
    kept_file.save_as()
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], UserError)


@pytest.mark.parametrize("name", ["faktur.pdf.exe", "undangan.lnk", "cetak.DESKTOP", "pesanan.bat", "foto\u202egpj.js"])
@pytest.mark.parametrize("wanted", [True, False])
def test_what_may_start_a_program_is_asked_about_first(  # noqa: PLR0917 - fixtures
    screen: ClientScreen,
    shell: Shell,
    qtbot: QtBot,
    workspace: Workspace,
    opened_outside: Any,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    wanted: bool,
) -> None:
    first = screen.table.ids()[0]
    with workspace.write(msg("Add")) as session:
        attachment.add(session, "client", first, name, b"content")
    shell.navigate("client", first)
    tab = files_tab(screen)
    screen.card.tabs.setCurrentWidget(tab)
    tab.findChild(QTableWidget).selectRow(0)
    asked = []

    def answer(box: Any) -> None:
        asked.append(f"{box.text()} {box.informativeText()}")
        assert box.defaultButton().text() == "Cancel"
        next(each for each in box.buttons() if (each.text() == "Open all the same") is wanted).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    tab.open()
    assert len(asked) == 1
    assert Path(name).suffix in asked[0]
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert bool(opened_outside) is wanted


def test_pipes_folders_and_what_is_too_large_are_refused_without_waiting(  # noqa: PLR0917 - fixtures
    screen: ClientScreen,
    shell: Shell,
    qtbot: QtBot,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = screen.table.ids()[0]
    shell.navigate("client", first)
    tab = files_tab(screen)
    screen.card.tabs.setCurrentWidget(tab)
    told: list[Any] = []
    monkeypatch.setattr(shell.notify, "error", told.append)
    monkeypatch.setattr(shell.jobs, "on_error", told.append)
    (tmp_path / "folder").mkdir()
    with (tmp_path / "large.bin").open("wb") as file:
        file.truncate(attachment.MAX_SIZE + 1)
    wrong = [tmp_path / "folder", tmp_path / "large.bin", tmp_path / "gone"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        wrong += [tmp_path / "pipe", Path("/dev/zero")]
    for count, path in enumerate(wrong, start=1):
        tab.add_paths([path])
        qtbot.waitUntil(partial(lambda count: len(told) == count, count))
        assert path.name in str(told[-1].message)
    with workspace.read() as session:
        assert attachment.files_of(session, "client", first) == []


def test_history_tells_from_what_to_what(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    first = screen.table.ids()[0]
    with workspace.write(msg("Change client {name}", name="Ani")) as session:
        client.save(session, first, {"source": "Pameran", "is_key": True})
    with workspace.write(msg("Change client {name}", name="Ani")) as session:
        client.save(session, first, {"source": "Referral"})
    shell.navigate("client", first)
    tab = next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, HistoryTab))
    screen.card.tabs.setCurrentWidget(tab)
    lines = tab.text().splitlines()
    assert lines[0] == "Change client Ani"
    assert "Source  Pameran  →  Referral" in lines
    assert "Key client  No  →  Yes" in lines or "Key client  Yes" in lines
    shell.desk.undo()
    assert tab.text().splitlines()[0] == "Undone: Change client Ani"


def test_files_come_by_drop_and_go_with_undo(  # noqa: PLR0917 - fixtures
    screen: ClientScreen,
    shell: Shell,
    qtbot: QtBot,
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    add, threads = attachment.add, []
    monkeypatch.setattr(
        attachment, "add", lambda *given, **named: threads.append(threading.current_thread()) or add(*given, **named)
    )
    first = screen.table.ids()[0]
    shell.navigate("client", first)
    tab = next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, FilesTab))
    screen.card.tabs.setCurrentWidget(tab)
    file = tmp_path / "scan.txt"
    file.write_text("signed")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QDropEvent

    tab.dropEvent(
        QDropEvent(
            QPointF(10, 10),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )
    qtbot.waitUntil(lambda: tab.findChild(QTableWidget).rowCount() == 1)
    assert threads
    assert threading.main_thread() not in threads, "a large one would hold the window up"
    with workspace.read() as session:
        kept = attachment.files_of(session, "client", first)
        assert [each.name for each in kept] == ["scan.txt"]
        assert attachment.content(session, kept[0].id) == ("scan.txt", b"signed")
    tab.findChild(QTableWidget).selectRow(0)
    tab.remove()
    with workspace.read() as session:
        assert attachment.files_of(session, "client", first) == []
    shell.notify.stack.notes()[-1].buttons[0].click()
    assert tab.findChild(QTableWidget).rowCount() == 1


def test_list_is_exported_as_shown(screen: ClientScreen, shell: Shell, qtbot: QtBot, tmp_path: Path) -> None:
    import python_calamine

    target = tmp_path / "clients.xlsx"
    export_list(shell.desk, screen, screen.table, screen.listing, title="Clients", target=target)
    qtbot.waitUntil(lambda: bool(shell.notify.stack.notes()))
    rows = python_calamine.CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    shown = [row[0] for row in rows if row]
    assert [name for name in NAMES if name in shown] == list(NAMES)


def test_every_command_is_in_the_menu_once(screen: ClientScreen, shell: Shell) -> None:
    shown = [action.id for action in shell.desk.actions.shown()]
    assert len(shown) == len(set(shown))
    assert {"client.new", "client.save", "client.delete", "client.export", "client.find"} <= set(shown)
    assert set(filter(None, screen.card.menu_ids)) <= set(shown)


def test_the_keyboard_is_in_the_list_or_on_the_card_that_stands_alone(
    screen: ClientScreen, shell: Shell, qtbot: QtBot
) -> None:
    screen.glance.panel.findChild(QToolButton).setFocus()
    shell.navigate("client")
    assert QApplication.focusWidget() is screen.table.view
    shell.navigate("client", 2)
    assert is_on_the_page(screen)
    assert screen.card.record.name == "Budi"
    screen.card.focus_first()
    shell.navigate("client", 3)
    assert is_on_the_page(screen)
    assert cast(Any, screen).card.record.name == "Citra"


def test_a_record_that_its_list_leaves_out_is_shown_all_the_same(
    screen: ClientScreen, shell: Shell, qtbot: QtBot
) -> None:
    screen.table.set_query(Query(find="Ani"))
    qtbot.waitUntil(lambda: len(screen.table.ids()) == 1)
    shell.navigate("client", 3)
    qtbot.wait(2 * glance.FOLLOW_AFTER)
    assert screen.card.record.name == "Citra"
    press(qtbot, shell, K.Key_Escape)
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")


def test_an_empty_list_offers_to_type_and_to_import(qtbot: QtBot, settings: Settings, tmp_path: Path) -> None:
    empty = create(tmp_path / "Kosong.crm")
    shell = window_on(qtbot, empty, settings, SCREENS)
    buttons = screen_of(shell, "client").table.empty.buttons
    assert [button.text() for button in buttons if button.isVisible()] == [
        "New client",
        "Import clients from a sheet…",
    ]
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    dialog = shell.findChild(ImportDialog)
    assert dialog.isVisible()
    dialog.close()
    empty.close()


def test_files_tell_what_they_are_and_keep_their_widths(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    with workspace.write(msg("Scan")) as session:
        attachment.add(session, "client", 1, "photo.jpg", b"1")
        attachment.add(session, "client", 2, "scan.pdf", b"22", role="signed")
    shell.navigate("client", 2)
    tab = next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, FilesTab))
    screen.card.tabs.setCurrentWidget(tab)
    assert [chip.text() for chip in tab.findChildren(Chip)] == ["Signed"]
    assert not tab.findChild(QTableWidget).isColumnHidden(1)
    tab.findChild(QTableWidget).setColumnWidth(2, 120)
    shell.navigate("client", 1)
    assert tab.findChild(QTableWidget).isColumnHidden(1)
    again = FilesTab(shell.desk, "client")
    qtbot.addWidget(again)
    assert again.findChild(QTableWidget).columnWidth(2) == 120


def test_the_keys_of_lists_and_forms_stand_in_the_shortcut_list(screen: ClientScreen, shell: Shell) -> None:
    told = {(line.group.text, line.shortcut) for line in shell.desk.actions.shortcuts()}
    assert ("In a list", "Return") in told
    assert ("In a form", "F4, Alt+Down") in told
    assert not any(group == "In the lines of an order" for group, _ in told)


def test_ctrl_f_finds_in_the_list_that_has_the_keyboard(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    screen.table.view.setFocus()
    press(qtbot, shell, K.Key_F, CTRL)
    assert QApplication.focusWidget() is screen.table.bar.field
    shell.navigate("client", 2)
    tab = next(each.widget for each in screen.card.tab_declarations if isinstance(each.widget, RelatedTab))
    screen.card.tabs.setCurrentWidget(tab)
    tab.table.view.setFocus()
    press(qtbot, shell, K.Key_F, CTRL)
    assert QApplication.focusWidget() is tab.table.bar.field


def test_the_card_comes_after_its_list_in_steps(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    """Nothing asks for it here: the window's thread goes on between list, card, sections and record."""
    shell.open_workspace(workspace)
    screen = screen_of(shell, "client")
    assert not screen.is_ready()
    assert screen.table.isVisible()
    qtbot.waitUntil(screen.is_ready)
    press(qtbot, shell, K.Key_Return)
    assert screen.card.isVisible()


def test_who_asks_for_a_record_before_there_is_a_card_gets_it(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    shell.open_workspace(workspace)
    screen = screen_of(shell, "client")
    assert shell.navigate("client", 2)
    assert not screen.is_ready()
    assert screen.has_record()  # its commands work at once
    qtbot.waitUntil(screen.is_ready)
    qtbot.waitUntil(lambda: screen.table.current_id() == 2)
    assert screen.card.record_id == 2
    assert screen.card.isVisible()


def test_a_command_that_comes_before_the_card_is_about_the_record_that_was_asked_for(
    shell: Shell, workspace: Workspace
) -> None:
    """Also where the list, still on its way, stands on another row, or does not hold it."""
    shell.open_workspace(workspace)
    shell.navigate("client", 3)
    assert not screen_of(shell, "client").is_ready()
    screen_of(shell, "client").catch_up()
    assert screen_of(shell, "client").card.record_id == 3
    assert shell.actions_.run("client.key")
    assert [one(workspace, each).is_key for each in (1, 2, 3)] == [False, False, True]


def test_a_new_record_is_begun_before_there_is_a_card(shell: Shell, qtbot: QtBot, workspace: Workspace) -> None:
    shell.open_workspace(workspace)
    screen = screen_of(shell, "client")
    shell.actions_.run("client.new")
    write(qtbot, "Dewi")
    assert screen.card.form.value("name") == "Dewi"
    qtbot.wait(100)
    assert screen.card.is_new
    assert screen.card.form.value("name") == "Dewi"


def test_commands_right_after_an_arrow_key_are_about_the_row_it_leads_to(
    screen: ClientScreen, shell: Shell, qtbot: QtBot, workspace: Workspace
) -> None:
    """The card follows a moment later: until then it still shows another record."""
    press(qtbot, shell, K.Key_Home)
    qtbot.waitUntil(lambda: screen.card.record_id == screen.table.current_id())
    first = screen.table.current_id()
    press(qtbot, shell, K.Key_Down)
    second = screen.table.current_id()
    assert screen.card.record_id == first != second
    assert shell.actions_.run("client.key")
    with workspace.read() as session:
        assert [client.get(session, each).is_key for each in (first, second)] == [False, True]
    press(qtbot, shell, K.Key_Up)
    press(qtbot, shell, K.Key_F2)
    assert screen.card.record_id == first
    assert screen.card.form.isAncestorOf(QApplication.focusWidget())
    press(qtbot, shell, K.Key_Escape)  # out of the field
    press(qtbot, shell, K.Key_Escape)  # and of the page
    press(qtbot, shell, K.Key_Down)
    shell.actions_.run("client.delete")
    with workspace.read() as session:
        assert client.get(session, first).name
        with pytest.raises(UserError):
            client.get(session, second)


def test_tab_leads_from_the_list_into_the_peek(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")
    press(qtbot, shell, K.Key_Tab)
    assert screen.glance.panel.isAncestorOf(QApplication.focusWidget())


def test_in_a_narrow_window_the_peek_lies_over_the_list(screen: ClientScreen, shell: Shell, qtbot: QtBot) -> None:
    shell.resize(800, 600)
    qtbot.waitUntil(lambda: not screen.glance.panel.isVisible())
    assert screen.table.width() == screen.width()
    press(qtbot, shell, K.Key_Space)
    qtbot.waitUntil(lambda: peeked(screen) == "Ani")
    assert screen.table.width() == screen.width()
    assert screen.table.view.hasFocus()
    press(qtbot, shell, K.Key_Down)
    qtbot.waitUntil(lambda: peeked(screen) == "Budi")
    press(qtbot, shell, K.Key_Escape)
    assert peeked(screen) == ""
    shell.resize(1366, 768)
    qtbot.waitUntil(lambda: peeked(screen) == "Budi")


def instead_of_card(screen: ClientScreen) -> str:
    """What is said where the card would be."""
    said = screen.beside.findChildren(QLabel, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return "\n".join(label.text() for label in said if label.isVisible())


def test_a_record_that_can_not_be_read_is_a_grey_line_that_says_what_is_wrong(
    qtbot: QtBot, shell: Shell, screen: ClientScreen, workspace: Workspace
) -> None:
    """It costs neither the list nor the window; the others open as ever."""
    torn = screen.listing.ids(Query(find="budi"))[0]
    screen.show_record(screen.listing.ids(Query(find="ani"))[0])
    assert screen.card.record.name == "Ani"
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE clients SET phones = 'x', changed_at = 9223372036854775807 WHERE id = ?", (torn,))
    screen.table.reload()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    assert len(screen.listing.ids(Query())) == len(NAMES)
    assert not screen.grab().isNull()
    screen.show_record(None)
    screen.table.select_id(torn)
    qtbot.waitUntil(lambda: peeked(screen) == "What is wrong with this record:")
    assert "Client Budi: Phones can't be read" in [fact.value for fact in screen.glance.panel.content.facts]
    screen.show_record(torn)
    assert "Client Budi: Phones can't be read" in instead_of_card(screen)
    assert screen.card.record is None
    screen.show_record(screen.listing.ids(Query(find="citra"))[0])
    assert cast(Any, screen).card.record.name == "Citra"
    assert instead_of_card(screen) == ""


def test_what_the_figures_of_a_peek_say_is_no_fact_of_it() -> None:
    told = {"heard": msg("called today"), "silence": 3, "this_year": Money.of_minor(5, "IDR"), "city": "Medan"}
    columns = [each.column for each in CLIENTS.columns]
    peek = usual_peek(columns, (1, *(told.get(column.id) for column in columns)), {})
    assert [(fact.label, fact.value) for fact in peek.facts] == [("City", "Medan")]
