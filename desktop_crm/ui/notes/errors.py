"""Our own errors: where they are caught, and the log that keeps them without a word of the user's data.

Of an exception the log has its types, and of each frame the file, line, function and source line. The exception's message
is left out: drivers put the values of a row into it.
"""

import logging
import platform
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, TextIO

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler, qVersion

from desktop_crm import __version__, disk

_LOG_BYTES: Final = 500_000
_PACKAGE: Final = Path(__file__).parent.parent.parent.parent
_LEVELS: Final = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}

_log = logging.getLogger("desktop_crm")


def log_file() -> Path:
    """Where the log is kept."""
    from platformdirs import user_log_path

    return user_log_path("desktop-crm", appauthor=False) / "desktop-crm.log"


def start_log() -> None:
    """Write warnings and errors of the program to the log, five files at most; without a writable place to the terminal only."""
    from logging.handlers import RotatingFileHandler

    class Log(RotatingFileHandler):
        """For its user alone: it tells when somebody worked, and where it went wrong."""

        def _open(self) -> TextIO:  # type: ignore[override]  # the same, less precise
            return disk.append_text(Path(self.baseFilename))

    try:
        disk.make_folder(log_file().parent)
        handler = Log(log_file(), maxBytes=_LOG_BYTES, backupCount=4, delay=True, encoding="utf-8")
    except OSError:
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _log.addHandler(handler)


def described(error: BaseException) -> str:
    """An exception and those behind it, free of data."""
    parts = [
        f"Desktop CRM {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.system()} {platform.release()}"
    ]
    for each in _chain(error):
        kind = type(each)
        parts.append(f"{kind.__module__}.{kind.__qualname__}")
        parts.extend(
            f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}\n    {frame.line or ''}"
            for frame in traceback.extract_tb(each.__traceback__)
        )
    return "\n".join(parts)


def log_exception(error: BaseException) -> str:
    """Log it and return what was logged."""
    text = described(error)
    _log.error("%s", text)
    return text


class Hooks(QObject):
    """Brings exceptions nobody caught, from any thread, to `tell` in the GUI thread; `install` takes over Python's and Qt's hooks."""

    _caught = Signal(object)

    def __init__(self, tell: Callable[[BaseException], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._caught.connect(tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """From now on."""
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(args.exc_type, args.exc_value, args.exc_traceback)
        log_qt()

    def _hook(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error or kind(), trace)
            return
        try:
            self._caught.emit(error)
        except RuntimeError:  # the window is gone already
            log_exception(error)


def log_qt() -> None:
    """Send what Qt has to say to the log instead of the terminal."""
    qInstallMessageHandler(_qt_said)


def _qt_said(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
    _log.log(_LEVELS.get(kind, logging.WARNING), "Qt %s: %s", context.category or "", text)


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    each: BaseException | None = error
    while each is not None and id(each) not in seen:
        seen.add(id(each))
        yield each
        each = each.__cause__ or (None if each.__suppress_context__ else each.__context__)


def _short(name: str) -> str:
    """Paths tell the user's name; below our own folder or a package's they need not."""
    path = Path(name)
    for root in (_PACKAGE, *(Path(entry) for entry in sys.path if entry)):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    return path.name
