"""The text of a clause: fields are chips that are deleted as one letter, what only the code can change is grey and stays."""

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPyTextObject,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
)
from PySide6.QtWidgets import QTextEdit, QWidget

from desktop_crm.model.template_text import Kind, Part, field, locked_in, parts_of
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.template_editor import words
from desktop_crm.ui.template_editor.field_picker import FieldPicker

_OBJECT: Final = QTextFormat.ObjectTypes.UserObject.value + 1
_SOURCE: Final = QTextFormat.Property.UserProperty.value + 1
_WORDS: Final = _SOURCE + 1
_LOCKED: Final = _SOURCE + 2
_LENGTH: Final = _SOURCE + 3  # of the chip, px
_SIGN: Final = "\ufffc"
_HEIGHT: Final = 20
_PAD: Final = 6
_BREAK: Final = "\u2028"  # what Shift+Enter writes
_DELETING: Final = {
    QKeySequence.StandardKey.Delete: QTextCursor.MoveOperation.NextCharacter,
    QKeySequence.StandardKey.Backspace: QTextCursor.MoveOperation.PreviousCharacter,
    QKeySequence.StandardKey.DeleteStartOfWord: QTextCursor.MoveOperation.PreviousWord,
    QKeySequence.StandardKey.DeleteEndOfWord: QTextCursor.MoveOperation.NextWord,
    QKeySequence.StandardKey.DeleteEndOfLine: QTextCursor.MoveOperation.EndOfBlock,
    QKeySequence.StandardKey.DeleteCompleteLine: QTextCursor.MoveOperation.EndOfBlock,
}


