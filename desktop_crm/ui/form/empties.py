"""The line below a record's facts that names those without a value, and unfolds them."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
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
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(1, theme.CONTROL_HEIGHT)  # in a narrow place its tip tells what is cut
        self.clicked.connect(self._turn)
        self.hide()

    def tell(self, labels: Sequence[str]) -> None:
        """What is empty; hidden where nothing is."""
        named = ", ".join(labels[:_NAMED])
        more = "…" if len(labels) > _NAMED else ""
        self.setText(ntr("{n} empty: {names}", "{n} empty: {names}", len(labels), names=f"{named}{more}"))
        self.setIcon(icons.icon("chevron-down" if self.shown else "chevron-right"))
        set_tip(self, ", ".join(labels))
        self.setVisible(bool(labels))

    def _turn(self) -> None:
        self.shown = not self.shown
        self.turned.emit()
