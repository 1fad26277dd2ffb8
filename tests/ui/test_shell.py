import threading

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop_crm.model.message import msg
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.window.about import About
from desktop_crm.ui.window.rail import NARROW, WIDE
from desktop_crm.ui.window.shell import Shell
from desktop_crm.ui.window.shortcuts import ShortcutList
from desktop_crm.ui.window.trail import History, Location


def press(qtbot, window, key, *modifiers):
    held = Qt.KeyboardModifier.NoModifier
    for modifier in modifiers:
        held |= modifier
    qtbot.keyClick(QApplication.focusWidget() or window, key, held)


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


def current(shell):
    return shell.frame.stack.currentWidget().noun


def test_begins_at_the_first_screen_and_makes_others_when_asked(shell):
    assert current(shell) == "client"
    assert shell.made_screen("order") is None
    assert shell.windowTitle() == "Clients – demo – Desktop CRM"


def test_a_screen_that_was_made_ahead_is_shown_as_any_other(shell):
    keyboard = QApplication.focusWidget()
    for _step in shell.prepare("order"):
        assert current(shell) == "client"
    orders = shell.made_screen("order")
    assert (current(shell), QApplication.focusWidget()) == ("client", keyboard)
    assert orders.isHidden()
    assert orders.shown == []
    shell.navigate("order", 7)
    assert shell.made_screen("order") is orders
    assert orders.shown == [7]
    assert orders.isVisible()


def test_nothing_is_made_ahead_behind_a_page_that_lies_over_the_window(shell):
    """While it is locked the file says nothing, and nobody is told so."""
    page = QWidget()
    shell.cover.lay(page, ())
    assert list(shell.prepare("order")) == []
    assert shell.made_screen("order") is None
    shell.cover.lift()


def test_numbers_go_to_screens_and_arrows_back(shell, qtbot):
    press(qtbot, shell, Qt.Key.Key_4, CTRL)
    assert current(shell) == "order"
    shell.desk.navigate("client", 7)
    assert shell.made_screen("client").shown == [None, 7]
    press(qtbot, shell, Qt.Key.Key_Left, ALT)
    assert current(shell) == "order"
    press(qtbot, shell, Qt.Key.Key_Right, ALT)
    assert shell.made_screen("client").shown == [None, 7, 7]


def test_rail_comes_back_to_the_record_and_then_to_the_list(shell, qtbot):
    shell.desk.navigate("client", 7)
    shell.desk.navigate("order")
    shell.frame.rail.button("clients").click()
    assert shell.made_screen("client").shown[-1] == 7
    shell.frame.rail.button("clients").click()
    assert shell.made_screen("client").shown[-1] is None
    assert shell.frame.rail.button("clients").isChecked()


def test_screen_that_stays_is_not_left(shell):
    shell.made_screen("client").stays = True
    assert not shell.navigate("order")
    assert current(shell) == "client"
    assert shell.frame.rail.button("clients").isChecked()
    assert not shell.frame.rail.button("orders").isChecked()
    assert not shell.close()
    shell.made_screen("client").stays = False


def test_screen_that_fails_leaves_the_window_where_it_was(shell):
    assert not shell.navigate("broken")
    assert current(shell) == "client"
    assert shell.findChildren(ErrorDialog)
    assert not shell.navigate("nothing of that name")


def test_screen_reloads_when_its_nouns_change_and_it_is_seen(shell):
    clients = shell.made_screen("client")
    assert clients.reloads == 1
    shell.desk.write(msg("One"), lambda _session: None)
    assert clients.reloads == 2
    shell.navigate("order")
    shell.desk.write(msg("Two"), lambda _session: None)
    shell.desk.write(msg("Three"), lambda _session: None)
    assert clients.reloads == 2
    assert shell.made_screen("order").reloads == 1
    shell.navigate("client")
    assert clients.reloads == 3


def test_commands_of_a_screen_work_only_while_it_is_shown(shell, qtbot):
    shell.navigate("order")
    press(qtbot, shell, Qt.Key.Key_N, CTRL)
    assert shell.made_screen("order").news == 1
    assert shell.made_screen("client").news == 0
    assert "client.new" not in [action.id for action in shell.actions_.shown()]


