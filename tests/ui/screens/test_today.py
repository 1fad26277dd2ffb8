"""The start screen shows what the services tell, and each line leads to its record."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from desktop_crm.model.message import msg
from desktop_crm.services import demo, today
from desktop_crm.ui.i18n import speak
from desktop_crm.ui.screen import Screen, ScreenDeclaration
from desktop_crm.ui.screens.today.line import Line
from desktop_crm.ui.shell import Shell


class Place(Screen):
    """Stands for a noun's screen."""

    def __init__(self, desk):
        super().__init__(desk)
        self.shown = []

    def show_record(self, id):
        self.shown.append(id)


SCREENS = (
    ScreenDeclaration("today", msg("Today"), "sun", "desktop_crm.ui.screens.today.screen:TodayScreen"),
    *(ScreenDeclaration(noun, msg("Place"), "users", f"{__name__}:Place") for noun in ("order", "contract", "client")),
)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    made = demo.make(tmp_path_factory.mktemp("today") / "Nusa.crm", clients=80, orders=300, contracts=100)
    yield made
    made.close()


@pytest.fixture
def shell(qtbot, settings, workspace):
    window = Shell(settings, SCREENS)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_workspace(workspace)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    yield window
    window.close()


@pytest.fixture
def shown(workspace):
    with workspace.driver_connection() as connection:
        return today.overview(connection)


def panel_lines(panel):
    return [line for line in panel.findChildren(Line) if line.isVisible()]


@pytest.mark.parametrize("group", ["overdue", "due", "to_sign", "ending"])
def test_panels_show_what_the_services_tell(shell, shown, group):
    panel, told = getattr(shell.made_screen("today"), group), getattr(shown, group)
    assert [line.text().split(" · ")[0] for line in panel_lines(panel)] == [item.number for item in told.items]
    assert panel._count.text() == (str(told.count) if told.count else "")


def test_line_leads_to_its_record_by_click_and_by_enter(shell, shown, qtbot):
    screen = shell.made_screen("today")
    item = shown.overdue.items[0]
    first = panel_lines(screen.overdue)[0]
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert shell.made_screen("order").shown == [item.id]
    shell.step(-1)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Return)
    assert shell.made_screen("order").shown == [item.id, item.id]


def test_show_all_leads_to_the_list(shell, shown):
    assert shown.to_sign.count > len(shown.to_sign.items)
    screen = shell.made_screen("today")
    (more,) = (button for button in screen.to_sign.findChildren(QPushButton) if button.isVisible())
    more.click()
    assert shell.made_screen("contract").shown == [None]


def test_month_is_what_the_services_sum(shell, shown):
    words = " ".join(label.text() for label in shell.made_screen("today").month.findChildren(QLabel))
    for money in shown.this_month.ordered:
        assert speak().money(money) in words
    assert str(shown.this_month.clients) in words


def test_days_stand_in_line(shell):
    widths = {line.worth_width for line in panel_lines(shell.made_screen("today").overdue)}
    assert len(widths) == 1


def test_keyboard_begins_at_the_first_line(shell):
    assert shell.focusWidget() in panel_lines(shell.made_screen("today").overdue)
