"""Editor of a picture: chosen from a file, dropped or pasted; kept small enough for the workspace."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, cast

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QMimeData, QObject, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageReader,
    QKeyEvent,
    QKeySequence,
    QPixmap,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm import disk
from desktop_crm.model.message import Message, msg
from desktop_crm.ui.desk import over
from desktop_crm.ui.form.editor import Editor, Latest
from desktop_crm.ui.form.fields import Picture
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icons import icon, pixmap

MOST_PIXELS: Final = 1600  # of the longer side
_AT_ONCE: Final = 20_000_000  # pixels that are read before anybody waits for them
_MOST_BYTES: Final = 200 * 2**20  # of a file; what is larger is no picture
_QUALITY: Final = 88
_SHOWN: Final = QSize(144, 108)
_KINDS: Final = {
    b"\x89PNG": b"png",
    b"\xff\xd8\xff": b"jpeg",
    b"GIF8": b"gif",
    b"RIFF": b"webp",
    b"BM": b"bmp",
    b"II*\0": b"tiff",
    b"MM\0*": b"tiff",
}
_KEPT_AS_IS: Final = 600_000  # bytes of a JPEG or PNG that is small enough already


def small_picture(data: bytes, most: int = MOST_PIXELS) -> bytes | None:
    """`data` as JPEG, or PNG where something is transparent, at most `most` wide and high; None if it is no picture."""
    with _reading(data) as reader:
        reader.setAutoTransform(True)  # a photo taken upright stands upright
        size, kind, turned = reader.size(), reader.format().data(), reader.transformation().value != 0
        if size.isValid() and max(size.width(), size.height()) > most:
            reader.setScaledSize(size.scaled(most, most, Qt.AspectRatioMode.KeepAspectRatio))
        elif kind in {b"jpeg", b"png"} and not turned and len(data) <= _KEPT_AS_IS:
            return None if reader.read().isNull() else data
        image = reader.read()
        return None if image.isNull() else encoded(image, most)


def encoded(image: QImage, most: int = MOST_PIXELS) -> bytes:
    """A picture from the clipboard, in the same form."""
    if max(image.width(), image.height()) > most:
        smooth = Qt.TransformationMode.SmoothTransformation
        image = image.scaled(most, most, Qt.AspectRatioMode.KeepAspectRatio, smooth)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    see_through = image.hasAlphaChannel() and not _opaque(image)
    image.save(buffer, "PNG" if see_through else "JPEG", -1 if see_through else _QUALITY)  # type: ignore[call-overload]  # the stubs want bytes
    return bytes(buffer.data().data())


def _is_huge(data: bytes) -> bool:
    """Whether it takes seconds to read, or is more than Qt reads at all."""
    with _reading(data) as reader:
        size = reader.size()
        return size.isValid() and size.width() * size.height() > _AT_ONCE


@contextmanager
def _reading(data: bytes) -> Iterator[QImageReader]:
    """A reader of the kind that the bytes begin as; of no other, as some of Qt's open files or lay out pages.

    It lets go of the bytes while they are there: the one of TIFF would end the program else.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoDetectImageFormat(False)
    reader.setFormat(next((kind for start, kind in _KINDS.items() if data.startswith(start)), b"none"))
    try:
        yield reader
    finally:
        reader.setDevice(cast("QIODevice", None))


def _opaque(image: QImage) -> bool:
    """Most pictures from the clipboard have an alpha channel that says nothing."""
    alpha = image.convertToFormat(QImage.Format.Format_Alpha8)
    lines = (cast("memoryview", alpha.constScanLine(y)) for y in range(alpha.height()))
    return all(set(bytes(line[: alpha.width()])) <= {255} for line in lines)


