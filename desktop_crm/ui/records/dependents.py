"""The question before something is deleted on which other things hang, like a client's orders."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_crm.services.dependents import Dependents
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import say, tr


def may_go_along(parent: QWidget, name: str, hanging: Dependents) -> bool:
    """Whether what hangs on something shall be deleted with it; Esc keeps all of it.

    Not asked while deleting is refused anyway, as where a contract is signed.
    """
    if hanging.refusal is not None or not hanging:
        return False
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a name may look like markup
    box.setWindowTitle(tr("Delete with all that hangs on it"))
    box.setText(
        tr("{papers} and all files of {name} would be deleted, too.", papers=say(hanging.told()), name=name)
        + "\n"
        + tr("Undo brings it back, and the trash keeps all of it.")
    )
    delete = box.addButton(tr("Delete all of it"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(tr("Don't delete"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    over.run(box)
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is delete
