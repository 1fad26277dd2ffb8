"""A page over the whole window. What lies below is hidden, silent and dead to every key, and comes back as it was."""

from collections.abc import Collection
from contextlib import suppress
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QToolTip, QWidget

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

_KINDS: Final = (Qt.WindowType.Window, Qt.WindowType.Dialog, Qt.WindowType.Sheet, Qt.WindowType.Tool)


class Cover(QObject):
    """At most one page; `actions` of the window work on while it lies, no others do."""

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._page: QWidget | None = None
        self._before: QWidget | None = None
        shell.closing.connect(self._let_windows_be)
        self._but: Collection[str] = ()
        self._windows: list[tuple[QWidget, bool]] = []  # and whether it was modal

    @property
    def page(self) -> QWidget | None:
        """What lies over the window."""
        return self._page

    def lay(self, page: QWidget, actions: Collection[str]) -> None:
        """Hide everything behind this page; the window owns it. Another page that lies there goes."""
        if self._page is None:
            self._hide(actions)
        else:
            self._page.deleteLater()
        self._but = actions
        self._page = page
        page.setParent(self._shell)
        page.setAutoFillBackground(True)
        page.setGeometry(self._shell.rect())
        page.show()
        page.raise_()
        page.setFocus()
        self._shell.tell_title()

    def spread(self) -> None:
        """The window below was built anew: lie over that, too."""
        if self._page is not None:
            self._shell.frame.hide()
            self._shell.actions_.keep_back(self._but)
            self._page.raise_()
            QTimer.singleShot(
                0, self._page, self._page.setFocus
            )  # after what is built below has asked for the keyboard

    def lift(self) -> None:
        """Show the window as it was, the keyboard where it was."""
        if self._page is None:
            return
        page, self._page = self._page, None
        self._let_windows_be()
        self._shell.frame.show()
        page.hide()
        page.deleteLater()
        self._shell.actions_.give_back()
        self._shell.notify.be_silent(False)
        self._shell.tell_title()
        self._bring_back()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._shell and self._page is not None:
            self._page.resize(self._shell.size())
        elif event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_foreign(watched):
            self._keep_away(watched)
        return False

    def _hide(self, actions: Collection[str]) -> None:
        self._before, in_front = self._shell.focusWidget(), QApplication.activeWindow() is not None
        while (popup := QApplication.activePopupWidget()) is not None:
            popup.close()
        QToolTip.hideText()
        self._shell.frame.hide()  # first: a field that is left saves what is in it
        self._shell.notify.be_silent(True)
        self._shell.actions_.keep_back(actions)
        seen = sorted((each for each in QApplication.topLevelWidgets() if self._is_seen(each)), key=_depth)
        self._windows = [(window, window.isModal()) for window in seen if not isinstance(window, QMessageBox)]
        for window in reversed(seen):
            if isinstance(window, QMessageBox):
                window.reject()  # a question without an answer; it would come back when its asker has gone on
            else:
                window.hide()
        self._app().installEventFilter(self)
        if in_front:  # a dialog may have had the keyboard
            self._shell.activateWindow()

    def _is_seen(self, window: QWidget) -> bool:
        return window.isVisible() and self._is_foreign(window)

    def _is_foreign(self, window: QWidget) -> bool:
        """A window that is neither ours nor one that the page has opened."""
        if window is self._shell or not window.isWindow() or window.windowType() not in _KINDS:
            return False
        parent = window.parentWidget()
        return self._page is None or parent is None or not (parent is self._page or self._page.isAncestorOf(parent))

    def _let_windows_be(self) -> None:
        self._app().removeEventFilter(self)

    def _keep_away(self, window: QWidget) -> None:
        """Somebody opens a window while the page lies: it waits, unseen."""
        window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self._windows.append((window, window.isModal()))
        QTimer.singleShot(0, window, window.hide)

    def _bring_back(self) -> None:
        windows, self._windows = self._windows, []
        for window, was_modal in windows:
            if shiboken6.isValid(window):
                window.hide()  # one that was opened this very moment is not hidden yet
                window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen, on=False)
                if window.isModal() == was_modal:  # else it was a question whose asker has gone on without an answer
                    window.show()
        if self._before is not None and shiboken6.isValid(self._before):
            with suppress(RuntimeError):
                self._before.setFocus()
        self._before = None

    @staticmethod
    def _app() -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app


def _depth(window: QWidget) -> int:
    """How many windows lie below it."""
    below, depth = window.parentWidget(), 0
    while below is not None:
        below, depth = below.parentWidget(), depth + 1
    return depth
