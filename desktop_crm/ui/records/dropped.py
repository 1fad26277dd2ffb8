"""Files that come by the mouse or the clipboard, and their copies that leave by them."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QUrl
from PySide6.QtGui import QImage

#: What scanners and telephones make.
SCANS: Final = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp", ".heic")


def files_in(data: QMimeData) -> list[Path]:
    """Those of them that lie on this computer."""
    found = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in found if path.is_file()]


def scans_in(data: QMimeData) -> list[Path]:
    """Those that are scans or photographs."""
    return [path for path in files_in(data) if path.suffix.casefold() in SCANS]


def picture_in(data: QMimeData) -> bytes | None:
    """One that was copied as a picture, as PNG: a screenshot has no file."""
    image = data.imageData() if data.hasImage() else None
    if not isinstance(image, QImage) or image.isNull():
        return None
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # its types know no str for the format
    return bytes(content.data())


def leaving(path: Path) -> QMimeData:
    """A file for other programs, as their own file managers give it."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data
