"""One window for each workspace: a second start knocks at the first one's door, and that comes forward.

The door is a local socket named after the user and the file. QtNetwork, and Qt's many enumerations, are loaded when they
are needed: after the window was painted.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final
from zlib import adler32, crc32

from PySide6.QtCore import QDir, QObject
from PySide6.QtWidgets import QApplication, QWidget

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE: Final = 1500  # ms until nobody answers
_CALL: Final = b"come forward "
_HERE: Final = b"here"
_LONGEST: Final = 4096
_TOKEN: Final = "XDG_ACTIVATION_TOKEN"  # noqa: S105  # what Wayland lets a window come forward with


class FrontDoor(QObject):
    """Hears who knocks while this window shows a workspace, or none."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server: QLocalServer | None = None

    def listen(self, path: Path | None) -> None:
        """From now on for this workspace, which must be ours; None: for the welcome."""
        from PySide6.QtNetwork import QLocalServer

        name = _name(path)
        if self._server is not None and self._server.serverName() == name:
            return
        self.close()
        QLocalServer.removeServer(name)  # what a program that was killed has left
        self._server = server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._open)
        server.listen(name)

    def close(self) -> None:
        """Hear nobody any more."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None

    def _open(self) -> None:
        while self._server is not None and (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.readyRead.connect(lambda caller=caller: self._hear(caller))
            self._hear(caller)

    def _hear(self, caller: "QLocalSocket") -> None:
        said = bytes(caller.peek(_LONGEST).data())
        if not said.startswith(_CALL) or b"\n" not in said:
            return
        caller.readAll()
        token = said.removeprefix(_CALL).partition(b"\n")[0]
        come_forward(self._window, token.decode("ascii", "ignore"))
        caller.write(_HERE)
        caller.flush()
        caller.disconnectFromServer()


def come_forward(window: QWidget, token: str = "") -> None:
    """Show a window over all others, as far as the system lets a program do that."""
    from PySide6.QtCore import Qt

    if token:
        os.environ[_TOKEN] = token  # Qt takes it from there
    front = QApplication.activeModalWidget() or window
    for each in {window, front}:
        each.setWindowState(each.windowState() & ~Qt.WindowState.WindowMinimized)
        each.show()
    front.raise_()
    front.activateWindow()
    handle = front.windowHandle()
    if handle is not None:
        handle.requestActivate()


def may_be_there(path: Path | None) -> bool:
    """A quick look, without QtNetwork, whether there is a door to knock at; True where that can't be seen."""
    return sys.platform == "win32" or (Path(QDir.tempPath()) / _name(path)).exists()


def knock(path: Path | None) -> bool:
    """Ask the window that has this workspace to come forward; whether it does."""
    if not may_be_there(path):
        return False
    from PySide6.QtNetwork import QLocalSocket

    _let_others_forward()
    door = QLocalSocket()
    door.connectToServer(_name(path))
    if not door.waitForConnected(_PATIENCE):
        return False
    door.write(_CALL + os.environ.get(_TOKEN, "").encode("ascii", "ignore") + b"\n")
    answered = door.waitForReadyRead(_PATIENCE) and bytes(door.readAll().data()).startswith(_HERE)
    door.abort()
    return answered


def _let_others_forward() -> None:
    """Windows lets only the program in front bring another one there, or whom that allows to."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(-1)


def _name(path: Path | None) -> str:
    """Of the door of a workspace; the same however the file is named."""
    place = ""
    if path is not None:
        place = str(path)
        with suppress(OSError, RuntimeError, ValueError):
            place = str(path.expanduser().resolve())
    whose = f"{os.path.expanduser('~')}|{os.path.normcase(place)}"  # noqa: PTH111  # unlike Path.home, never raises
    told = whose.encode(errors="surrogateescape")
    return f"desktop-crm-{crc32(told):08x}{adler32(told):08x}"
