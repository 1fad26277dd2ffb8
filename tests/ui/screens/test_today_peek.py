"""Space shows the current row of Today at a glance, as its own screen does; arrows follow, Esc closes."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.today.row import Row
from desktop_crm.ui.screens.today.screen import TodayScreen
from desktop_crm.ui.window.shell import Shell
from tests.office import keyboard, screen_of

K = Qt.Key


@pytest.fixture
def file(demo_file: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa.crm"))


class Eye:
    """Somebody who looks through Today."""

    def __init__(self, qtbot: QtBot, shell: Shell) -> None:
        self.qtbot, self.shell = qtbot, shell
        self.screen: TodayScreen = screen_of(shell, "today")
        qtbot.waitUntil(lambda: self.screen.list.current() is not None)
        self.screen.list.setFocus()

    @property
    def panel(self) -> Any:
        return self.screen.glance.panel

    def press(self, *keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(keyboard(), key)

    def row(self) -> Row:
        found = self.screen.list.current()
        assert found is not None
        return found

    def go_to(self, noun: str) -> None:
        """Down to the next row of one of these."""
        self.press(K.Key_Home)
        while (self.row().record or ("", 0))[0] != noun:
            before = self.row()
            self.press(K.Key_Down)
            assert self.row() != before, f"nothing of {noun} is on Today"

    def until_follows(self) -> None:
        self.qtbot.waitUntil(
            lambda: self.panel.content is not None and self.panel.content.key == self.row().record, timeout=15_000
        )

    def reads(self) -> str:
        told = [*self.panel.findChildren(QLabel), *self.panel.findChildren(QAbstractButton)]
        return "\n".join(each.text() for each in told if each.isVisible())


@pytest.fixture
def eye(qtbot: QtBot, shell: Shell) -> Eye:
    return Eye(qtbot, shell)


def test_space_opens_it_arrows_follow_and_esc_closes(eye: Eye) -> None:
    assert not eye.panel.isVisible()
    eye.go_to("order")
    eye.press(K.Key_Space)
    eye.until_follows()
    assert keyboard() is eye.screen.list
    receipt = eye.panel.content.receipt
    assert eye.row().money.replace("\xa0", " ") in eye.reads().replace("\xa0", " ")
    assert receipt.items[0].name in eye.reads()
    eye.go_to("contract")
    eye.until_follows()
    eye.qtbot.waitUntil(lambda: eye.panel.page.isVisible() and eye.panel.page.sheet is not None, timeout=15_000)
    eye.press(K.Key_Escape)
    assert not eye.panel.isVisible()
    assert keyboard() is eye.screen.list


def test_esc_clears_what_is_typed_before_it_closes(eye: Eye) -> None:
    eye.press(K.Key_Space)
    QTest.keyClicks(eye.screen.list, "so/ ")
    assert eye.screen.list.rows.find == "so/ "
    eye.press(K.Key_Escape)
    assert eye.screen.list.rows.find == ""
    assert eye.panel.isVisible()
    eye.press(K.Key_Escape)
    assert not eye.panel.isVisible()


def test_esc_leads_back_from_its_buttons(eye: Eye) -> None:
    eye.press(K.Key_Space)
    eye.until_follows()
    for _ in range(6):
        if eye.panel.isAncestorOf(keyboard()):
            break
        eye.press(K.Key_Tab)
    assert eye.panel.isAncestorOf(keyboard())
    eye.press(K.Key_Escape)
    assert not eye.panel.isVisible()
    assert keyboard() is eye.screen.list


def test_the_list_makes_room_and_gives_it_back_where_there_is_none(eye: Eye) -> None:
    eye.press(K.Key_Space)
    assert eye.screen.list.width() == eye.screen.width() - eye.panel.width()
    eye.press(K.Key_Space)
    assert eye.screen.list.width() == eye.screen.width()
    eye.shell.resize(900, 640)
    eye.qtbot.waitUntil(lambda: eye.screen.list.width() == eye.screen.width())
    eye.press(K.Key_Space)
    eye.until_follows()
    assert eye.panel.isVisible()
    assert eye.screen.list.width() == eye.screen.width()


def test_what_is_open_stays_open_with_the_next_window(eye: Eye, settings: Settings) -> None:
    assert settings.get("window/peek") is None
    eye.press(K.Key_Space)
    eye.until_follows()
    eye.press(K.Key_Return)
    eye.qtbot.waitUntil(lambda: not eye.shell.jobs.busy())
    eye.shell.navigate("today")
    eye.until_follows()
    assert (settings.get("window/today_peek"), settings.get("window/peek")) == (True, None)


def test_a_row_that_is_no_record_says_so(eye: Eye) -> None:
    eye.press(K.Key_Space, K.Key_End)
    assert eye.row().record is None
    eye.qtbot.waitUntil(lambda: "No single record" in eye.reads())
    assert eye.panel.content is None


def test_the_privacy_screen_covers_it_at_once(eye: Eye) -> None:
    eye.go_to("order")
    eye.press(K.Key_Space)
    eye.until_follows()
    client, title = eye.panel.content.client, eye.panel.content.title
    assert client in eye.reads()
    privacy.turn(on=True)
    for text in (client, title):
        assert text not in eye.reads()
    assert "F12" in eye.reads()
    privacy.turn(on=False)
    eye.until_follows()
    assert client in eye.reads()
