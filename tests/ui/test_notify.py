from typing import Any

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.model.tone import Tone
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.window.shell import Shell


def texts(bare_shell: Shell) -> Any:
    return [note.text for note in bare_shell.notify.stack.notes()]


def shown(bare_shell: Shell) -> list[Note]:
    return [note for note in bare_shell.notify.stack.notes() if note.isVisible()]


def timer(note: Note) -> Any:
    """What makes it go by itself."""
    return note.findChild(QTimer)


def test_three_notes_at_most(bare_shell: Shell) -> None:
    for number in range(5):
        bare_shell.notify.note(f"Note {number}")
    assert texts(bare_shell) == ["Note 2", "Note 3", "Note 4"]


def test_the_same_words_are_told_once(bare_shell: Shell) -> None:
    """What can be undone is each an action of its own."""
    for text in ("Refused", "Saved", "Refused"):
        bare_shell.notify.note(text)
    assert texts(bare_shell) == ["Saved", "Refused"]
    bare_shell.notify.note("Deleted", undo=lambda: None)
    bare_shell.notify.note("Deleted", undo=lambda: None)
    assert texts(bare_shell) == ["Refused", "Deleted", "Deleted"]


def test_undo_runs_once_and_the_note_goes(bare_shell: Shell, qtbot: QtBot) -> None:
    undone = []
    note = bare_shell.notify.note("Deleted", undo=lambda: undone.append(1))
    with qtbot.waitSignal(note.destroyed):
        note.buttons[0].click()
    assert undone == [1]
    qtbot.waitUntil(bare_shell.notify.stack.isHidden)


def test_keyboard_reaches_the_note_and_escape_closes_it(bare_shell: Shell, qtbot: QtBot) -> None:
    note = bare_shell.notify.note("Deleted", undo=lambda: None)
    qtbot.keyClick(QApplication.focusWidget() or bare_shell, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is note.buttons[0]
    assert not timer(note).isActive()
    with qtbot.waitSignal(note.destroyed):
        qtbot.keyClick(note.buttons[0], Qt.Key.Key_Escape)


def test_notes_go_by_themselves_trouble_waits_for_an_answer(bare_shell: Shell, qtbot: QtBot) -> None:
    quick, slow = bare_shell.notify.note("Done."), bare_shell.notify.note("Not done: full.", tone=Tone.DANGER)
    assert timer(quick).isActive()
    assert not timer(slow).isActive()
    with qtbot.waitSignal(quick.destroyed):
        timer(quick).start(1)
    assert texts(bare_shell) == ["Not done: full."]


def test_what_stays_waits_for_somebody_and_outlasts_the_others(bare_shell: Shell, qtbot: QtBot) -> None:
    """What became of the file while nobody sat there was gone after twelve seconds."""
    kept = bare_shell.notify.note("Your file was moved", tone=Tone.ATTENTION, stays=True)
    assert not timer(kept).isActive()
    qtbot.mouseMove(kept)
    kept.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not timer(kept).isActive()
    for number in range(5):
        bare_shell.notify.note(f"Note {number}")
    assert texts(bare_shell) == ["Your file was moved", "Note 3", "Note 4"]
    moved = [bare_shell.notify.note(f"Moved {number}", stays=True) for number in range(3)]
    assert [note.text for note in shown(bare_shell)] == ["Moved 0", "Moved 1", "Moved 2"]
    moved[0].leave()
    assert [note.text for note in shown(bare_shell)] == ["Your file was moved", "Moved 1", "Moved 2"]


def test_long_text_is_whole_and_inside_the_window(bare_shell: Shell) -> None:
    short = bare_shell.notify.note("Short").height()
    note = bare_shell.notify.note("Words that go on " * 30)
    assert note.height() > short * 2
    stack = bare_shell.notify.stack
    assert bare_shell.rect().contains(stack.geometry())


def test_every_line_of_a_long_text_is_seen_to_its_last_pixel(bare_shell: Shell) -> None:
    note = bare_shell.notify.note("Some words that go on for longer than a line has room. " * 4, action=("Show", print))
    QApplication.processEvents()
    words = next(each for each in note.findChildren(QLabel) if each.text())
    assert words.height() >= words.heightForWidth(words.width())


def test_text_is_never_markup(bare_shell: Shell) -> None:
    note = bare_shell.notify.note("<b>PT A & B</b>")
    assert note.accessibleName() == "<b>PT A & B</b>"


def test_stack_follows_the_window(bare_shell: Shell, qtbot: QtBot) -> None:
    bare_shell.notify.note("Here")
    bare_shell.resize(1000, 600)
    QApplication.processEvents()
    assert bare_shell.rect().contains(bare_shell.notify.stack.geometry())
