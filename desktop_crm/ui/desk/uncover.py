"""The question before something that is covered leaves the program or comes into sight."""

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.privacy import privacy


def may_take_out(parent: QWidget, *, sensitive: bool) -> bool:
    """Whether something may be copied or exported: not while it is covered, unless the person uncovers it."""
    return not privacy.covered(sensitive) or ask(
        parent, tr("The privacy screen covers a part of this. What you copy or export would hold it.")
    )


def may_show(parent: QWidget) -> bool:
    """Whether names of many clients may come into sight."""
    return not privacy.is_on() or ask(parent, tr("The privacy screen is on. This would show names of other clients."))


def ask(parent: QWidget, why: str) -> bool:
    """Uncover and go on, or leave it (Esc, and Enter: a reflex must not uncover anything)."""
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(tr("Privacy screen"))
    privacy.left_open(box)
    box.setText(why)
    uncover = box.addButton(tr("Show and go on"), QMessageBox.ButtonRole.AcceptRole)
    leave = box.addButton(tr("Leave it covered"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(leave)
    box.setEscapeButton(leave)
    over.run(box)
    wanted = box.clickedButton() is uncover
    box.deleteLater()
    if wanted:
        privacy.turn(on=False)
    return wanted