class PictureEditor(Editor):
    """JPEG or PNG bytes, or None. Ctrl+V pastes, Delete removes, Enter chooses a file."""

    def __init__(self, field: Picture, latest: Latest | None = None) -> None:
        super().__init__()
        self._most = field.pixels
        self._latest = latest
        self._waiting: object = None  # for the picture that is being made smaller
        self._frame = _Frame()
        self._choose = _button(tr("Choose picture…"), "image")
        self._paste = _button(tr("Paste"), "clipboard-paste")
        self._remove = _button(tr("Remove"), "trash-2")
        self._remove.setToolTip(tr("Remove (Delete)"))
        self._choose.clicked.connect(self._choose_file)
        self._paste.clicked.connect(self.paste)
        self._remove.clicked.connect(self._removed)
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # by keys it is Delete on the picture
        self._buttons = QWidget()
        column = QVBoxLayout(self._buttons)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for button in (self._choose, self._paste, self._remove):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_12)
        row.addWidget(self._frame, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._buttons)
        row.addStretch()
        self.setAcceptDrops(True)
        self.watch(self._frame, self._choose, self._paste)
        theme.signals.changed.connect(self.show_value)
        self.show_value()

    def show_value(self) -> None:
        self._frame.show_picture(self._value)
        self._remove.setVisible(self._value is not None)

    def draft(self) -> Any:
        from base64 import b64encode

        return None if self._value is None else b64encode(self._value).decode()

    def restore(self, draft: Any) -> None:
        from base64 import b64decode

        self.take(None if draft is None else b64decode(draft))
        self.show_value()

    def name_for_readers(self, name: str, hint: str = "") -> None:
        self._frame.setAccessibleName(name)
        self._frame.setAccessibleDescription(hint or tr("Ctrl+V pastes a picture, Delete removes it"))

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._buttons.setVisible(not read_only)
        self.setAcceptDrops(not read_only)

    def paste(self) -> None:
        """Take the picture, or the picture's file, from the clipboard."""
        self._take_mime(QGuiApplication.clipboard().mimeData())

    def take_bytes(self, data: bytes) -> None:
        """A file's content; a huge one comes when it has been made smaller in the background."""
        if self._latest is not None and _is_huge(data):
            self._wait_for(data, self._latest)
        else:
            self._take_small(_shrunk(data, self._most) if _is_huge(data) else small_picture(data, self._most))

    def set_value(self, value: Any) -> None:
        self._waiting = None
        super().set_value(value)

    def take(self, value: Any, trouble: Message | None = None) -> None:
        self._waiting = None
        super().take(value, trouble)

    def take_back(self) -> bool:
        self._waiting = None
        return super().take_back()

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        if watched is self._frame and event.type() == QEvent.Type.KeyPress and not self.read_only:
            if event.matches(QKeySequence.StandardKey.Paste):
                self.paste()
                return True
            if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self._removed()
                return True
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
                self._choose_file()
                return True
        return super().key(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasImage() or event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self._take_mime(event.mimeData())
        event.acceptProposedAction()

    def _wait_for(self, data: bytes, latest: Latest) -> None:
        """Until then the field has no value that could be saved; another record or picture ends the waiting."""
        self.take(None, msg("The picture is very large: it is being made smaller"))
        self.tell_trouble()
        self.left.emit()
        waiting = self._waiting = object()

        def done(small: bytes | None) -> None:
            if self._waiting is waiting:
                self._take_small(small)

        latest(("picture", id(self)), lambda _job: _shrunk(data, self._most), done, lambda _error: done(None), self)

    def _take_small(self, small: bytes | None) -> None:
        if small is None:
            self._refuse(msg("This file is not a picture the program can read"))
        else:
            self._put(small)

    def _take_mime(self, mime: QMimeData | None) -> None:
        """Nothing at all is what an empty clipboard has on some systems."""
        if mime is None:
            mime = QMimeData()
        files = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
        image = QImage(mime.imageData()) if mime.hasImage() else QImage()
        if not image.isNull():
            self._put(encoded(image, self._most))
        elif files:
            self._take_file(files[0])
        else:
            self._refuse(msg("There is no picture to paste"))

    def _choose_file(self) -> None:
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.gif *.bmp *.tif *.tiff)"
        name, _ = over.waited(QFileDialog.getOpenFileName, self, tr("Choose picture"), "", kinds)
        if name:
            self._take_file(Path(name))

    def _take_file(self, path: Path) -> None:
        try:
            with disk.open_regular(path) as file:  # what is no file is refused, not waited for
                data = file.read(_MOST_BYTES + 1)
        except OSError:
            self._refuse(msg("The file {file} can't be read", file=path.name))
        else:
            self.take_bytes(data if len(data) <= _MOST_BYTES else b"")

    def _refuse(self, why: Message) -> None:
        """Told, and that is all: what did not come must not keep anybody from saving the rest."""
        if self._trouble is not None:  # it was waited for
            self.take(self._value)
        self.refused.emit(why)

    def _removed(self) -> None:
        before = self._value
        self._put(None)
        if before is not None:
            self.removed.emit(tr("Picture removed."), lambda: self._put_back(before))

    def _put_back(self, data: bytes) -> None:
        if self._value is None and not self.read_only:
            self._put(data)

    def _put(self, data: bytes | None) -> None:
        self.take(data)
        self.show_value()
        self.commit()


def _shrunk(data: bytes, pixels: int) -> bytes | None:
    from desktop_crm.services.picture import shrunk

    return shrunk(data, pixels)


class _Frame(QLabel):
    """The picture, or where it would be."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_SHOWN.width() + 2, _SHOWN.height() + 2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("picture")

    def show_picture(self, data: bytes | None) -> None:
        shown = theme.colors()
        self.setStyleSheet(
            f"#picture {{ border: 1px {'solid' if data else 'dashed'} {shown.border}; border-radius: 6px; background: {shown.raised}; }}"
            f"#picture:focus {{ border: 2px solid {shown.accent}; }}"
        )
        ratio = self.devicePixelRatioF()
        picture = QPixmap()
        if data is None or not picture.loadFromData(data):  # one from before may be larger than Qt reads
            self.setPixmap(pixmap("image", "faint", 28, ratio))
            return
        picture = picture.scaled(
            (_SHOWN - QSize(8, 8)) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)


def _button(text: str, name: str) -> QPushButton:
    made = QPushButton(icon(name, "accent"), text)
    theme.mark(made, "quiet")
    made.setAutoDefault(False)
    return made
