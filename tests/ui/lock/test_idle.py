"""Idle time, by clocks that are turned by hand."""

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_crm.ui.lock.idle import Idle


class Clocks:
    """The one that stops in sleep, and the one on the wall."""

    def __init__(self) -> None:
        self.steady, self.wall = 100.0, 1_700_000_000.0

    def pass_by(self, seconds: Any) -> None:
        self.steady += seconds
        self.wall += seconds

    def sleep(self, seconds: Any) -> None:
        self.wall += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def idle(qapp: QApplication, clocks: Clocks) -> Idle:
    return Idle(lambda: 10, (lambda: clocks.steady, lambda: clocks.wall))


@pytest.fixture
def over(idle: Idle) -> Any:
    told = []
    idle.over.connect(lambda: told.append(1))
    return told


def test_is_over_after_the_minutes_and_once(idle: Idle, clocks: Clocks, over: Any) -> None:
    clocks.pass_by(599)
    idle.look()
    assert over == []
    clocks.pass_by(1)
    idle.look()
    idle.look()
    assert over == [1]


def test_sleep_counts(idle: Idle, clocks: Clocks, over: Any) -> None:
    clocks.sleep(3600)
    idle.look()
    assert over == [1]


def test_first_key_after_a_sleep_comes_too_late(idle: Idle, clocks: Clocks, over: Any) -> None:
    clocks.sleep(3600)
    idle.touch()
    assert over == [1]


def test_clock_set_back_does_not_give_more_time(idle: Idle, clocks: Clocks, over: Any) -> None:
    clocks.wall -= 7200
    clocks.steady += 600
    idle.look()
    assert over == [1]


def test_never(qapp: QApplication, clocks: Clocks) -> None:
    told = []
    never = Idle(lambda: 0, (lambda: clocks.steady, lambda: clocks.wall))
    never.over.connect(lambda: told.append(1))
    clocks.pass_by(1_000_000)
    never.look()
    assert told == []


@pytest.mark.parametrize("touch", ["key", "move", "click"])
def test_keys_and_mouse_in_a_window_count_as_being_there(
    qtbot: QtBot, idle: Idle, clocks: Clocks, over: Any, touch: str
) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    clocks.pass_by(500)
    window = field.windowHandle()
    match touch:
        case "key":
            QTest.keyClick(window, Qt.Key.Key_A)
        case "move":
            for at in (QPoint(9, 9), QPoint(5, 5)):  # wherever the pointer was
                QTest.mouseMove(window, at)
        case "click":
            QTest.mouseClick(window, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    qtbot.waitUntil(lambda: idle.seconds() == 0)
    clocks.pass_by(500)
    idle.look()
    assert over == []
