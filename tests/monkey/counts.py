"""What there is in the program: objects of Qt, threads, memory."""

import ctypes
import gc
import os
import sys
import threading
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

#: Made once when first needed, each with a few parts; more than that stays each time.
_LAZY = 12
#: One more thread of a kind that is started when there is work.
_THREADS = 8
#: Windows of the system and what belongs to them come and go as Qt likes.
_QT_OWN = ("QWidgetWindow", "QOffscreen", "QTipLabel", "QLabel", "QAccessible", "QInputMethod")


@dataclass(frozen=True)
class Counts:
    """At one moment, when nothing is under way and the first screen of the same workspace is shown."""

    ours: Counter[str]  # objects of our own classes
    qt: Counter[str]  # objects of Qt's classes
    threads: int
    memory: int  # bytes

    @property
    def all(self) -> int:
        return self.ours.total() + self.qt.total()


def collected() -> None:
    """What is to be deleted is."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()


def count() -> Counts:
    collected()
    ours, qt = Counter[str](), Counter[str]()
    for each in _objects():
        if type(each).__module__.startswith("desktop_crm"):
            ours[type(each).__qualname__] += 1
        else:
            qt[each.metaObject().className()] += 1
    return Counts(ours, qt, threading.active_count(), _memory())


def grown(before: Counts, after: Counts) -> list[str]:
    """What there is more of than there may be."""
    found = [
        f"{name}: {before.ours[name]} became {number}"
        for name, number in sorted(after.ours.items())
        if number > max(before.ours[name], 1)
    ]
    found += [
        f"{name}: {before.qt[name]} became {number}"
        for name, number in sorted(after.qt.items())
        if number > before.qt[name] + _LAZY and not name.startswith(_QT_OWN)
    ]
    if after.threads > before.threads + _THREADS:
        found.append(f"threads: {before.threads} became {after.threads}")
    return found


def _objects() -> list[QObject]:
    """All that belong to a window or to the application, and all others that Python knows."""
    app = QApplication.instance()
    assert app is not None
    found: dict[int, QObject] = {}
    for root in (app, *QApplication.topLevelWidgets(), *_wrapped()):
        for each in (root, *root.findChildren(QObject)):
            found[shiboken6.getCppPointer(each)[0]] = each
    return list(found.values())


def _wrapped() -> list[QObject]:
    return [each for each in shiboken6.getAllValidWrappers() if isinstance(each, QObject) and each.parent() is None]


def actions() -> int:
    """Commands that could still be called."""
    return sum(isinstance(each, QAction) for each in _objects())


def _memory() -> int:
    """What the program holds, without what was freed and is kept by the C library for the next who asks."""
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # of glibc alone
        if trim is not None:
            trim(0)
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")
    return 0
