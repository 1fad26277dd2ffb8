from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop_crm.model.tone import Tone


def texts(shell):
    return [note.text for note in shell.notify.stack.notes()]


def test_three_notes_at_most(shell):
    for number in range(5):
        shell.notify.note(f"Note {number}")
    assert texts(shell) == ["Note 2", "Note 3", "Note 4"]


def test_the_same_words_are_told_once(shell):
    """What can be undone is each an action of its own."""
    for text in ("Refused", "Saved", "Refused"):
        shell.notify.note(text)
    assert texts(shell) == ["Saved", "Refused"]
    shell.notify.note("Deleted", undo=lambda: None)
    shell.notify.note("Deleted", undo=lambda: None)
    assert texts(shell) == ["Refused", "Deleted", "Deleted"]


def test_undo_runs_once_and_the_note_goes(shell, qtbot):
    undone = []
    note = shell.notify.note("Deleted", undo=lambda: undone.append(1))
    with qtbot.waitSignal(note.destroyed):
        note.buttons[0].click()
    assert undone == [1]
    qtbot.waitUntil(shell.notify.stack.isHidden)


def test_keyboard_reaches_the_note_and_escape_closes_it(shell, qtbot):
    note = shell.notify.note("Deleted", undo=lambda: None)
    qtbot.keyClick(QApplication.focusWidget() or shell, Qt.Key.Key_F6)
    assert QApplication.focusWidget() is note.buttons[0]
    assert not note._timer.isActive()
    with qtbot.waitSignal(note.destroyed):
        qtbot.keyClick(note.buttons[0], Qt.Key.Key_Escape)


def test_notes_go_by_themselves_errors_later(shell, qtbot):
    quick, slow = shell.notify.note("Done"), shell.notify.note("Failed", tone=Tone.DANGER)
    assert quick._timer.interval() < slow._timer.interval()
    with qtbot.waitSignal(quick.destroyed):
        quick._timer.start(1)


def test_what_stays_waits_for_somebody_and_outlasts_the_others(shell, qtbot):
    """What became of the file while nobody sat there was gone after twelve seconds."""
    kept = shell.notify.note("Your file was moved", tone=Tone.ATTENTION, stays=True)
    assert not kept._timer.isActive()
    qtbot.mouseMove(kept)
    kept.leaveEvent(QEvent(QEvent.Type.Leave))
    assert not kept._timer.isActive()
    for number in range(5):
        shell.notify.note(f"Note {number}")
    assert texts(shell) == ["Your file was moved", "Note 3", "Note 4"]
    for number in range(3):
        shell.notify.note(f"Moved {number}", stays=True)
    assert texts(shell) == ["Moved 0", "Moved 1", "Moved 2"]


def test_long_text_is_whole_and_inside_the_window(shell):
    short = shell.notify.note("Short").height()
    note = shell.notify.note("Words that go on " * 30)
    assert note.height() > short * 2
    stack = shell.notify.stack
    assert shell.rect().contains(stack.geometry())


def test_every_line_of_a_long_text_is_seen_to_its_last_pixel(shell):
    note = shell.notify.note("Some words that go on for longer than a line has room. " * 4, action=("Show", print))
    QApplication.processEvents()
    words = next(each for each in note.findChildren(QLabel) if each.text())
    assert words.height() >= words.heightForWidth(words.width())


def test_text_is_never_markup(shell):
    note = shell.notify.note("<b>PT A & B</b>")
    assert note.accessibleName() == "<b>PT A & B</b>"


def test_stack_follows_the_window(shell, qtbot):
    shell.notify.note("Here")
    shell.resize(1000, 600)
    QApplication.processEvents()
    assert shell.rect().contains(shell.notify.stack.geometry())
