"""The desktop's own notices: with buttons on Linux (Desktop Notifications Specification 1.2), from the tray elsewhere.

Qt's D-Bus sends no unsigned numbers from Python, and the specification asks for one; so `jeepney` speaks here, in a thread of
its own that ends with the notice. Where the desktop has no such service nothing is shown: the window tells it anyway.
"""

import contextlib
import logging
import sys
from collections.abc import Mapping
from html import escape
from threading import Thread
from typing import Any, Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QSystemTrayIcon

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons

_log = logging.getLogger(__name__)

_NAME: Final = "org.freedesktop.Notifications"
_PATH: Final = "/org/freedesktop/Notifications"
#: What a click on the notice itself is called.
_ITSELF: Final = "default"


class SystemNotice(QObject):
    """One at a time; a new one takes the place of the one before."""

    chosen = Signal(str)  # which button, `default` for the notice itself

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bus: Any = None
        self._tray: QSystemTrayIcon | None = None

    def show(self, title: str, body: str, buttons: Mapping[str, str] | None = None) -> None:
        """`buttons`: what `chosen` says of each → its word."""
        self.take_back()
        if sys.platform == "linux":
            words = {_ITSELF: tr("Show"), **(buttons or {})}
            Thread(target=self._serve, args=(title, body, words), daemon=True).start()
        else:
            self._show_tray(title, body)

    def take_back(self) -> None:
        """It was answered somewhere else."""
        bus, self._bus = self._bus, None
        if bus is not None:
            with contextlib.suppress(OSError):
                bus.close()
        if self._tray is not None:
            self._tray.hide()

    def _show_tray(self, title: str, body: str) -> None:
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(icons.app_icon(), self)
            self._tray.setToolTip(tr("Desktop CRM"))
            self._tray.messageClicked.connect(lambda: self.chosen.emit(_ITSELF))
        self._tray.show()
        self._tray.showMessage(title, body)

    def _serve(self, title: str, body: str, words: Mapping[str, str]) -> None:
        """In a thread: show it, and wait until it is answered or closed."""
        from jeepney import DBusErrorResponse
        from jeepney.io.blocking import open_dbus_connection

        try:
            self._bus = bus = open_dbus_connection("SESSION")
            with bus:
                answer = _ask(bus, title, body, words)
        except (OSError, KeyError, EOFError, ValueError, DBusErrorResponse) as error:  # no such service, or taken back
            _log.debug("no notice of the desktop's: %s", type(error).__name__)
            return
        if answer:
            self.chosen.emit(answer)


def _ask(bus: Any, title: str, body: str, words: Mapping[str, str]) -> str:
    """The button that was taken; empty where the notice was closed."""
    from jeepney import DBusAddress, HeaderFields, MatchRule, message_bus, new_method_call
    from jeepney.io.blocking import Proxy

    rule = MatchRule(type="signal", interface=_NAME, path=_PATH)
    Proxy(message_bus, bus).AddMatch(rule)
    service = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    actions = [each for pair in words.items() for each in pair]
    body = escape(body) if "body-markup" in _answered(bus, new_method_call(service, "GetCapabilities")) else body
    given = ("Desktop CRM", 0, "desktop-crm", title, body, actions, {"desktop-entry": ("s", "desktop-crm")}, -1)
    with bus.filter(rule) as queue:
        number = _answered(bus, new_method_call(service, "Notify", "susssasa{sv}i", given))
        while True:
            said = bus.recv_until_filtered(queue)
            what, told = said.header.fields.get(HeaderFields.member), said.body
            if told and told[0] == number and what in {"ActionInvoked", "NotificationClosed"}:
                return str(told[1]) if what == "ActionInvoked" else ""


def _answered(bus: Any, asked: Any) -> Any:
    """What the service gives back."""
    from jeepney import DBusErrorResponse, MessageType

    reply = bus.send_and_get_reply(asked)
    if reply.header.message_type is MessageType.error:
        raise DBusErrorResponse(reply)
    return reply.body[0]
