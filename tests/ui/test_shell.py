import threading
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.window.about import About
from desktop_crm.ui.window.rail import NARROW, WIDE
from desktop_crm.ui.window.shell import Shell
from desktop_crm.ui.window.shortcuts import ShortcutList
from desktop_crm.ui.window.trail import History, Location
from tests.office import current_screen, screen_of
from tests.ui.conftest import FakeWorkspace


def press(qtbot: QtBot, window: Any, key: Any, *modifiers: Any) -> None:
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def current(bare_shell: Shell) -> Any:
    return current_screen(bare_shell).noun


def test_begins_at_the_first_screen_and_makes_others_when_asked(bare_shell: Shell) -> None:
    assert current(bare_shell) == "client"
    assert screen_of(bare_shell, "order") is None
    assert bare_shell.windowTitle() == "Clients – demo – Desktop CRM"


def test_a_screen_that_was_made_ahead_is_shown_as_any_other(bare_shell: Shell) -> None:
    keyboard = QApplication.focusWidget()
    for _step in bare_shell.prepare("order"):
        assert current(bare_shell) == "client"
    orders = screen_of(bare_shell, "order")
    assert (current(bare_shell), QApplication.focusWidget()) == ("client", keyboard)
    assert orders.isHidden()
    assert orders.shown == []
    bare_shell.navigate("order", 7)
    assert screen_of(bare_shell, "order") is orders
    assert orders.shown == [7]
    assert orders.isVisible()


def test_nothing_is_made_ahead_behind_a_page_that_lies_over_the_window(bare_shell: Shell) -> None:
    """While it is locked the file says nothing, and nobody is told so."""
    page = QWidget()
    bare_shell.cover.lay(page, ())
    assert list(bare_shell.prepare("order")) == []
    assert screen_of(bare_shell, "order") is None
    bare_shell.cover.lift()


def test_numbers_go_to_screens_and_arrows_back(bare_shell: Shell, qtbot: QtBot) -> None:
    press(qtbot, bare_shell, Qt.Key.Key_4, CTRL)
    assert current(bare_shell) == "order"
    bare_shell.desk.navigate("client", 7)
    assert screen_of(bare_shell, "client").shown == [None, 7]
    press(qtbot, bare_shell, Qt.Key.Key_Left, ALT)
    assert current(bare_shell) == "order"
    press(qtbot, bare_shell, Qt.Key.Key_Right, ALT)
    assert screen_of(bare_shell, "client").shown == [None, 7, 7]


def test_rail_comes_back_to_the_record_and_then_to_the_list(bare_shell: Shell, qtbot: QtBot) -> None:
    bare_shell.desk.navigate("client", 7)
    bare_shell.desk.navigate("order")
    bare_shell.frame.rail.button("clients").click()
    assert screen_of(bare_shell, "client").shown[-1] == 7
    bare_shell.frame.rail.button("clients").click()
    assert screen_of(bare_shell, "client").shown[-1] is None
    assert bare_shell.frame.rail.button("clients").isChecked()


def test_screen_that_stays_is_not_left(bare_shell: Shell) -> None:
    screen_of(bare_shell, "client").stays = True
    assert not bare_shell.navigate("order")
    assert current(bare_shell) == "client"
    assert bare_shell.frame.rail.button("clients").isChecked()
    assert not bare_shell.frame.rail.button("orders").isChecked()
    assert not bare_shell.close()
    screen_of(bare_shell, "client").stays = False


def test_screen_that_fails_leaves_the_window_where_it_was(bare_shell: Shell) -> None:
    assert not bare_shell.navigate("broken")
    assert current(bare_shell) == "client"
    assert bare_shell.findChildren(ErrorDialog)
    assert not bare_shell.navigate("nothing of that name")


