"""Says beside a field that a client with this name, phone or NPWP is known, and leads there."""

from enum import Enum
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox, QSizePolicy, QWidget

from desktop_crm.services.client import Double
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

OPEN_KEYS: Final = "Alt+Return"


class Wanted(Enum):
    """What becomes of a new client who is known already."""

    OPEN = "open"
    SECOND = "second"
    STAY = "stay"


def ask_known(parent: QWidget, double: Double) -> Wanted:
    """Open the known one (Enter), save a second one all the same, or go on editing (Esc)."""
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Already here"))
    privacy.left_open(box)
    name = privacy.veil_client(double.name)
    box.setText(f"{say(double.why)}: {name}.")
    box.setInformativeText(tr("What you have typed can be added to that card: numbers, addresses and notes."))
    to_known = box.addButton(tr("Open {client}", client=name), QMessageBox.ButtonRole.AcceptRole)
    second = box.addButton(tr("Save a second one"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(to_known)
    box.setEscapeButton(stay)
    over.run(box)
    clicked = box.clickedButton()
    box.deleteLater()
    return Wanted.OPEN if clicked is to_known else Wanted.SECOND if clicked is second else Wanted.STAY


class DoubleNote(QLabel):
    """Hidden while nothing is known; by keys it is Alt+Enter, so that nothing stands between a name and its number."""

    wanted = Signal(int)  # the known client

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.double: Double | None = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByMouse)
        self.setWordWrap(True)
        self.setFont(theme.font(theme.SMALL))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.linkActivated.connect(lambda link: self.wanted.emit(int(link)))
        theme.signals.changed.connect(self._show)
        privacy.signals.changed.connect(self._show)
        self.hide()

    def tell(self, double: Double | None) -> None:
        """Who is known already; None is nobody."""
        if double != self.double:
            self.double = double
            self._show()

    def _show(self) -> None:
        self.setVisible(self.double is not None)
        if self.double is None:
            return
        shown, link = theme.colors(), tr("Open {client}", client=privacy.veil_client(self.double.name))
        keys = QKeySequence(OPEN_KEYS).toString(QKeySequence.SequenceFormat.NativeText).replace("Return", "Enter")
        self.setText(
            f"<span style='color:{shown.attention}'>{escape(say(self.double.why))}.</span> "
            f"<a href='{self.double.id}' style='color:{shown.accent}'>{escape(link)}</a>"
            f" <span style='color:{shown.muted}'>{escape(keys)}</span>"
        )
        self.setAccessibleName(f"{say(self.double.why)}. {link} ({keys})")
