"""Lucide's icons, tinted by the theme: an icon taken once follows every change of colours and every screen scale."""

import zlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from struct import unpack_from
from typing import Final

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_crm import assets
from desktop_crm.ui.look import theme

SIZE: Final = 18  # px
_KEPT: Final = 2000  # pictures, some KB each

_pixmaps: dict[tuple[str, str, int, int], QPixmap] = {}
_engines: list["_Engine"] = []  # Qt owns the icons, Python must keep their engines


def icon(name: str, color: str | None = None, size: int = SIZE) -> QIcon:
    """Lucide's icon of this name (`users`), ValueError when there is none.

    `color` is a name of `theme.Colors` (`accent`, followed through theme changes) or `#rrggbb`; by default the muted text
    colour. `size` is a hint for those who ask the icon for its sizes.
    """
    if not name:
        return QIcon()
    return _icon(name, color or "muted", size)


def pixmap(name: str, color: str | None = None, size: int = SIZE, ratio: float = 1.0) -> QPixmap:
    """The same as a picture for a label; `ratio` is the screen's. It does not follow the theme."""
    made = QPixmap(_picture(name, _color(color or "muted"), round(size * ratio), round(size * ratio)))
    made.setDevicePixelRatio(ratio)
    return made


def app_icon() -> QIcon:
    """The program's own icon."""
    made = QIcon()
    for size in (16, 32, 48, 64, 128, 256):
        made.addFile(str(assets.path(f"icons/app-{size}.png")), QSize(size, size))
    return made


@cache
def _icon(name: str, color: str, size: int) -> QIcon:
    _svg(name)
    engine = _Engine(name, color, size)
    _engines.append(engine)
    return QIcon(engine)


class _Engine(QIconEngine):
    """Paints one icon in the colour that holds at this moment."""

    def __init__(self, name: str, color: str, size: int) -> None:
        super().__init__()
        self._name = name
        self._color = color
        self._size = size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ratio = painter.device().devicePixelRatio() if painter.device() is not None else 1.0
        wanted = QSize(round(rect.width() * ratio), round(rect.height() * ratio))
        painter.drawPixmap(rect, self.pixmap(wanted, mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        del state
        color = theme.colors().faint if mode == QIcon.Mode.Disabled else _color(self._color)
        return QPixmap(_picture(self._name, color, size.width(), size.height()))

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        del mode, state
        side = min(size.width(), size.height())
        return QSize(side, side)

    def availableSizes(self, mode: QIcon.Mode = QIcon.Mode.Normal, state: QIcon.State = QIcon.State.Off) -> list[QSize]:
        del mode, state
        return [QSize(self._size, self._size)]

    def isNull(self) -> bool:
        return False

    def clone(self) -> QIconEngine:
        copy = _Engine(self._name, self._color, self._size)
        _engines.append(copy)
        return copy


def _color(color: str) -> str:
    return color if color.startswith("#") else str(getattr(theme.colors(), color))


def _picture(name: str, color: str, width: int, height: int) -> QPixmap:
    key = (name, color, width, height)
    if key not in _pixmaps:
        if len(_pixmaps) >= _KEPT:
            _pixmaps.clear()
        _pixmaps[key] = _drawn(name, color, width, height)
    return _pixmaps[key]


def _drawn(name: str, color: str, width: int, height: int) -> QPixmap:
    made = QPixmap(max(width, 1), max(height, 1))
    made.fill(Qt.GlobalColor.transparent)
    side = min(width, height)
    painter = QPainter(made)
    tinted = _svg(name).replace(b"currentColor", QColor(color).name().encode())
    left = 0 if width > height else (width - side) / 2  # a wide place is an icon with a gap behind it
    QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(left, (height - side) / 2, side, side))
    painter.end()
    return made


@cache
def _svg(name: str) -> bytes:
    """The drawing itself; one weight for all, a little finer than Lucide's own."""
    return _member(_archive(), f"{name}.svg").replace(b'stroke-width="2"', b'stroke-width="1.75"')


def _member(archive: bytes, name: str) -> bytes:
    """One file of a zip archive, found from its end; reading the whole directory would cost more than the first paint."""
    wanted = name.encode()
    at = archive.rfind(wanted)
    while at >= 0:
        entry = at - 46
        if archive.startswith(b"PK\x01\x02", max(entry, 0)) and unpack_from("<H", archive, entry + 28)[0] == len(
            wanted
        ):
            return _unpacked(archive, entry)
        at = archive.rfind(wanted, 0, at)
    raise ValueError(f"no file {name!r}")


def _unpacked(archive: bytes, entry: int) -> bytes:
    """The bytes that an entry of the archive's directory tells of."""
    method, size, place = (
        unpack_from(form, archive, entry + at)[0] for form, at in (("<H", 10), ("<I", 20), ("<I", 42))
    )
    begin = place + 30 + sum(unpack_from("<HH", archive, place + 26))
    packed = archive[begin : begin + size]
    return zlib.decompress(packed, -zlib.MAX_WBITS) if method else packed


@cache
def _archive() -> bytes:
    spec = find_spec("lucide")  # found, not imported: its module costs more than its pictures
    if spec is None or not spec.origin:
        raise ModuleNotFoundError("lucide")
    return (Path(spec.origin).parent / "lucide.zip").read_bytes()
