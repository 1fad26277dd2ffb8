"""Editors of texts: one line, with or without completion, and many lines."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit

from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Text
from desktop_crm.ui.i18n import say

_MOST_LINES = 12


class TextEditor(Editor):
    """One line; blanks around it are not kept."""

    def __init__(self, field: Text) -> None:
        super().__init__()
        self._field = field
        self._line = QLineEdit()
        if field.placeholder:
            self._line.setPlaceholderText(say(field.placeholder))
        if field.max_length:
            self._line.setMaxLength(field.max_length)
        self.fill(self._line)
        self.watch(self._line)
        self._line.textEdited.connect(self._typed)
        self._line.returnPressed.connect(self.commit)
        self._completer: QCompleter | None = None

    def clean(self, value: Any) -> str:
        return "" if value is None else str(value)

    def show_value(self) -> None:
        if self._line.text() != self._value:
            self._line.setText(self._value)
            self._line.setCursorPosition(0)  # a long name shows its beginning

    def told(self) -> str:
        return self._line.text().strip()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._line.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._offer()
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self.take(" ".join(text.splitlines()).strip())

    def _offer(self) -> None:
        words = list(self._field.suggestions())
        if self._completer is None and words:
            self._completer = QCompleter(self)
            self._completer.setModel(QStringListModel(self))
            self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._completer.activated.connect(self._typed)
            self._line.setCompleter(self._completer)
        if self._completer is not None:
            model = self._completer.model()
            assert isinstance(model, QStringListModel)
            model.setStringList(words)


class LongTextEditor(Editor):
    """Several lines; grows with its text. Tab goes on to the next field."""

    def __init__(self, field: Text) -> None:
        super().__init__()
        self._lines = field.lines
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.document().setDocumentMargin(6)  # in line with the text of single lines
        self._text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        if field.placeholder:
            self._text.setPlaceholderText(say(field.placeholder))
        self.fill(self._text)
        self.watch(self._text)
        self._showing = False
        self._text.textChanged.connect(self._typed)
        self._text.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._text.viewport().installEventFilter(self)
        self._grow()

    def clean(self, value: Any) -> str:
        return "" if value is None else str(value)

    def show_value(self) -> None:
        if self._text.toPlainText().rstrip() != self._value:
            self._showing = True
            self._text.setPlainText(self._value)
            self._showing = False

    def begin_line(self, letters: str) -> None:
        """Type these below what is there, and go on behind them."""
        self._text.moveCursor(QTextCursor.MoveOperation.End)
        blank = not self._text.textCursor().block().text().strip()
        self._text.insertPlainText(letters if blank else f"\n{letters}")

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._text.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and not self._text.hasFocus():
            event.ignore()
            return True
        return super().eventFilter(watched, event) if watched is self._text else False

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.commit()
        return super().key(watched, event)

    def _typed(self) -> None:
        if not self._showing:
            self.take(self._text.toPlainText().rstrip())

    def _grow(self) -> None:
        lines = min(max(self._text.document().size().toSize().height(), self._lines), _MOST_LINES)
        self.setFixedHeight(lines * self._text.fontMetrics().lineSpacing() + 24)
