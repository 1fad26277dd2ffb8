"""A card with a history of 50,000 entries: what is seen of it is read, and no more is ever in the window."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from desktop_crm.model.journal import JournalEntry
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.window.shell import Shell
from tests import long_history
from tests.office import screen_of

pytestmark = pytest.mark.in_turn

K = Qt.Key
NEWEST = "Change client PT Maju 50000"


@pytest.fixture(scope="module")
def long_file(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("long") / "Usaha.crm"
    made = create(path)
    with made.write(msg("New client {name}", name="PT Lama")) as session:
        made_id = client.save(session, None, {"name": "Lama", "legal_form": "PT"}).id
    made.close()
    long_history.write(path, made_id)
    return path, made_id


@pytest.fixture
def file(long_file: Any, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(long_file[0], tmp_path / "Usaha.crm"))


class Looked:
    """The tab as a person meets it."""

    def __init__(self, qtbot: QtBot, shell: Shell, client_id: Any) -> None:
        shell.navigate("client", client_id)
        self.qtbot, self.card = qtbot, screen_of(shell, "client").card
        self.tab = next(each.widget for each in self.card.tab_declarations if isinstance(each.widget, HistoryTab))
        self.card.tabs.setCurrentWidget(self.tab)
        self.browser = self.tab.findChild(QTextBrowser)
        self.browser.setFocus()
        self.settle()

    def settle(self) -> None:
        self.qtbot.wait(1)
        self.qtbot.wait(1)

    def press(self, key: Any) -> None:
        self.qtbot.keyClick(self.browser, key)
        self.settle()

    def numbers(self) -> Any:
        """Of the actions in the text, the newest first."""
        sentences = [line for line in self.tab.text().splitlines() if "PT Maju " in line]
        return [int(line.rpartition(" ")[2]) for line in sentences]

    def seen(self) -> Any:
        """What stands at the top and at the bottom of what is seen."""
        view = self.browser.viewport()
        top = self.browser.cursorForPosition(view.rect().topLeft()).block()
        bottom = self.browser.cursorForPosition(view.rect().bottomLeft()).block()
        lines = []
        while top.isValid() and top.blockNumber() <= bottom.blockNumber():
            lines.append(top.text())
            top = top.next()
        return lines


@pytest.fixture
def looked(qtbot: QtBot, shell: Shell, long_file: Any) -> Looked:
    return Looked(qtbot, shell, long_file[1])


@contextmanager
def entries_read() -> Iterator[Any]:
    """Counts what comes out of the file."""
    read = []

    def note(target: Any, _context: object) -> None:
        read.append(target.id)

    event.listen(JournalEntry, "load", note)
    yield read
    event.remove(JournalEntry, "load", note)


def test_one_page_is_read_when_the_tab_is_shown(qtbot: QtBot, shell: Shell, long_file: Any) -> None:
    with entries_read() as read:
        looked = Looked(qtbot, shell, long_file[1])
    assert looked.seen()[0] == NEWEST
    assert looked.numbers() == list(range(50_000, 49_960, -1))
    assert len(read) < 50


def test_page_down_leads_on_without_a_gap(looked: Looked) -> None:
    told: list[Any] = []
    with entries_read() as read:
        while len(told) < 700:
            before = looked.browser.verticalScrollBar().value()
            looked.press(K.Key_PageDown)
            assert len(looked.numbers()) <= 120
            told += [line for line in looked.seen() if "PT Maju " in line and line not in told]
            assert looked.browser.verticalScrollBar().value() != before
    numbers = [int(line.rpartition(" ")[2]) for line in told]
    assert numbers == list(range(numbers[0], numbers[0] - len(numbers), -1))
    assert len(read) < 1200
    while NEWEST not in looked.seen():
        before = looked.seen()  # not its top line alone, which may be one of many moments of the same minute
        looked.press(K.Key_PageUp)
        assert looked.seen() != before
        assert len(looked.numbers()) <= 120


def test_end_and_home_lead_to_the_ends_of_the_history(looked: Looked) -> None:
    with entries_read() as read:
        looked.press(K.Key_End)
        assert any("New client PT Lama" in line for line in looked.seen())
        assert looked.numbers()[-1] == 1
        looked.press(K.Key_PageUp)
        looked.press(K.Key_Home)
        assert looked.seen()[0] == NEWEST
    assert len(read) < 500


def test_what_is_done_and_taken_back_meanwhile_moves_nothing(
    looked: Looked, shell: Shell, workspace: Workspace, long_file: Any
) -> None:
    for _ in range(60):
        looked.press(K.Key_PageDown)
    seen = looked.seen()
    with workspace.write(msg("Change client {name}", name="PT Baru")) as session:
        client.save(session, long_file[1], {"notes": "Baru"})
    looked.settle()
    assert looked.seen() == seen
    shell.desk.undo()
    looked.settle()
    assert looked.seen() == seen
    looked.press(K.Key_Home)
    assert looked.seen()[0] == "Undone: Change client PT Baru"


def test_privacy_and_language_stay_where_one_was(looked: Looked, shell: Shell, qtbot: QtBot, long_file: Any) -> None:
    for _ in range(60):
        looked.press(K.Key_PageDown)
    seen, numbers = looked.seen(), looked.numbers()
    assert "Pameran" in looked.tab.text()
    privacy.turn(on=True)
    looked.settle()
    assert "Pameran" not in looked.tab.text()
    assert looked.numbers() == numbers
    assert len(looked.seen()) == len(seen)
    privacy.turn(on=False)
    looked.settle()
    assert looked.seen() == seen
    shell.set_language("id")
    qtbot.wait(60)
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    qtbot.wait(20)
    again = Looked(qtbot, shell, long_file[1])
    assert again.seen()[0].startswith("Ubah")
    again.press(K.Key_End)
    assert again.numbers()[-1] == 1


def test_the_screen_of_all_actions_holds_the_pages_that_are_looked_at(
    qtbot: QtBot, shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.navigate("done")
    screen = screen_of(shell, "done")
    qtbot.waitUntil(lambda: not shell.jobs.busy() and screen.table.model.rowCount() > 50_000, timeout=20_000)
    listing, read = screen.listing, []

    def told(ask: Any) -> Any:
        return lambda *asked: [read.append(row[0]) or row for row in ask(*asked)]

    monkeypatch.setattr(listing, "rows", told(listing.rows))
    monkeypatch.setattr(listing, "page", told(listing.page))
    view = screen.table.view
    view.setFocus()
    for key in (K.Key_PageDown, K.Key_End, K.Key_PageUp, K.Key_Home):
        qtbot.keyClick(view, key)
        qtbot.wait(20)
        qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)
    assert 0 < len(read) < 2000
