"""The picture of a card: a file that is chosen, dropped or pasted, made small enough in the background."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QToolButton, QWidget

from desktop_crm import disk
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.picture_editor import encoded, small_picture
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons

_ASKED: Final = ("capture", "picture")
_MOST_BYTES: Final = 200 * 2**20


class PictureButton(QWidget):
    """Chooses one, or tells that there is one, beside a button that takes it away again."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.picture: tuple[str, bytes] | None = None
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._choose_file)
        self.remove = QToolButton(self)
        self.remove.setIcon(icons.icon("x"))
        self.remove.setIconSize(QSize(16, 16))
        self.remove.setToolTip(tr("Remove the picture"))
        self.remove.setAccessibleName(tr("Remove the picture"))
        self.remove.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.remove.clicked.connect(lambda: self._put(None))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        row.addWidget(self.button)
        row.addWidget(self.remove)
        self._show()

    def paste(self) -> bool:
        """Take the picture from the clipboard; False when there is none."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime is None or mime.hasText() or not mime.hasImage():
            return False
        self.take_mime(mime)
        return True

    def take_mime(self, mime: QMimeData) -> None:
        """A picture, or a picture's file."""
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        if not image.isNull():
            self._later("", lambda: encoded(image))
        elif files:
            self.take_file(files[0])

    def take_file(self, path: Path) -> None:
        """A file from outside."""
        self._later(path.name, lambda: _read(path))

    def draft(self) -> dict[str, str]:
        """As plain JSON."""
        return {} if self.picture is None else {"name": self.picture[0], "data": b64encode(self.picture[1]).decode()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """What `draft` gave."""
        self._put((draft["name"], b64decode(draft["data"])) if draft else None)

    def _choose_file(self) -> None:
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff)"
        name, _ = over.waited(QFileDialog.getOpenFileName, self, tr("Picture of the card"), "", kinds)
        if name:
            self.take_file(Path(name))

    def _later(self, name: str, make: Any) -> None:
        def done(data: bytes | None) -> None:
            if data is None:
                self._desk.notify.error(UserError(msg("Not added: this file is no picture the program can read.")))
            else:
                kind = "png" if data.startswith(b"\x89PNG") else "jpg"
                stem = Path(name).stem or tr("card")
                self._put((f"{stem}.{kind}", data))

        self._desk.jobs.latest(_ASKED, lambda _job: make(), done, self._desk.notify.error, self)

    def _put(self, picture: tuple[str, bytes] | None) -> None:
        self._desk.jobs.forget(_ASKED)
        self.picture = picture
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        there = self.picture is not None
        self.button.setText(tr("Picture added") if there else tr("Picture of card…"))
        self.button.setIcon(icons.icon("check" if there else "image", "good" if there else None))
        self.button.setToolTip(tr("Choose a picture; Ctrl+V pastes one") if self.picture is None else self.picture[0])
        self.remove.setVisible(there)


def _read(path: Path) -> bytes | None:
    try:
        with disk.open_regular(path) as file:
            data = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UserError(msg("Not added: the file {file} can't be read.", file=path.name)) from error
    return small_picture(data) if len(data) <= _MOST_BYTES else None