def test_a_screen_that_fails_at_the_end_keeps_the_window_open_and_is_told(
    bare_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> bool:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(screen_of(bare_shell, "client"), "may_leave", fail)
        assert not bare_shell.close()
    assert bare_shell.isVisible()
    assert bare_shell.findChildren(ErrorDialog)
    assert bare_shell.close()


def test_screen_reloads_when_its_nouns_change_and_it_is_seen(bare_shell: Shell) -> None:
    clients = screen_of(bare_shell, "client")
    assert clients.reloads == 1
    bare_shell.desk.write(msg("One"), lambda _session: None)
    assert clients.reloads == 2
    bare_shell.navigate("order")
    bare_shell.desk.write(msg("Two"), lambda _session: None)
    bare_shell.desk.write(msg("Three"), lambda _session: None)
    assert clients.reloads == 2
    assert screen_of(bare_shell, "order").reloads == 1
    bare_shell.navigate("client")
    assert clients.reloads == 3


def test_commands_of_a_screen_work_only_while_it_is_shown(bare_shell: Shell, qtbot: QtBot) -> None:
    bare_shell.navigate("order")
    press(qtbot, bare_shell, Qt.Key.Key_N, CTRL)
    assert screen_of(bare_shell, "order").news == 1
    assert screen_of(bare_shell, "client").news == 0
    assert "client.new" not in [action.id for action in bare_shell.actions_.shown()]


def test_undo_by_keyboard_says_what(bare_shell: Shell, qtbot: QtBot, stand_in: FakeWorkspace) -> None:
    bare_shell.desk.write(msg("New client {name}", name="Budi"), lambda _session: None)
    assert bare_shell.actions_.qaction("undo").text() == "Undo: New client Budi"
    press(qtbot, bare_shell, Qt.Key.Key_Z, CTRL)
    assert stand_in.written == []
    assert bare_shell.notify.stack.notes()[-1].text == "New client Budi: undone."
    press(qtbot, bare_shell, Qt.Key.Key_Z, CTRL, SHIFT)
    assert len(stand_in.written) == 1


def test_undo_in_an_editor_is_the_editors(bare_shell: Shell, qtbot: QtBot, stand_in: FakeWorkspace) -> None:
    bare_shell.desk.write(msg("New client"), lambda _session: None)
    editor = screen_of(bare_shell, "client").editor
    editor.setFocus()
    qtbot.keyClicks(editor, "abc")
    press(qtbot, bare_shell, Qt.Key.Key_Z, CTRL)
    assert editor.text() == ""
    assert len(stand_in.written) == 1


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_undo_in_an_editor_with_nothing_to_undo_is_the_programs(
    bare_shell: Shell, qtbot: QtBot, stand_in: FakeWorkspace, kind: Any
) -> None:
    bare_shell.desk.write(msg("New client"), lambda _session: None)
    editor = kind(screen_of(bare_shell, "client"))
    editor.show()
    editor.setFocus()
    press(qtbot, bare_shell, Qt.Key.Key_Z, CTRL)
    assert stand_in.written == []
    press(qtbot, bare_shell, Qt.Key.Key_Z, CTRL, SHIFT)
    assert len(stand_in.written) == 1


def test_old_note_does_not_take_back_what_came_after(bare_shell: Shell, stand_in: FakeWorkspace) -> None:
    bare_shell.desk.write(msg("First"), lambda _session: None, note=NowTrue(msg("First.")))
    (note,) = bare_shell.notify.stack.notes()
    bare_shell.desk.write(msg("Second"), lambda _session: None)
    note.buttons[0].click()
    assert [message.text for message in stand_in.written] == ["First", "Second"]
    assert "since" in bare_shell.notify.stack.notes()[-1].text


def test_commit_of_another_thread_arrives_in_the_gui_thread(
    bare_shell: Shell, qtbot: QtBot, stand_in: FakeWorkspace
) -> None:
    seen = []
    bare_shell.desk.changed.connect(lambda nouns: seen.append((nouns, threading.current_thread())))

    def work() -> None:
        with stand_in.write(msg("Import")):
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(frozenset({"client"}), threading.main_thread())]


