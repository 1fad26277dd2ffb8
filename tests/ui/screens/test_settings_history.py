"""How long history is kept: chosen, told what that would forget, forgotten only when confirmed."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.past import keeping
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.screens import SCREENS
from desktop_crm.ui.screens.settings.sections.history import HistoryPage
from desktop_crm.ui.window.shell import Shell
from tests.office import current_screen


@pytest.fixture(autouse=True)
def _old_and_new(workspace: Workspace) -> None:
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": "Lama"})
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE journal_entries SET at = 0")
    with workspace.write(msg("Add client")) as session:
        client.save(session, None, {"name": "Baru"})


@pytest.fixture
def screens() -> Any:
    return [each for each in SCREENS if each.noun == "settings"]


@pytest.fixture
def page(shell: Shell) -> HistoryPage:
    shell.navigate("settings")
    screen = current_screen(shell)
    screen.show_section("history")
    return screen.page("history")


@pytest.fixture
def settle(qtbot: QtBot, shell: Shell) -> Callable[..., Any]:
    def wait() -> None:
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not shell.jobs.busy())

    return wait


def choose(page: HistoryPage, years: Any) -> None:
    page.years.setCurrentIndex(page.years.findData(years))
    page.years.activated.emit(page.years.currentIndex())


def answer(monkeypatch: pytest.MonkeyPatch, text: Any) -> None:
    def press(box: Any) -> None:
        next(button for button in box.buttons() if button.text().replace("&", "") == text).click()

    monkeypatch.setattr(QMessageBox, "exec", press)


def test_always_is_the_beginning_and_forgets_nothing(
    page: HistoryPage, settle: Callable[..., Any], workspace: Workspace
) -> None:
    settle()
    assert page.years.currentText() == "For ever"
    assert not page.forget.isEnabled()


def test_choosing_tells_what_is_older_and_forgets_nothing(
    page: HistoryPage, settle: Callable[..., Any], workspace: Workspace
) -> None:
    choose(page, 2)
    settle()
    assert "2 actions are older than that" in page.told.text()
    assert page.forget.isEnabled()
    with workspace.driver_connection() as connection:
        assert connection.execute("SELECT count(*) FROM journal_entries WHERE thinned").fetchone() == (0,)
    with workspace.read() as session:
        assert keeping.years(session) == 2


def test_forgetting_is_asked_about(
    page: HistoryPage, settle: Callable[..., Any], workspace: Workspace, monkeypatch: pytest.MonkeyPatch, shell: Shell
) -> None:
    choose(page, 1)
    settle()
    answer(monkeypatch, "Don't delete")
    page.forget.click()
    settle()
    assert page.forget.isEnabled()
    answer(monkeypatch, "Delete details")
    page.forget.click()
    settle()
    assert not page.forget.isEnabled()
    assert page.told.text() == "No action is older than that."
    assert any("Details of 2 actions deleted." in note.text for note in shell.findChildren(Note))
    assert str(workspace.undo()) == "Change how long history is kept"
    assert str(workspace.undo()) == "Add client"
    assert workspace.undo() is None


def test_who_cancels_the_forgetting_can_begin_it_again(
    page: HistoryPage, settle: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, shell: Shell
) -> None:
    choose(page, 1)
    settle()
    monkeypatch.setattr(keeping, "thin", lambda _workspace, _years, progress: [progress(0, 0) for _ in iter(int, 1)])
    answer(monkeypatch, "Delete details")
    page.forget.click()
    assert not page.forget.isEnabled()
    shell.jobs.running()[0].cancel()
    settle()
    assert page.forget.isEnabled()
