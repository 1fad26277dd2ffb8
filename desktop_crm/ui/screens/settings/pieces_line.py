"""The pieces of a pattern as chips: what is filled in opens a list of what else it could be, texts are typed in place."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QToolButton, QWidget

from desktop_crm.model.number_pieces import PLACES, Piece, Place, TextPiece
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.screens.settings import number_words
from desktop_crm.ui.table.flow import Flow

_DIGITS: Final = range(1, 7)
_NARROWEST: Final = 24


class PiecesLine(Flow):
    """`edited` at each change; `entered` is Enter in a text."""

    edited = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, theme.PAD_8)
        self.setAccessibleName(tr("Pieces of the pattern"))
        self._pieces: list[Piece] = []

    def pieces(self) -> tuple[Piece, ...]:
        """As they stand now; texts that are empty are none."""
        return _joined(self._pieces)

    def show_pieces(self, pieces: Sequence[Piece], focus: int = -1) -> None:
        """Show these, the keyboard on the one at `focus`."""
        self._pieces = list(pieces)
        self.clear()
        for at, piece in enumerate(self._pieces):
            self.add(_Text(self, at, piece) if isinstance(piece, TextPiece) else _Chip(self, at, piece))
        self.add(self._adder())
        if focus >= 0:
            list(self)[min(focus, len(self._pieces))].setFocus(Qt.FocusReason.OtherFocusReason)

    def retype(self, at: int, text: str) -> None:
        """A text was typed."""
        self._pieces[at] = TextPiece(text)
        self.updateGeometry()
        self.edited.emit()

    def replace(self, at: int, piece: Piece) -> None:
        """Another one in its place."""
        self._pieces[at] = piece
        self._change(at)

    def remove(self, at: int) -> None:
        """One less; texts that meet become one."""
        del self._pieces[at]
        self._pieces = list(_joined(self._pieces))
        self._change(max(at - 1, 0))

    def move_piece(self, at: int, by: int) -> None:
        """To the left or right."""
        to = at + by
        if 0 <= to < len(self._pieces):
            self._pieces[at], self._pieces[to] = self._pieces[to], self._pieces[at]
            self._change(to)

    def append(self, piece: Piece) -> None:
        """One more at the end."""
        self._pieces.append(piece)
        self._change(len(self._pieces) - 1)

    def _change(self, focus: int) -> None:
        self.show_pieces(self._pieces, focus)
        self.edited.emit()

    def _adder(self) -> QToolButton:
        made = QToolButton(self)
        made.setText(tr("Add"))
        made.setAccessibleName(tr("Add a piece"))
        made.setIcon(icons.icon("plus", "accent"))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.mark(made, "add")
        made.setFont(theme.font(strong=True))
        menu = QMenu(made)
        for name in PLACES:
            piece = Place(name).with_digits(3 if name == "seq" else 1)
            menu.addAction(say(number_words.TITLES[name]), partial(self.append, piece))
        menu.addAction(tr("Text"), partial(self.append, TextPiece("/")))
        made.setMenu(menu)
        return made


class _Chip(QToolButton):
    """What is filled in; Delete takes it away, Alt with an arrow moves it."""

    def __init__(self, line: PiecesLine, at: int, piece: Place) -> None:
        super().__init__(line)
        self._line, self._at, self._piece = line, at, piece
        words = number_words.title(piece)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tr("Piece of the pattern. Delete takes it away, Alt with an arrow moves it."))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.mark(self, "piece")
        self.setMenu(self._made_menu())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _moved(self._line, self._at, event):
            if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
                self._line.remove(self._at)
            else:
                super().keyPressEvent(event)

    def _made_menu(self) -> QMenu:
        menu = QMenu(self)
        for digits in _DIGITS:
            piece = Place("seq").with_digits(digits)
            self._offer(menu, number_words.number_title(digits), piece)
        for name in PLACES[1:]:
            self._offer(menu, say(number_words.TITLES[name]), Place(name))
        menu.addAction(tr("Text"), lambda: self._line.replace(self._at, TextPiece("/")))
        menu.addSeparator()
        menu.addAction(tr("Move left"), lambda: self._line.move_piece(self._at, -1)).setEnabled(self._at > 0)
        menu.addAction(tr("Move right"), lambda: self._line.move_piece(self._at, 1))
        menu.addAction(tr("Take away"), lambda: self._line.remove(self._at))
        return menu

    def _offer(self, menu: QMenu, words: str, piece: Place) -> None:
        action = menu.addAction(words, lambda: self._line.replace(self._at, piece))
        action.setCheckable(True)
        action.setChecked(piece == self._piece)


class _Text(QLineEdit):
    """As wide as what stands in it; emptied and left, it is gone."""

    def __init__(self, line: PiecesLine, at: int, piece: TextPiece) -> None:
        super().__init__(piece.text, line)
        self._line, self._at = line, at
        self.setAccessibleName(tr("Text between the pieces"))
        self.setMaxLength(40)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.mark(self, "piece")
        self.textEdited.connect(self._typed)
        self.returnPressed.connect(line.entered)
        self.editingFinished.connect(self._left)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance(self.text() or " ") + 20
        return QSize(max(width, _NARROWEST), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _moved(self._line, self._at, event):
            super().keyPressEvent(event)

    def _typed(self, text: str) -> None:
        self.updateGeometry()
        self._line.retype(self._at, text)

    def _left(self) -> None:
        if not self.text() and not self.hasFocus():
            self._line.remove(self._at)


def _moved(line: PiecesLine, at: int, event: QKeyEvent) -> bool:
    """Alt with an arrow."""
    by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
    if by is None or event.modifiers() != Qt.KeyboardModifier.AltModifier:
        return False
    line.move_piece(at, by)
    return True


def _joined(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Without empty texts, and two that meet as one."""
    found: list[Piece] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, TextPiece) and isinstance(last, TextPiece):
            found[-1] = TextPiece(last.text + piece.text)
        elif not (isinstance(piece, TextPiece) and not piece.text):
            found.append(piece)
    return tuple(found)