class ClauseText(QTextEdit):
    """As high as its text; `code_wanted` gives how many lines of it stand above what the code shall show."""

    typed = Signal()
    code_wanted = Signal(int)

    def __init__(self, parent: QWidget, names: words.Names) -> None:
        super().__init__(parent)
        theme.mark(self, "clause")
        self._names = names
        self._locked: tuple[str, ...] = ()
        self._loading = False
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleDescription(
            tr(
                "Type {brace} for a field. Grey pieces are conditions and loops: Ctrl+Enter opens them in the code.",
                brace="{",
            )
        )
        self._chips = _Chips(self)
        self.document().documentLayout().registerHandler(_OBJECT, self._chips)
        self._marks = _Marks(self.document())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._tell_chip)
        theme.signals.changed.connect(self._marks.rehighlight)

    # What others ask

    def show_source(self, source: str) -> None:
        """Show a text; nothing of what was typed before can be taken back."""
        self._loading = True
        self.setUndoRedoEnabled(False)
        self.clear()
        self._insert(self.textCursor(), source)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.setUndoRedoEnabled(True)
        self._locked = locked_in(source)
        self._loading = False
        self._fit()

    def source(self) -> str:
        """What stands here as the template has it."""
        return "".join(text for text, _ in self._all())

    def insert_field(self, name: str) -> None:
        """Where the cursor is; one step of Undo."""
        cursor = self.textCursor()
        if not self._holds_locked(cursor):
            self._insert(cursor, field(name).source)
            self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def pick_field(self) -> None:
        """Open the list of fields below the cursor."""
        picker = FieldPicker(self, self._names.kind)
        picker.picked.connect(self.insert_field)
        picker.open_at(self.viewport().mapToGlobal(self.cursorRect().bottomLeft() + QPoint(0, 4)))

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() == "{":
            self.pick_field()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and event.modifiers() == _CONTROL:
            self.code_wanted.emit(self._line_of(self.textCursor()))
        elif self._would_unlock(event):
            self._refuse()
        else:
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        if event.commitString() and self._holds_locked(self.textCursor()):
            self._refuse()
        else:
            super().inputMethodEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        made = QMimeData()
        made.setText(self._source_between(self.textCursor()))
        return made

    def insertFromMimeData(self, source: QMimeData) -> None:
        cursor = self.textCursor()
        if self._holds_locked(cursor) or locked_in(source.text()):
            self._refuse()
        else:
            self._insert(cursor, source.text().replace("\r\n", "\n"))
            self.setTextCursor(cursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = self._at(event.position().toPoint())
        if at is not None and not self.textCursor().hasSelection() and at.charFormat().property(_LOCKED):
            self.code_wanted.emit(self._line_of(at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        at = self._at(event.position().toPoint())
        locked = at is not None and bool(at.charFormat().property(_LOCKED))
        shape = Qt.CursorShape.PointingHandCursor if locked else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)
        self.setToolTip(tr("Only the code can change this: a click opens it there.") if locked else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # so that the page scrolls on
            return False
        return super().event(event)

    # Inside

    def _insert(self, cursor: QTextCursor, source: str) -> None:
        cursor.beginEditBlock()
        for part in parts_of(source):
            if part.kind is Kind.TEXT:
                cursor.insertText(part.source, QTextCharFormat())
            else:
                cursor.insertText(_SIGN, self._format(part))
        cursor.endEditBlock()
        cursor.setCharFormat(QTextCharFormat())

    def _format(self, part: Part) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setObjectType(_OBJECT)
        made.setProperty(_SOURCE, part.source)
        told = words.chip(part, self._names)
        made.setProperty(_WORDS, told)
        made.setProperty(_LENGTH, self._chips.width_of(told))
        made.setProperty(_LOCKED, part.kind is Kind.LOCKED)
        made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
        return made

    def _source_between(self, selected: QTextCursor) -> str:
        return "".join(text for text, _ in self._pieces(selected.selectionStart(), selected.selectionEnd()))

    def _pieces(self, begin: int, end: int) -> Iterator[tuple[str, bool]]:
        """What stands between two places: texts, chips as their source, and whether it is a locked one."""
        block = self.document().findBlock(begin)
        while block.isValid() and block.position() <= end:
            if block.position() > begin:
                yield "\n", False
            for each in cast(Iterable[Any], block):  # Qt's stubs say nothing of what it gives
                fragment = each.fragment()
                first = max(begin - fragment.position(), 0)
                last = min(end - fragment.position(), fragment.length())
                if first < last:
                    yield from self._piece(fragment, first, last)
            block = block.next()

    def _piece(self, fragment: QTextFragment, first: int, last: int) -> Iterator[tuple[str, bool]]:
        """Some of a stretch of one look, by places as Qt counts them; chips that are the same are one stretch."""
        form = fragment.charFormat()
        if form.objectType() == _OBJECT:
            yield from [(str(form.property(_SOURCE)), bool(form.property(_LOCKED)))] * (last - first)
            return
        text = fragment.text()
        if (first, last) != (0, fragment.length()):
            units = text.encode("utf-16-le", "surrogatepass")
            text = units[2 * first : 2 * last].decode("utf-16-le", "surrogatepass")
        yield text.replace(_BREAK, "\n"), False

    def _all(self) -> Iterator[tuple[str, bool]]:
        return self._pieces(0, self.document().characterCount() - 1)

    def _holds_locked(self, selected: QTextCursor) -> bool:
        return any(locked for _, locked in self._pieces(selected.selectionStart(), selected.selectionEnd()))

    def _would_unlock(self, event: QKeyEvent) -> bool:
        """Whether the key would take away a locked piece."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            changes = bool(event.text()) or event.matches(QKeySequence.StandardKey.Cut)
            copies = event.matches(QKeySequence.StandardKey.Copy) or event.key() == Qt.Key.Key_Escape
            return changes and not copies and event.key() != Qt.Key.Key_Tab and self._holds_locked(cursor)
        for keys, move in _DELETING.items():
            if event.matches(keys):
                cursor.movePosition(move, QTextCursor.MoveMode.KeepAnchor)
                return self._holds_locked(cursor)
        return False

    def _refuse(self) -> None:
        announce(self, tr("Only the code can change this."), urgent=True)

    def _changed(self) -> None:
        """However it came about: what is locked stays."""
        if self._loading:
            return
        if tuple(text for text, locked in self._all() if locked) != self._locked:
            self._loading = True
            self.undo()
            self._loading = False
            self._refuse()
            return
        self.typed.emit()

    def _line_of(self, cursor: QTextCursor) -> int:
        """How many lines of the source stand above the chip behind the cursor, or before it."""
        above = QTextCursor(self.document())
        above.setPosition(0)
        above.setPosition(cursor.position(), QTextCursor.MoveMode.KeepAnchor)
        return self._source_between(above).count("\n")

    def _at(self, place: QPoint) -> QTextCursor | None:
        """Behind the letter at a place."""
        layout = self.document().documentLayout()
        hit = layout.hitTest(QRectF(place, QSizeF(1, 1)).topLeft(), Qt.HitTestAccuracy.ExactHit)
        if hit < 0:
            return None
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(hit + 1, self.document().characterCount() - 1))
        return cursor

    def _tell_chip(self) -> None:
        """A reader hears nothing of a picture in the text: what the cursor came to is said."""
        found = QTextCursor(self.textCursor())
        if found.movePosition(QTextCursor.MoveOperation.NextCharacter):
            told = found.charFormat().property(_WORDS)
            if self.hasFocus() and told:
                announce(self, str(told))

    def _fit(self) -> None:
        height = round(self.document().size().height()) + 2 * self.frameWidth() + 8
        if height != self.height():
            self.setFixedHeight(max(height, theme.CONTROL_HEIGHT))


_CONTROL: Final = Qt.KeyboardModifier.ControlModifier


class _Chips(QPyTextObject):
    """Paints them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._font: QFont = theme.font(theme.SMALL)
        self._metrics = QFontMetricsF(self._font)

    def width_of(self, told: str) -> float:
        """Of a chip that says this."""
        return self._metrics.horizontalAdvance(told) + 2 * _PAD

    def intrinsicSize(self, doc: QTextDocument, posInDocument: int, format: QTextFormat) -> QSizeF:  # noqa: N803  # Qt's names
        del posInDocument
        width = float(format.property(_LENGTH))
        room = doc.textWidth() - 2 * doc.documentMargin()
        return QSizeF(min(width, room) if room > 0 else width, _HEIGHT)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        posInDocument: int,  # noqa: N803  # Qt's names
        format: QTextFormat,
    ) -> None:
        del doc, posInDocument
        colors, locked = theme.colors(), bool(format.property(_LOCKED))
        box = QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(colors.line if locked else colors.accent_soft))
        painter.setBrush(QColor(colors.neutral_soft if locked else colors.accent_soft))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(self._font)
        painter.setPen(QColor(colors.muted if locked else colors.text))
        inside = box.adjusted(_PAD - 1, 0, 1 - _PAD, 0)
        shown = painter.fontMetrics().elidedText(
            str(format.property(_WORDS)), Qt.TextElideMode.ElideRight, int(inside.width()) + 2
        )
        painter.drawText(inside, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()


class _Marks(QSyntaxHighlighter):
    """What the paper prints strong or slanted is seen so; the stars around it are faint."""

    def highlightBlock(self, text: str) -> None:
        place = 0
        stars, open_at = "", 0
        while place < len(text):
            found = "**" if text.startswith("**", place) else "*" if text[place] == "*" else ""
            if not found:
                place += 1
                continue
            self.setFormat(place, len(found), _colored(theme.colors().faint))
            if stars == found:
                self._show(found, open_at, place)
                stars = ""
            elif not stars:
                stars, open_at = found, place + len(found)
            place += len(found)

    def _show(self, stars: str, begin: int, end: int) -> None:
        for at in range(begin, end):
            made = self.format(at)
            if stars == "**":
                made.setFont(
                    theme.font(strong=True),
                    QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesSpecifiedOnly,
                )
            else:
                made.setFontItalic(True)
            self.setFormat(at, 1, made)


def _colored(color: str) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(QColor(color))
    return made
