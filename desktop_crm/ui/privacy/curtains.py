"""Dialogs under the privacy screen: its key works over them, and one that does not see to itself is covered whole.

The system's own dialogs (files, printers on some systems) can be neither reached nor covered.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QInputDialog, QMessageBox, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.everywhere_keys import EverywhereKeys
from desktop_crm.ui.privacy import privacy

_PICTURE: Final = 24
_KEPT: Final = "covered-words"
_BELOW: Final = Qt.FindChildOption.FindDirectChildrenOnly


class Curtains(QObject):
    """Draws a curtain over each dialog that needs one while the screen is on, before it is seen."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._keys = EverywhereKeys("F12", privacy.toggle, "privacy-keys", self)
        privacy.signals.changed.connect(self._follow)
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QDialog):
            _draw(watched)
        return False

    def _follow(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.removeEventFilter(self)
        if privacy.is_on():  # only then: to be asked about every event costs
            app.installEventFilter(self)
        for window in app.topLevelWidgets():
            if isinstance(window, QDialog):
                _draw(window)


class Curtain(QWidget):
    """Lies over a dialog whose parts are hidden; Esc and closing it are the dialog's own, all other keys are dead."""

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog, self._before = dialog, dialog.focusWidget()
        parts = dialog.findChildren(QWidget, options=_BELOW)
        self._parts = [part for part in parts if part is not self and not part.isWindow() and not part.isHidden()]
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_words())
        dialog.installEventFilter(self)
        for part in self._parts:
            part.hide()
        self.setGeometry(dialog.rect())
        self.show()
        self.raise_()
        self.setFocus()

    def lift(self) -> None:
        """Show the dialog as it was, the keyboard where it was."""
        self._dialog.removeEventFilter(self)
        self.setParent(None)
        for part in self._parts:
            part.show()
        if self._before is not None:
            self._before.setFocus()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(self._dialog.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self.palette().window())
        words = self.rect().adjusted(theme.PAD_16, theme.PAD_16, -theme.PAD_16, -theme.PAD_16)
        picture = icons.pixmap("eye-off", "attention", _PICTURE, self.devicePixelRatioF())
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        lines = painter.boundingRect(words, flags, _words())
        painter.drawText(words, flags, _words())
        painter.drawPixmap(words.center().x() - _PICTURE // 2, lines.top() - _PICTURE - theme.PAD_8, picture)
        painter.end()


def _draw(dialog: QDialog) -> None:
    """A curtain over it, or none."""
    curtain = dialog.findChild(Curtain, options=_BELOW)
    wanted = privacy.is_on() and not privacy.sees_to_itself(dialog) and not isinstance(dialog, QInputDialog)
    if isinstance(dialog, QMessageBox):
        _hush(dialog, wanted=wanted)
    elif curtain is None and wanted:
        Curtain(dialog)
    elif curtain is not None and not wanted:
        curtain.lift()


def _hush(box: QMessageBox, *, wanted: bool) -> None:
    """A question keeps its buttons and loses its words, which a screen reader asks the box for."""
    kept = box.property(_KEPT)
    if wanted and kept is None:
        box.setProperty(_KEPT, [box.text(), box.informativeText()])
        box.setText(_words())
        box.setInformativeText("")
    elif kept is not None and not wanted:
        box.setText(kept[0])
        box.setInformativeText(kept[1])
        box.setProperty(_KEPT, None)


def _words() -> str:
    return tr("Covered by the privacy screen. F12 shows it again.")
