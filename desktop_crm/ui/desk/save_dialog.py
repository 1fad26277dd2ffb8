"""Asking where a new file shall be, with the ending it needs whatever was typed."""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from desktop_crm.model.file_name import with_ending
from desktop_crm.ui.desk import over
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.privacy import privacy


def ask_where(parent: QWidget, title: str, suggested: Path | str, kinds: str, *endings: str) -> Path | None:
    """The system's dialog; None when the person has thought better of it.

    It asks before a file is replaced, but knows nothing of one whose name gets its ending only here.
    """
    name, kind = over.waited(QFileDialog.getSaveFileName, parent, title, str(suggested), kinds)
    if not name:
        return None
    path = with_ending(Path(name), *sorted(endings, key=lambda ending: f"*{ending}" not in kind))
    if path != Path(name) and os.path.lexists(path) and not _may_replace(parent, title, path):
        return None
    return path


def ask_where_workspace(parent: QWidget, title: str, suggested: Path | str) -> Path | None:
    """The same for a new workspace, which never replaces anything: whoever makes it tells so."""
    kinds = tr("Workspaces") + " (*.crm)"
    name, _ = over.waited(QFileDialog.getSaveFileName, parent, title, str(suggested), kinds)
    return with_ending(Path(name), ".crm") if name else None


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr("{name} is already there.", name=path.name))
    privacy.left_open(box)  # it names a file, as the system's dialog before it did
    replace = box.addButton(tr("Replace the file"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    over.run(box)
    wanted = box.clickedButton() is replace
    box.deleteLater()
    return wanted
