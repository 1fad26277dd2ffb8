"""About the program: version, licence, and the licences of everything it is built on."""

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution, distributions
from pathlib import Path
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
    QVBoxLayout,
    QWidget,
)

from desktop_crm import __version__
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window import geometry

_OURS: Final = "desktop-crm"
_BOTH: Final = 2
_TEXTS: Final = {"", ".txt", ".md", ".rst"}


class About(QDialog):
    """What this is and on whose shoulders it stands."""

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About Desktop CRM"))
        privacy.left_open(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        geometry.fit(self, 820, 600)
        called = sorted(((*_called(part), part) for part in parts()), key=lambda each: each[0].casefold())
        self._parts = [part for _name, _version, part in called]
        self.names = QListWidget()
        self.names.setAccessibleName(tr("Third-party software"))
        self.names.addItems([f"{name} {version}" for name, version, _part in called])
        self.names.setSpacing(3)
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
        column.addLayout(self._licences(), 1)
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

    def _licences(self) -> QHBoxLayout:
        self.names.setFixedWidth(220)
        self.text.setFont(theme.font(theme.SMALL))
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_16)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        return row

    def _close(self) -> QPushButton:
        button = QPushButton(tr("Close"))
        button.setDefault(True)
        button.clicked.connect(self.accept)
        return button

    def _show(self, row: int) -> None:
        self.text.setPlainText(licence_text(self._parts[row]) if row >= 0 else "")


def parts() -> list[Distribution]:
    """The installed packages the program needs, those they need included.

    Started from a checkout the program itself is not installed; its private environment holds nothing else then.
    """
    try:
        waiting = list(distribution(_OURS).requires or ())
    except PackageNotFoundError:
        return list(distributions())
    found: dict[str, Distribution] = {}
    while waiting:
        line = waiting.pop()
        name = _name(line)
        if name in found or "extra ==" in line:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:  # for another system or Python
            continue
        waiting += found[name].requires or ()
    return list(found.values())


def _called(part: Distribution) -> tuple[str, str]:
    """Name and version: a distribution reads all that is told of it, its whole README included, for each of the two."""
    head = (part.read_text("METADATA") or "").partition("\n\n")[0]
    told = dict(line.split(": ", 1) for line in head.splitlines() if line.startswith(("Name: ", "Version: ")))
    return (told["Name"], told["Version"]) if len(told) == _BOTH else (part.name, part.version)


def licence_text(part: Distribution) -> str:
    """The licence's name and, where the package ships it, its text."""
    about = part.metadata.json
    classifiers = about.get("classifier") or []
    classified = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License")]
    named = about.get("license_expression") or ", ".join(classified) or about.get("license") or ""
    return "\n\n".join([str(named).strip(), *_texts(part)]).strip()


def _texts(part: Distribution) -> Iterator[str]:
    for file in part.files or ():
        name = file.name.casefold()
        path = Path(str(file.locate()))
        if ("licen" in name or "copying" in name) and path.suffix in _TEXTS and path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


def _name(requirement: str) -> str:
    """`alembic<2,>=1.20; python_version > "3"` → alembic."""
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    return re.sub(r"[-_.]+", "-", found[0]).lower() if found else ""
