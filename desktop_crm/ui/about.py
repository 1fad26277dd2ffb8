"""About the program: version, licence, and the licences of everything it is built on."""

from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_crm import __version__
from desktop_crm.ui import icons, theme
from desktop_crm.ui.i18n import tr

_OURS: Final = "desktop-crm"


class About(QDialog):
    """What this is and on whose shoulders it stands."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Desktop CRM"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(720, 560)
        self._parts = sorted(parts(), key=lambda part: part.name.casefold())
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Third-party software"))
        self.names.addItems([f"{part.name} {part.version}" for part in self._parts])
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("Licence"))
        self.text.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.names.currentRowChanged.connect(self._show)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.PAD_24] * 4)
        column.setSpacing(theme.PAD_16)
        column.addLayout(self._head())
        column.addWidget(self._licences(), 1)
        column.addWidget(self._close(), 0, Qt.AlignmentFlag.AlignRight)
        self.names.setCurrentRow(0)

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(icons.app_icon().pixmap(64, 64))
        name, version, licence = QLabel("Desktop CRM"), QLabel(tr("Version {version}", version=__version__)), QLabel()
        licence.setText(tr("MIT licence. Built on the free software listed here, each under its own licence."))
        licence.setWordWrap(True)
        theme.mark(name, "heading")
        theme.mark(version, "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        for label in (name, version, licence):
            words.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row

    def _licences(self) -> QSplitter:
        sides = QSplitter()
        sides.setChildrenCollapsible(False)
        sides.addWidget(self.names)
        sides.addWidget(self.text)
        sides.setSizes([230, 440])
        sides.setHandleWidth(theme.PAD_8)
        return sides

    def _close(self) -> QPushButton:
        button = QPushButton(tr("Close"))
        button.setDefault(True)
        button.clicked.connect(self.accept)
        return button

    def _show(self, row: int) -> None:
        self.text.setPlainText(licence_text(self._parts[row]) if row >= 0 else "")


def parts() -> list[Distribution]:
    """The installed packages the program needs, those they need included; a package that is not installed is left out."""
    found: dict[str, Distribution] = {}
    waiting = [_OURS]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        waiting += [_name(line) for line in found[name].requires or () if "extra ==" not in line]
    found.pop(_OURS, None)
    return list(found.values())


def licence_text(part: Distribution) -> str:
    """The licence's name and, where the package ships it, its text."""
    about = part.metadata
    classified = (
        line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if line.startswith("License")
    )
    named = about.get("License-Expression") or ", ".join(classified) or about.get("License") or ""
    files = (file for file in part.files or () if "licen" in file.name.casefold() or "copying" in file.name.casefold())
    texts = [
        file.read_text(encoding="utf-8")
        for file in files
        if file.suffix in {"", ".txt", ".md", ".rst", ".LGPL"} and file.locate().is_file()
    ]
    return "\n\n".join([named.strip(), about.get("Home-page") or "", *texts]).strip()


def _name(requirement: str) -> str:
    """`alembic<2,>=1.20; python_version > "3"` → alembic."""
    name = requirement.split(";")[0]
    for mark in " <>=!~([":
        name = name.split(mark)[0]
    return name.strip().replace("_", "-").lower()
