"""The order of Tab: what it looks through stays as it was."""

from threading import Event

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QTabWidget, QTextBrowser, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.look.tab_order import in_order, ring, stops
from desktop_crm.ui.window.shell import Shell


class Window(QWidget):
    """Two texts and a third on a tab."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.second, self.third, self.tabs = QTextBrowser(), QTextBrowser(), QTextBrowser(), QTabWidget()
        self.tabs.addTab(self.third, "Third")
        lines = QVBoxLayout(self)
        for each in (self.first, self.second, self.tabs):
            lines.addWidget(each)


def test_tab_goes_through_the_groups_in_their_order(qtbot: QtBot) -> None:
    window = Window()
    qtbot.addWidget(window)
    groups = [window.tabs.tabBar(), window.third, window.second, window.first]
    in_order(*groups)
    assert [each for each in ring(window) if each in groups] == groups


def test_what_qt_made_is_told_deleted_with_nobody_else(qtbot: QtBot) -> None:
    """PySide took every widget of the ring for a child of the one before."""
    window = Window()
    qtbot.addWidget(window)
    texts = window.second, window.third
    kept = [window.tabs.tabBar(), *(each.viewport() for each in texts), *(each.verticalScrollBar() for each in texts)]
    in_order(window.first, *texts)
    assert all(shiboken6.isValid(each) for each in kept)
    window.first.deleteLater()
    QCoreApplication.sendPostedEvents(window.first, QEvent.Type.DeferredDelete)
    assert not shiboken6.isValid(window.first)
    assert all(shiboken6.isValid(each) for each in kept)


def test_cancelling_work_comes_behind_a_screen_that_was_made_after_it(shell: Shell, qtbot: QtBot) -> None:
    shell.navigate("settings")
    go_on = Event()
    shell.jobs.run(shell, "Backing up", lambda _job: go_on.wait(30), lambda _done: None)
    cancel = shell.frame.status.jobs.cancel
    qtbot.waitUntil(cancel.isVisible)
    assert stops(shell)[-1] is cancel
    go_on.set()
    qtbot.waitUntil(lambda: not shell.jobs.busy())
