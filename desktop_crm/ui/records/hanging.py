"""The question before something is deleted on which orders or contracts hang."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_crm.services.dependents import Papers
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import ntr, tr


def may_go_along(parent: QWidget, name: str, papers: Papers) -> bool:
    """Whether the orders and contracts of something shall be deleted with it; Esc keeps all of it.

    Not asked while one of them is signed: then deleting is refused anyway.
    """
    if papers.signed or not (papers.orders or papers.contracts):
        return False
    box = QMessageBox(parent.window())
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)  # a name may look like markup
    box.setWindowTitle(tr("Delete with all that hangs on it"))
    box.setText(
        tr("{papers} and all files of {name} would be deleted, too.", papers=_told(papers), name=name)
        + "\n"
        + tr("Undo takes that back, and the trash keeps all of it.")
    )
    delete = box.addButton(tr("Delete all of it"), QMessageBox.ButtonRole.DestructiveRole)
    keep = box.addButton(tr("Keep"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(keep)
    box.setEscapeButton(keep)
    over.run(box)
    clicked = box.clickedButton()
    box.deleteLater()
    return clicked is delete


def _told(papers: Papers) -> str:
    orders = ntr("{n} order", "{n} orders", papers.orders) if papers.orders else ""
    contracts = ntr("{n} contract", "{n} contracts", papers.contracts) if papers.contracts else ""
    return ", ".join(part for part in (orders, contracts) if part)
