"""The start screen shows what the services tell, and each line leads to its record."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import today
from desktop_crm.services.demo import demo
from desktop_crm.services.today import Today
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.program import midnight
from desktop_crm.ui.screens.today.line import Line, Parts
from desktop_crm.ui.window.shell import Shell
from tests.office import screen_of


class Place(Screen):
    """Stands for a noun's screen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.shown: list[Any] = []

    def show_record(self, id: Any) -> None:
        self.shown.append(id)


SCREENS = (
    ScreenDeclaration("today", msg("Today"), "sun", "desktop_crm.ui.screens.today.screen:TodayScreen"),
    *(ScreenDeclaration(noun, msg("Place"), "users", f"{__name__}:Place") for noun in ("order", "contract", "client")),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    made = demo.make(tmp_path_factory.mktemp("today") / "Nusa.crm", clients=80, orders=300, contracts=100)
    yield made
    made.close()


@pytest.fixture
def screens() -> Any:
    return SCREENS


@pytest.fixture
def shown(workspace: Workspace) -> Today:
    with workspace.driver_connection() as connection:
        return today.overview(connection)


def panel_lines(panel: Any) -> Any:
    return [line for line in panel.findChildren(Line) if line.isVisible()]


@pytest.mark.parametrize("group", ["overdue", "due", "to_sign", "ending"])
def test_panels_show_what_the_services_tell(shell: Shell, shown: Today, group: str) -> None:
    panel, told = screen_of(shell, "today").panels[group], shown.groups[group]
    assert [line.text().split(" · ")[0] for line in panel_lines(panel)] == [item.number for item in told.items]
    counted = [label.text() for label in panel.findChildren(QLabel) if label.text().isdecimal()]
    assert counted == ([str(told.count)] if told.count else [])


def test_another_day_is_read_anew_and_the_same_one_is_not(
    shell: Shell, workspace: Workspace, shown: Today, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, watch = screen_of(shell, "today"), midnight.Midnight(shell.desk)
    [title] = [label for label in screen.findChildren(QLabel) if label.text().endswith(speak().day_long(shown.day))]
    title.setText("yesterday")
    watch.look()
    assert not shell.jobs.busy()
    monkeypatch.setattr(midnight, "today", lambda: date(2031, 5, 1))
    monkeypatch.setattr(type(workspace), "locked", True)
    watch.look()
    assert not shell.jobs.busy()
    monkeypatch.undo()
    monkeypatch.setattr(midnight, "today", lambda: date(2031, 5, 1))
    watch.look()
    qtbot.waitUntil(lambda: title.text() != "yesterday")


def test_line_leads_to_its_record_by_click_and_by_enter(shell: Shell, shown: Today, qtbot: QtBot) -> None:
    screen = screen_of(shell, "today")
    item = shown.groups["overdue"].items[0]
    first = panel_lines(screen.panels["overdue"])[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert screen_of(shell, "order").shown == [item.id]
    shell.step(-1)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert screen_of(shell, "order").shown == [item.id, item.id]


def test_show_all_leads_to_the_list(shell: Shell, shown: Today) -> None:
    assert shown.groups["to_sign"].count > len(shown.groups["to_sign"].items)
    screen = screen_of(shell, "today")
    (more,) = (button for button in screen.panels["to_sign"].findChildren(QPushButton) if button.isVisible())
    more.click()
    assert screen_of(shell, "contract").shown == [None]


def test_month_is_what_the_services_sum(shell: Shell, shown: Today) -> None:
    words = " ".join(label.text() for label in screen_of(shell, "today").month.findChildren(QLabel))
    for money in shown.this_month.ordered:
        assert speak().money(money) in words
    assert str(shown.this_month.clients) in words


def test_days_stand_in_line(shell: Shell) -> None:
    widths = {line.worth_width for line in panel_lines(screen_of(shell, "today").panels["overdue"])}
    assert len(widths) == 1


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("width", "columns"), [(800, 1), (1024, 2), (1366, 2), (1920, 2)])
def test_each_line_has_room_for_its_number_its_day_and_its_sum(
    shell: Shell, qtbot: QtBot, language: str, width: int, columns: int
) -> None:
    shell.resize(width, 600)
    i18n.set_language(language)
    qtbot.waitUntil(lambda: shell.menuBar().actions()[0].text() == {"en": "File", "id": "Berkas"}[language])
    qtbot.waitUntil(lambda: not shell.jobs.busy())
    screen = screen_of(shell, "today")
    qtbot.waitUntil(lambda: (screen.panels["overdue"].x() == screen.panels["due"].x()) is (columns == 1))
    QApplication.processEvents()
    lines = [line for panel in screen.panels.values() for line in panel_lines(panel)]
    assert lines
    for line in lines:
        painted = [each.text for each in line.texts()]
        title, about, when, worth = line.text().split(" · ")
        assert set(painted) >= {title, when, worth}
        assert about.startswith(painted[-1].rstrip("…"))
    i18n.set_language("en")


def test_the_clients_name_is_cut_first_and_then_the_sum_is_left_out(qtbot: QtBot) -> None:
    line = Line(lambda: Parts("SO/2026/00017", "PT Nusantara Jaya Makmur Abadi", "17 days late", "Rp 1.234.567.890"))
    qtbot.addWidget(line)
    line.worth_width = line.natural_worth_width()
    line.show()

    def painted(width: Any) -> Any:
        line.resize(width, 30)
        return [each.text for each in line.texts()]

    assert painted(700) == ["Rp 1.234.567.890", "17 days late", "SO/2026/00017", "PT Nusantara Jaya Makmur Abadi"]
    worth, when, title, about = painted(420)
    assert (worth, when, title) == ("Rp 1.234.567.890", "17 days late", "SO/2026/00017")
    assert about.endswith("…")
    when, title, about = painted(260)
    assert (when, title) == ("17 days late", "SO/2026/00017")


def test_days_stand_in_line_where_one_has_no_sum(qtbot: QtBot) -> None:
    first, second = (Line(partial(Parts, "SO/1", "", "17 days late", worth)) for worth in ("Rp 1.234.567", ""))
    for line in (first, second):
        qtbot.addWidget(line)
        line.worth_width = first.natural_worth_width()
        line.resize(500, 30)
    ends = [each.room.right() for line in (first, second) for each in line.texts() if each.text == "17 days late"]
    assert ends[0] == ends[1]


def test_keyboard_begins_at_the_first_line(shell: Shell) -> None:
    assert shell.focusWidget() in panel_lines(screen_of(shell, "today").panels["overdue"])


def test_the_keyboard_does_not_walk_along_the_lines_that_are_taken_away(
    shell: Shell, shown: Today, qapp: QApplication
) -> None:
    """Each of its steps would have every command looked at."""
    steps = []
    qapp.focusChanged.connect(lambda _old, new: steps.append(new))
    screen = screen_of(shell, "today")
    screen.show_overview(shown)
    assert shell.focusWidget() in panel_lines(screen.panels["overdue"])
    assert len(steps) <= 3


def test_a_record_that_can_not_be_read_is_one_line_that_leads_to_it(shell: Shell, shown: Today, qtbot: QtBot) -> None:
    screen = screen_of(shell, "today")
    torn = today.Item("order", 5, "", "", None, None, unreadable=True)
    named = replace(shown.groups["overdue"].items[0], total=None, unreadable=True)
    change = replace(shown.latest[0], at=None)
    group = today.Group((torn, named), 2)
    screen.show_overview(replace(shown, groups={**shown.groups, "overdue": group}, latest=(change,)))
    first, second = panel_lines(screen.panels["overdue"])
    assert first.text() == "can't be read"
    assert second.text().startswith(f"{named.number} · {named.client} · can't be read")
    assert str(change.text) in panel_lines(screen.latest)[0].text()
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert screen_of(shell, "order").shown == [5]
