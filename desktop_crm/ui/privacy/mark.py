"""How the owner sees that the privacy screen is on: a coloured edge around the window and a word in the status line."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.edge import Edge
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce

_EDGE: Final = 3  # px


class PrivacyEdge(Edge):
    """There while the privacy screen is on."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around, "attention", _EDGE)
        privacy.signals.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.fit()
        self.setVisible(privacy.is_on())
        self.raise_()


class PrivacySign(QToolButton):
    """Hidden while the screen is off; a click uncovers. A screen reader is told when it comes and goes."""

    def __init__(self) -> None:
        super().__init__()
        self.setIcon(icons.icon("eye-off", "attention"))
        self.setText(tr("Privacy screen on – F12"))
        self.setToolTip(tr("Show again (F12)"))
        self.setAccessibleName(tr("Privacy screen on – F12"))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFont(theme.font(theme.SMALL))
        self.setObjectName("privacy-sign")
        self.clicked.connect(privacy.toggle)
        privacy.signals.changed.connect(self._show)
        theme.signals.changed.connect(self._tint)
        self._tint()
        if not privacy.is_on():
            self.hide()  # shown it is by its parent, which it has not yet

    def _show(self) -> None:
        on = privacy.is_on()
        if on == self.isHidden():
            self.setVisible(on)
            told = tr("Privacy screen on – F12") if on else tr("Privacy screen off")
            announce(self, told)

    def _tint(self) -> None:
        self.setStyleSheet(f"#privacy-sign {{ color: {theme.colors().attention}; padding: 1px 4px; }}")