def test_undo_by_keyboard_says_what(shell, qtbot, workspace):
    shell.desk.write(msg("New client {name}", name="Budi"), lambda _session: None)
    assert shell.actions_.qaction("undo").text() == "Undo: New client Budi"
    press(qtbot, shell, Qt.Key.Key_Z, CTRL)
    assert workspace.written == []
    assert shell.notify.stack.notes()[-1].text == "Undone: New client Budi"
    press(qtbot, shell, Qt.Key.Key_Z, CTRL, SHIFT)
    assert len(workspace.written) == 1


def test_undo_in_an_editor_is_the_editors(shell, qtbot, workspace):
    shell.desk.write(msg("New client"), lambda _session: None)
    editor = shell.made_screen("client").editor
    editor.setFocus()
    qtbot.keyClicks(editor, "abc")
    press(qtbot, shell, Qt.Key.Key_Z, CTRL)
    assert editor.text() == ""
    assert len(workspace.written) == 1


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_undo_in_an_editor_with_nothing_to_undo_is_the_programs(shell, qtbot, workspace, kind):
    shell.desk.write(msg("New client"), lambda _session: None)
    editor = kind(shell.made_screen("client"))
    editor.show()
    editor.setFocus()
    press(qtbot, shell, Qt.Key.Key_Z, CTRL)
    assert workspace.written == []
    press(qtbot, shell, Qt.Key.Key_Z, CTRL, SHIFT)
    assert len(workspace.written) == 1


def test_old_note_does_not_take_back_what_came_after(shell, workspace):
    shell.desk.write(msg("First"), lambda _session: None, undo_note=True)
    (note,) = shell.notify.stack.notes()
    shell.desk.write(msg("Second"), lambda _session: None)
    note.buttons[0].click()
    assert [message.text for message in workspace.written] == ["First", "Second"]
    assert "since" in shell.notify.stack.notes()[-1].text


def test_commit_of_another_thread_arrives_in_the_gui_thread(shell, qtbot, workspace):
    seen = []
    shell.desk.changed.connect(lambda nouns: seen.append((nouns, threading.current_thread())))

    def work():
        with workspace.write(msg("Import")):
            pass

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(frozenset({"client"}), threading.main_thread())]


def test_rail_folds_and_remembers(shell, qtbot, settings):
    shell.resize(1200, 700)
    assert shell.frame.rail.width() == WIDE
    press(qtbot, shell, Qt.Key.Key_B, CTRL)
    assert shell.frame.rail.width() == NARROW
    assert settings.get("window/narrow_rail") is True
    assert shell.frame.rail.button("orders").accessibleName() == "Orders"
    press(qtbot, shell, Qt.Key.Key_B, CTRL)
    assert shell.frame.rail.width() == WIDE
    assert settings.get("window/narrow_rail") is None


def test_rail_is_of_icons_where_there_is_no_room_unless_words_are_wanted(shell, qtbot, settings):
    shell.resize(1179, 700)
    assert shell.frame.rail.width() == NARROW
    shell.resize(1180, 700)
    assert shell.frame.rail.width() == WIDE
    shell.resize(1000, 700)
    press(qtbot, shell, Qt.Key.Key_B, CTRL)
    assert shell.frame.rail.width() == WIDE
    shell.resize(1400, 700)
    shell.resize(1000, 700)
    assert shell.frame.rail.width() == WIDE


def test_another_language_rebuilds_the_window_in_place(shell, qtbot, monkeypatch):
    class Loud:
        code, locale = "id", "id_ID"

        def tr(self, text, /, **args):
            return text.format(**args).upper()

        def ntr(self, one, many, /, n, **args):
            return many.upper()

        def say(self, message):
            return self.tr(message.text, **message.args)

    monkeypatch.setattr(i18n, "language", lambda _code: Loud())
    shell.navigate("order", 5)
    size, workspace = shell.size(), shell.desk.workspace
    shell.set_language("id")
    qtbot.waitUntil(lambda: shell.windowTitle().startswith("ORDERS"))
    assert shell.size() == size
    assert shell.made_screen("order").shown == [5]
    assert shell.frame.rail.button("clients").text().strip() == "CLIENTS"
    assert shell.menuBar().actions()[0].text() == "FILE"
    assert shell.settings.language == "id"
    shell.desk.write(msg("One"), lambda _session: None)
    assert len(workspace.listeners) == 1
    press(qtbot, shell, Qt.Key.Key_2, CTRL)
    assert current(shell) == "client"
    monkeypatch.undo()


