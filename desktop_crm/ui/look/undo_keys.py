"""Ctrl+Z inside an editor is the editor's while it has something to undo; then it is the program's again."""

from typing import Any, Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit

_EDITORS: Final = (QLineEdit, QPlainTextEdit, QTextEdit)


class UndoKeys(QObject):
    """Watches the editor that has the keyboard, and only that: a filter of all events would slow the window."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._moved)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        wanted = (event.matches(QKeySequence.StandardKey.Undo) and not _can(watched, "isUndoAvailable")) or (
            event.matches(QKeySequence.StandardKey.Redo) and not _can(watched, "isRedoAvailable")
        )
        if wanted:
            event.ignore()
        return wanted

    def _moved(self, _old: object, new: object) -> None:
        if isinstance(new, _EDITORS):
            new.removeEventFilter(self)  # once, however often the keyboard comes by
            new.installEventFilter(self)


def _can(editor: Any, question: str) -> bool:
    asked = editor if isinstance(editor, QLineEdit) else editor.document()
    return bool(getattr(asked, question)())