def test_rail_folds_and_remembers(bare_shell: Shell, qtbot: QtBot, settings: Settings) -> None:
    bare_shell.resize(1200, 700)
    assert bare_shell.frame.rail.width() == WIDE
    press(qtbot, bare_shell, Qt.Key.Key_B, CTRL)
    assert bare_shell.frame.rail.width() == NARROW
    assert settings.get("window/narrow_rail") is True
    assert bare_shell.frame.rail.button("orders").accessibleName() == "Orders"
    press(qtbot, bare_shell, Qt.Key.Key_B, CTRL)
    assert bare_shell.frame.rail.width() == WIDE
    assert settings.get("window/narrow_rail") is None


def test_rail_is_of_icons_where_there_is_no_room_unless_words_are_wanted(
    bare_shell: Shell, qtbot: QtBot, settings: Settings
) -> None:
    bare_shell.resize(1179, 700)
    assert bare_shell.frame.rail.width() == NARROW
    bare_shell.resize(1180, 700)
    assert bare_shell.frame.rail.width() == WIDE
    bare_shell.resize(1000, 700)
    press(qtbot, bare_shell, Qt.Key.Key_B, CTRL)
    assert bare_shell.frame.rail.width() == WIDE
    bare_shell.resize(1400, 700)
    bare_shell.resize(1000, 700)
    assert bare_shell.frame.rail.width() == WIDE


