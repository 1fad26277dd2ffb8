"""The question about something that is typed and can't be saved by itself."""

from enum import Enum

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.privacy import privacy


class Answer(Enum):
    """What the person wants."""

    SAVE = "save"
    DISCARD = "discard"
    STAY = "stay"


def ask(parent: QWidget) -> Answer:
    """Save, discard, or go on editing (Esc)."""
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Not saved"))
    privacy.left_open(box)
    box.setText(tr("Something typed here is not saved yet."))
    save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
    discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    box.setEscapeButton(stay)
    over.run(box)
    clicked = box.clickedButton()
    box.deleteLater()
    return Answer.SAVE if clicked is save else Answer.DISCARD if clicked is discard else Answer.STAY
