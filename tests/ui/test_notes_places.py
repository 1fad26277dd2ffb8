"""Notes lie over no button, no foot and not over the status line, on whichever screen and in whichever window."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.model.now_true import of
from desktop_crm.model.tone import Tone
from desktop_crm.ui import i18n
from desktop_crm.ui.look.kept_clear import KeptClear
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.screens.today.view import TodayList
from desktop_crm.ui.window.shell import Shell

#: Of a laptop, of one with less, of the least that is asked for, and of a laptop at 200 %.
WINDOWS = [(1366, 728), (1024, 700), (800, 560), (683, 384)]
PAGES = [(screen.noun, None) for screen in SCREENS] + [(noun, 1) for noun in ("client", "order", "contract", "product")]

pytestmark = pytest.mark.in_turn


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


def at_rest(qtbot: QtBot, shell: Shell) -> None:
    QApplication.processEvents()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    QApplication.processEvents()


def points(rect: QRect) -> list[QPoint]:
    inner = rect.adjusted(1, 1, -1, -1)
    return [inner.center(), inner.topLeft(), inner.topRight(), inner.bottomLeft(), inner.bottomRight()]


def reached(shell: Shell) -> list[tuple[QWidget, QPoint]]:
    """Points of buttons and feet that a click would come to."""
    found = []
    kinds = (QAbstractButton, KeptClear)
    for widget in (each for kind in kinds for each in shell.findChildren(kind) if each.isVisible()):
        if shell.notify.stack.isAncestorOf(widget):
            continue
        for point in points(widget.rect()):
            at = widget.mapTo(shell, point)
            hit = shell.childAt(at)
            if hit is not None and (hit is widget or widget.isAncestorOf(hit)):
                found.append((widget, at))
    return found


def acts(shell: Shell) -> list[QPoint]:
    """Those of the words beside the rows of Today."""
    view = next((each for each in shell.findChildren(TodayList) if each.isVisible()), None)
    if view is None:
        return []
    found = []
    for at in view.rows.choices():
        room = view.visualRect(view.rows.index(at))
        if view.rows.shown[at].act is not None and view.viewport().rect().contains(room):
            found.append(view.viewport().mapTo(shell, view.painter.action_room(view.rows.shown[at], room).center()))
    return found


def covered(shell: Shell) -> list[str]:
    """What the notes lie over that must stay clear."""
    stack = shell.notify.stack
    stack.hide()
    free, words = reached(shell), acts(shell)
    stack.show()
    over = [each for each, at in free if stack.geometry().contains(at)]
    lying = [f"{each.__class__.__name__} {each.objectName() or getattr(each, 'text', str)()}" for each in over]
    lying += ["an act of Today" for at in words if stack.geometry().contains(at)]
    status = shell.frame.status
    if QRect(status.mapTo(shell, QPoint(0, 0)), status.size()).intersects(stack.geometry()):
        lying.append("the status line")
    return lying


def lay(shell: Shell, count: int) -> None:
    shell.notify.tell(of("client", "Toko Kayu Makmur", msg("{thing} moved to the trash.")), (1,), lambda _entries: None)
    if count > 1:
        shell.notify.note("Not printed: printer is off.", tone=Tone.ATTENTION, action=("Try again", lambda: None))
    if count > 2:
        shell.notify.note("Page text copied.")


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("size", WINDOWS, ids=str)
@pytest.mark.parametrize("page", PAGES, ids=str)
def test_notes_cover_nothing_that_is_pressed_or_summed_up(
    qtbot: QtBot, window: Shell, page: tuple[str, int | None], size: tuple[int, int], count: int
) -> None:
    window.resize(QSize(*size))
    window.navigate(*page)
    at_rest(qtbot, window)
    lay(window, count)
    at_rest(qtbot, window)
    stack = window.notify.stack
    assert window.rect().contains(stack.geometry())
    assert all(note.isVisible() and note.height() >= 44 for note in stack.notes())
    qtbot.waitUntil(lambda: not covered(window))
    window.notify.forget()


@pytest.mark.parametrize("size", WINDOWS, ids=str)
def test_a_note_lies_beside_the_sheet_for_calls(qtbot: QtBot, window: Shell, size: tuple[int, int]) -> None:
    window.resize(QSize(*size))
    window.navigate("today")
    at_rest(qtbot, window)
    window.capture()
    at_rest(qtbot, window)
    lay(window, 1)
    qtbot.waitUntil(lambda: not covered(window))
    window.end_capture()
    window.notify.forget()


def test_a_note_gives_way_to_the_screen_that_comes(qtbot: QtBot, window: Shell) -> None:
    window.resize(800, 560)
    window.navigate("client")
    at_rest(qtbot, window)
    lay(window, 1)
    for noun, record in PAGES[:8]:
        window.navigate(noun, record)
        at_rest(qtbot, window)
        qtbot.waitUntil(lambda: not covered(window))
    window.notify.forget()


def test_one_line_is_44_high_and_in_the_middle_12_above_the_foot(qtbot: QtBot, window: Shell) -> None:
    window.resize(1366, 728)
    window.navigate("order")
    at_rest(qtbot, window)
    lay(window, 1)
    at_rest(qtbot, window)
    stack, pane = window.notify.stack, window.frame.stack
    assert stack.height() == 44
    feet = [each.mapTo(window, QPoint(0, 0)).y() for each in pane.findChildren(KeptClear) if each.isVisible()]
    middle = pane.mapTo(window, pane.rect().center()).x()
    assert abs(stack.geometry().center().x() - middle) <= 1
    assert min(feet) - stack.geometry().bottom() - 1 == 12
    window.notify.forget()


@pytest.fixture
def window(shell: Shell) -> Any:
    yield shell
    i18n.set_language("en")