def test_another_language_rebuilds_the_window_in_place(
    bare_shell: Shell, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Loud:
        code, locale = "id", "id_ID"

        def tr(self, text: Any, /, **args: Any) -> Any:
            return text.format(**args).upper()

        def ntr(self, one: Any, many: Any, /, n: Any, **args: Any) -> Any:
            return many.upper()

        def say(self, message: Any) -> Any:
            return self.tr(message.text, **message.args)

    monkeypatch.setattr("desktop_crm.language.language", lambda _code: Loud())
    bare_shell.navigate("order", 5)
    size, workspace = bare_shell.size(), cast(Any, bare_shell.desk.workspace)
    bare_shell.set_language("id")
    qtbot.waitUntil(lambda: bare_shell.windowTitle().startswith("ORDERS"))
    assert bare_shell.size() == size
    assert screen_of(bare_shell, "order").shown == [5]
    assert bare_shell.frame.rail.button("clients").text().strip() == "CLIENTS"
    assert bare_shell.menuBar().actions()[0].text() == "FILE"
    assert bare_shell.settings.language == "id"
    bare_shell.desk.write(msg("One"), lambda _session: None)
    assert len(workspace.listeners) == 1
    press(qtbot, bare_shell, Qt.Key.Key_2, CTRL)
    assert current(bare_shell) == "client"
    monkeypatch.undo()


def test_theme_switches_and_is_kept(bare_shell: Shell, settings: Settings) -> None:
    bare_shell.actions_.run("theme.dark")
    assert theme.colors() is theme.DARK
    assert settings.theme == "dark"
    assert bare_shell.actions_.qaction("theme.dark").isChecked()
    assert bare_shell.frame.rail.button("clients").font() == theme.font(strong=True)


def test_geometry_is_remembered_within_the_screen(bare_shell: Shell, qtbot: QtBot, settings: Settings) -> None:
    bare_shell.setGeometry(QRect(5000, 5000, 9000, 9000))
    bare_shell.close()
    again = Shell(settings).fill(bare_shell.screens)
    qtbot.addWidget(again)
    area = again.screen().availableGeometry()
    assert area.intersects(again.geometry())
    assert again.width() <= area.width()


def test_closing_ends_jobs_and_lets_go(bare_shell: Shell, qtbot: QtBot, stand_in: FakeWorkspace) -> None:
    job = bare_shell.jobs.run(None, "Endless", lambda job: [job.check_cancelled() for _ in iter(int, 1)])
    with qtbot.waitSignal(bare_shell.closing):
        bare_shell.close()
    assert job.cancelled
    assert stand_in.listeners == []


def test_another_workspace_takes_the_window(bare_shell: Shell, stand_in: FakeWorkspace) -> None:
    other = type(stand_in)("other.crm")
    bare_shell.open_workspace(other)
    assert stand_in.listeners == []
    assert "other" in bare_shell.windowTitle()
    assert bare_shell.frame.status.workspace.text() == "other"


def test_every_focusable_thing_has_a_name(bare_shell: Shell) -> None:
    nameless = [
        widget
        for widget in bare_shell.frame.findChildren(type(bare_shell.frame.rail.button("clients")))
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]
    assert not nameless
    assert bare_shell.frame.palette_field.accessibleName()


def test_window_fits_a_small_laptop(bare_shell: Shell) -> None:
    assert bare_shell.minimumSizeHint().width() <= 1366
    assert bare_shell.minimumSizeHint().height() <= 700


def test_shortcut_list_finds_by_word_and_key(bare_shell: Shell, qtbot: QtBot) -> None:
    press(qtbot, bare_shell, Qt.Key.Key_F1)
    (dialog,) = bare_shell.findChildren(ShortcutList)
    dialog.search.setText("undo")
    assert [line.text.text for line in dialog.shown()] == ["Undo"]
    dialog.search.setText("ctrl+n")
    assert [line.text.text for line in dialog.shown()] == ["New client"]
    dialog.search.setText("nothing like it")
    assert dialog.shown() == []


def test_about_names_licences(bare_shell: Shell) -> None:
    bare_shell.actions_.run("help.about")
    (dialog,) = bare_shell.findChildren(About)
    names = " ".join(dialog.names.item(row).text() for row in range(dialog.names.count())).casefold()
    assert "sqlalchemy" in names
    assert "pyside6" in names
    row = next(row for row in range(dialog.names.count()) if "SQLAlchemy" in dialog.names.item(row).text())
    dialog.names.setCurrentRow(row)
    assert "MIT" in dialog.text.toPlainText()


def test_full_screen(bare_shell: Shell, qtbot: QtBot) -> None:
    press(qtbot, bare_shell, Qt.Key.Key_F11)
    assert bare_shell.isFullScreen()
    press(qtbot, bare_shell, Qt.Key.Key_F11)
    assert not bare_shell.isFullScreen()


def test_history_forgets_what_lay_ahead() -> None:
    history = History()
    for place in (Location("a"), Location("b", 1), Location("b", 1), Location("c")):
        history.visit(place)
    history.move(-1)
    assert history.here == Location("b", 1)
    history.visit(Location("d"))
    assert history.peek(1) is None
    assert history.peek(-1) == Location("b", 1)
    assert history.last_of("b") == Location("b", 1)
    assert history.last_of("never") == Location("never")


def test_back_leads_to_the_field_one_left_from() -> None:
    history = History()
    history.visit(Location("a", 1))
    for field in ("x", "y"):  # the second one after coming back by hand
        history.leave_from("list")
        history.visit(Location("a", 1, field))
    assert history.peek(-1) == Location("a", 1, "list")
    assert history.peek(-2) is None
    assert history.last_of("a") == Location("a", 1)


@pytest.mark.parametrize("state", ["", "%%%", "abc", "ü", "bm90IGEgc3RhdGU="])
def test_spoiled_geometry_is_ignored(qtbot: QtBot, tmp_path: Path, state: str) -> None:
    settings = Settings(tmp_path / "spoiled.ini")
    settings.set("window/geometry", state)
    window = Shell(settings).fill(())
    qtbot.addWidget(window)
    assert window.width() >= window.minimumWidth() == 640


def test_notes_go_with_the_desk_they_tell_of(bare_shell: Shell, qtbot: QtBot) -> None:
    """Their buttons would run into what is gone, and they speak the former language."""
    bare_shell.notify.note("Done", undo=bare_shell.desk.undo)
    bare_shell.set_language("id")
    qtbot.waitUntil(lambda: bare_shell.windowTitle().startswith("Klien"))
    assert not any(note.isVisible() for note in bare_shell.notify.stack.notes())
    i18n.set_language("en")