def test_theme_switches_and_is_kept(shell, settings):
    shell.actions_.run("theme.dark")
    assert theme.colors() is theme.DARK
    assert settings.theme == "dark"
    assert shell.actions_.qaction("theme.dark").isChecked()
    assert shell.frame.rail.button("clients").font() == theme.font(strong=True)


def test_geometry_is_remembered_within_the_screen(shell, qtbot, settings):
    shell.setGeometry(QRect(5000, 5000, 9000, 9000))
    shell.close()
    again = Shell(settings).fill(shell.screens)
    qtbot.addWidget(again)
    area = again.screen().availableGeometry()
    assert area.intersects(again.geometry())
    assert again.width() <= area.width()


def test_closing_ends_jobs_and_lets_go(shell, qtbot, workspace):
    job = shell.jobs.run(None, "Endless", lambda job: [job.check_cancelled() for _ in iter(int, 1)])
    with qtbot.waitSignal(shell.closing):
        shell.close()
    assert job.cancelled
    assert workspace.listeners == []


def test_another_workspace_takes_the_window(shell, workspace):
    other = type(workspace)("other.crm")
    shell.open_workspace(other)
    assert workspace.listeners == []
    assert "other" in shell.windowTitle()
    assert shell.frame.status.workspace.text() == "other"


def test_every_focusable_thing_has_a_name(shell):
    nameless = [
        widget
        for widget in shell.frame.findChildren(type(shell.frame.rail.button("clients")))
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not widget.accessibleName()
    ]
    assert not nameless
    assert shell.frame.palette_field.accessibleName()


def test_window_fits_a_small_laptop(shell):
    assert shell.minimumSizeHint().width() <= 1366
    assert shell.minimumSizeHint().height() <= 700


def test_shortcut_list_finds_by_word_and_key(shell, qtbot):
    press(qtbot, shell, Qt.Key.Key_F1)
    (dialog,) = shell.findChildren(ShortcutList)
    dialog.search.setText("undo")
    assert [line.text.text for line in dialog.shown()] == ["Undo"]
    dialog.search.setText("ctrl+n")
    assert [line.text.text for line in dialog.shown()] == ["New client"]
    dialog.search.setText("nothing like it")
    assert dialog.shown() == []


def test_about_names_licences(shell):
    shell.actions_.run("help.about")
    (dialog,) = shell.findChildren(About)
    names = " ".join(dialog.names.item(row).text() for row in range(dialog.names.count())).casefold()
    assert "sqlalchemy" in names
    assert "pyside6" in names
    row = next(row for row in range(dialog.names.count()) if "SQLAlchemy" in dialog.names.item(row).text())
    dialog.names.setCurrentRow(row)
    assert "MIT" in dialog.text.toPlainText()


def test_full_screen(shell, qtbot):
    press(qtbot, shell, Qt.Key.Key_F11)
    assert shell.isFullScreen()
    press(qtbot, shell, Qt.Key.Key_F11)
    assert not shell.isFullScreen()


def test_history_forgets_what_lay_ahead():
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


def test_back_leads_to_the_field_one_left_from():
    history = History()
    history.visit(Location("a", 1))
    for field in ("x", "y"):  # the second one after coming back by hand
        history.leave_from("list")
        history.visit(Location("a", 1, field))
    assert history.peek(-1) == Location("a", 1, "list")
    assert history.peek(-2) is None
    assert history.last_of("a") == Location("a", 1)


@pytest.mark.parametrize("state", ["", "%%%", "abc", "ü", "bm90IGEgc3RhdGU="])
def test_spoiled_geometry_is_ignored(qtbot, tmp_path, state):
    settings = Settings(tmp_path / "spoiled.ini")
    settings.set("window/geometry", state)
    window = Shell(settings).fill(())
    qtbot.addWidget(window)
    assert window.width() >= window.minimumWidth() == 640


def test_notes_go_with_the_desk_they_tell_of(shell, qtbot):
    """Their buttons would run into what is gone, and they speak the former language."""
    shell.notify.note("Done", undo=shell.desk.undo)
    shell.set_language("id")
    qtbot.waitUntil(lambda: shell.windowTitle().startswith("Klien"))
    assert not any(note.isVisible() for note in shell.notify.stack.notes())
    i18n.set_language("en")
