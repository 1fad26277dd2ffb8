"""The desktop's own notices, asked of a real message bus where there is one."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.ui.reminders.system import SystemNotice

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("dbus-daemon") is None, reason="there is no message bus to ask"
)


@pytest.fixture
def bus(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()  # whoever is still connected is told so
    daemon.wait()
    daemon.stdout.close()


class Desktop(Thread):
    """A desktop that shows notices, and clicks on one button of them."""

    def __init__(self, address: str, clicks: str, can: list[str]) -> None:
        from jeepney.bus_messages import message_bus
        from jeepney.io.blocking import Proxy, open_dbus_connection

        super().__init__(daemon=True)
        self._bus = open_dbus_connection(address)
        Proxy(message_bus, self._bus).RequestName("org.freedesktop.Notifications")
        self._clicks, self._can = clicks, can
        self.shown: list[Any] = []
        self.start()

    def run(self) -> None:
        from jeepney import DBusAddress, HeaderFields, MessageType, new_method_return, new_signal

        here = DBusAddress("/org/freedesktop/Notifications", interface="org.freedesktop.Notifications")
        while not self.shown:
            try:
                asked = self._bus.receive()
            except OSError:  # the bus has ended
                return
            if asked.header.message_type is not MessageType.method_call:
                continue
            if asked.header.fields[HeaderFields.member] == "GetCapabilities":
                self._bus.send(new_method_return(asked, "as", (self._can,)))
                continue
            self.shown.append(asked.body)
            self._bus.send(new_method_return(asked, "u", (7,)))
            self._bus.send(new_signal(here, "ActionInvoked", "us", (8, "done")))  # another's
            if self._clicks:
                self._bus.send(new_signal(here, "ActionInvoked", "us", (7, self._clicks)))
            self._bus.send(new_signal(here, "NotificationClosed", "uu", (7, 2)))
        self._bus.close()


def test_a_notice_has_buttons_and_tells_which_was_taken(qtbot: QtBot, bus: str) -> None:
    desktop = Desktop(bus, "done", ["body", "body-markup", "actions"])
    notice = SystemNotice()
    with qtbot.waitSignal(notice.chosen) as taken:
        notice.show("Call back", "Toko <A> & B", {"done": "Done"})
    assert taken.args == ["done"]
    name, replaces, _icon, title, body, actions, _hints, _expires = desktop.shown[0]
    assert (name, replaces, title, body) == ("Desktop CRM", 0, "Call back", "Toko &lt;A&gt; &amp; B")
    assert actions == ["default", "Show", "done", "Done"]
    notice.take_back()


def test_where_text_is_shown_as_it_is_it_is_sent_so(qtbot: QtBot, bus: str) -> None:
    desktop = Desktop(bus, "default", ["body"])
    notice = SystemNotice()
    with qtbot.waitSignal(notice.chosen) as taken:
        notice.show("Call back", "Toko <A> & B")
    assert taken.args == ["default"]
    assert desktop.shown[0][4] == "Toko <A> & B"
    notice.take_back()


def test_one_that_is_closed_is_no_answer(qtbot: QtBot, bus: str) -> None:
    desktop = Desktop(bus, "", [])
    notice = SystemNotice()
    with qtbot.assertNotEmitted(notice.chosen, wait=300):
        notice.show("Call back", "")
        desktop.join(5)
    assert desktop.shown
    notice.take_back()


@pytest.mark.parametrize("address", ["", "unix:path=/nowhere/at/all"])
def test_without_a_bus_nothing_is_shown_and_nothing_breaks(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address) if address else monkeypatch.delenv(
        "DBUS_SESSION_BUS_ADDRESS", raising=False
    )
    notice = SystemNotice()
    with qtbot.assertNotEmitted(notice.chosen, wait=200):
        notice.show("Call back", "Body")
    notice.take_back()
