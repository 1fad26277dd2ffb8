"""Texts of records and files in widgets: Qt takes a name like `<b>Jaya</b>` for markup, here it stays a name."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import Qt as QtText
from PySide6.QtWidgets import QLabel, QWidget

_LINE: Final = 80  # characters that are read in one line
#: As `html.escape` does; that is loaded with two thousand names of letters, before the first paint.
_MARKS: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


class PlainLabel(QLabel):
    """A label of any text, shown as it stands."""

    def __init__(self, text: str = "", parent: QWidget | None = None, *, wrap: bool = False) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)


def tip(text: str) -> str:
    """A text for hovering: as it stands, a long one in several lines (which Qt does for markup only)."""
    if len(text) <= _LINE and not QtText.mightBeRichText(text):
        return text
    return f"<p style='white-space: pre-wrap'>{text.translate(_MARKS)}</p>"


def set_tip(widget: QWidget, text: str) -> None:
    """Tell a text on hovering; a screen reader gets it without the markup around it."""
    widget.setToolTip(tip(text))
    widget.setAccessibleDescription(text)
