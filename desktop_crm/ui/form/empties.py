"""The line below a record's facts that names those without a value, as many as there is room for, and unfolds them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_crm.ui.i18n import ntr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import set_tip

_NAMED: Final = 3


class Empties(QToolButton):
    """`shown` while they stand in their places; `turned` when that is switched."""

    turned = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.shown = False
        self._labels: Sequence[str] = ()
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(1, theme.CONTROL_HEIGHT)  # in a narrow place its tip tells what is cut
        self.clicked.connect(self._turn)
        self.hide()
        parent.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self.parentWidget():
            self._name()
        return super().eventFilter(watched, event)

    def tell(self, labels: Sequence[str]) -> None:
        """What is empty; hidden where nothing is."""
        self._labels = labels
        self.setIcon(icons.icon("chevron-down" if self.shown else "chevron-right"))
        self._name()
        set_tip(self, ", ".join(labels))
        self.setVisible(bool(labels))

    def _name(self) -> None:
        around = self.parentWidget()
        margins = around.contentsMargins() if around else self.contentsMargins()
        room = (around or self).width() - margins.left() - margins.right()
        for count in range(min(_NAMED, len(self._labels)), 0, -1):
            named = ", ".join(self._labels[:count])
            more = "…" if len(self._labels) > count else ""
            told = ntr("{n} empty: {names}", "{n} empty: {names}", len(self._labels), names=f"{named}{more}")
            self.setText(told)
            if self.sizeHint().width() <= room:
                break

    def _turn(self) -> None:
        self.shown = not self.shown
        self.turned.emit()
