"""What changes the whole window lets hidden screens go; they come back as they stood."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.model.listing import Query
from desktop_crm.ui import i18n
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.window.shell import Shell
from tests.ui.records.conftest import Desks

pytestmark = pytest.mark.in_turn


@pytest.fixture(params=["theme", "language", "system"])
def switch(
    request: pytest.FixtureRequest, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., Any]]:
    """One of the changes, and whether it has come."""
    theme.apply(qapp, "light")

    def change(shell: Shell) -> None:
        if request.param == "language":
            shell.set_language("id")
        elif request.param == "theme":
            shell.set_theme("dark")
        else:
            shell.settings.theme = "system"
            monkeypatch.setattr(qapp.styleHints(), "colorScheme", lambda: Qt.ColorScheme.Dark, raising=False)
            theme.signals.system_changed.emit()

    yield change
    i18n.set_language("en")
    theme.apply(qapp, "light")


def has_come(shell: Shell) -> Any:
    language = shell.menuBar().actions()[0].text() == "Berkas" and shell.desk is not None
    return language or theme.colors() is theme.DARK


def test_hidden_screens_are_made_anew_where_they_stood(desks: Desks, switch: Callable[..., Any]) -> None:
    shell = desks.shell
    clients = desks.go("client")
    clients.table.set_query(Query(find="PT"))
    desks.rest()
    chosen = clients.table.ids()[-1]
    clients.table.select_id(chosen)
    desks.go("settings").show_section("taxes")
    desks.go("order")
    switch(shell)
    desks.qtbot.waitUntil(lambda: has_come(shell))
    assert shell.made_screen("client") is None
    back = desks.go("client")
    desks.qtbot.waitUntil(lambda: back.table.current_id() == chosen)
    assert back.table.query().find == "PT"
    assert desks.go("settings").current == "taxes"


def test_a_screen_made_ahead_of_its_showing_does_not_lose_where_the_one_before_stood(desks: Any) -> None:
    shell = desks.shell
    desks.go("client").table.set_query(Query(find="PT"))
    desks.go("settings").show_section("taxes")
    desks.go("order")
    for mode, colors in (("dark", theme.DARK), ("light", theme.LIGHT)):
        desks.rest()
        shell.set_theme(mode)
        desks.qtbot.waitUntil(lambda wanted=colors: theme.colors() is wanted)
        assert shell.made_screen("client") is None
        for noun in ("client", "settings"):
            for _step in shell.prepare(noun):
                QApplication.processEvents()
    assert desks.go("client").table.query().find == "PT"
    assert desks.go("settings").current == "taxes"


def test_what_is_typed_stays(desks: Desks) -> None:
    """Where nobody is asked: the window was locked meanwhile, say."""
    shell = desks.shell
    clients = desks.go("client")
    clients.start_new({"name": "Half typed"})
    shell.frame.stack.setCurrentWidget(desks.shell.made_screen("today"))
    shell.set_theme("dark")
    QApplication.processEvents()
    assert theme.colors() is theme.DARK
    assert shell.made_screen("client") is clients
    assert clients.card.form.value("name") == "Half typed"
    clients.card.discard()


def test_what_has_a_window_of_its_own_or_waits_for_work_stays(desks: Desks) -> None:
    shell = desks.shell
    clients = desks.go("client")
    desks.go("order")
    window = QWidget(clients, Qt.WindowType.Window)
    window.show()
    desks.go("today")
    shell.set_theme("dark")
    desks.qtbot.waitUntil(lambda: theme.colors() is theme.DARK)
    assert shell.made_screen("client") is clients
    assert shell.made_screen("order") is None
    orders = desks.go("order")
    desks.go("today")
    shell.jobs.run(None, "Work", lambda _job: None)
    shell.set_theme("light")
    assert theme.colors() is theme.LIGHT
    assert shell.made_screen("order") is orders


@pytest.mark.parametrize("noun", ["client", "order", "contract", "product"])
def test_a_card_that_is_let_go_before_it_is_whole_leaves_nothing(desks: Desks, noun: str) -> None:
    """What stands beside its form is made with it, and has its place in it later only."""
    shell = desks.shell
    before = set(QApplication.topLevelWidgets())
    shell.navigate(noun)
    desks.qtbot.waitUntil(lambda: shell.made_screen(noun).findChild(Card) is not None)
    assert not shell.made_screen(noun).is_ready()
    shell.open_workspace(desks.workspace)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    desks.rest()
    stayed = set(QApplication.topLevelWidgets()) - before
    assert [each for each in stayed if type(each).__module__.startswith("desktop_crm")] == []
