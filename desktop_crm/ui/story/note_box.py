"""Where a note is typed: a box that grows, and what was done, a call, a message, a visit, beside it."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from desktop_crm.model.activity import ActivityKind
from desktop_crm.model.message import Message, msg
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.roles import ChoiceButton
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import Veil

_MOST_LINES: Final = 8
_WORDS: Final = 600  # px from which on each kind has its word
_KINDS: Final[tuple[tuple[str, str, Message], ...]] = (
    (ActivityKind.NOTE, "sticky-note", msg("Note")),
    (ActivityKind.CALL_OUT, "phone", msg("Call")),
    (ActivityKind.MESSAGE, "message-circle", msg("Message")),
    (ActivityKind.VISIT, "users", msg("Visit")),
)
_WITH_WORD: Final = QSize(icons.SIZE + 4, icons.SIZE)
_ALONE: Final = QSize(icons.SIZE, icons.SIZE)
_HEIGHT: Final = 28  # px of a kind
_ONE_LINE: Final = 40
_EDGE: Final = 6  # around the kinds
_BEFORE: Final = 7  # the text, so that it stands over the hint
_ABOVE: Final = 5  # the text, so that one line of it stands in the middle
_FOOT: Final = 36
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class NoteText(QPlainTextEdit):
    """Leaves room for what lies over it."""

    def leave(self, right: int, below: int) -> None:
        """So many px at its right and below."""
        self.setViewportMargins(_BEFORE, _ABOVE, right, below)


class NoteBox(QWidget):
    """`keep_wanted` when it is to be saved, `left` when the keyboard goes back, `edited` at each change by the person."""

    keep_wanted = Signal()
    left = Signal()
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = NoteText(self)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(tr("Type to write a note"))
        self.text.setAccessibleName(tr("New note"))
        self.text.setAccessibleDescription(tr("Ctrl+Enter saves it, Esc leaves it as a draft"))
        self.text.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.text.document().setDocumentMargin(0)
        self.kinds: dict[str, ChoiceButton] = {}
        self._group = QButtonGroup(self)
        self._veil = Veil(tr("New note"), self)
        self._filling = False
        self._lay_out()
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._changed)
        privacy.signals.changed.connect(self._follow_privacy)
        self._follow_privacy()
        self._grow()

    @property
    def kind(self) -> str:
        """Which is chosen."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def typed(self) -> Mapping[str, Any]:
        """What is typed, as a draft keeps it; nothing when no text is."""
        text = self.text.toPlainText()
        return {"kind": self.kind, "text": text} if text.strip() else {}

    def show_typed(self, typed: Mapping[str, Any]) -> None:
        """What was typed before, or nothing."""
        self._filling = True
        self.kinds.get(str(typed.get("kind", "")), self.kinds[ActivityKind.NOTE]).setChecked(True)
        self.text.setPlainText(str(typed.get("text", "")))
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self._filling = False

    def begin(self, letters: str) -> None:
        """Go on behind what is there; whoever types sees it, covered or not."""
        self.text.show()
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if self.text.hasFocus():
            self.text.moveCursor(QTextCursor.MoveOperation.End)
            self.text.insertPlainText(letters)

    def key_hints(self) -> Sequence[Hint]:
        """While something is typed into it."""
        many = len(self.kinds)
        return [
            Hint("Ctrl+Enter", tr("keep it")),
            *([Hint(f"Alt+1…{many}", tr("kind"))] if many > 1 else []),
            Hint("Esc", tr("leave, draft kept")),
        ]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.ShortcutOverride if isinstance(event, QKeyEvent) and self._is_own(event):
                event.accept()
                return True
            case QEvent.Type.KeyPress if isinstance(event, QKeyEvent) and self._is_own(event):
                self._take(event)
                return True
            case QEvent.Type.FocusIn | QEvent.Type.FocusOut:
                QTimer.singleShot(0, self, self._follow_privacy)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words()
        self._grow()

    # Inside

    def _is_own(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held == Qt.KeyboardModifier.ControlModifier:
            return key in _ENTER or key == Qt.Key.Key_S
        if held == Qt.KeyboardModifier.AltModifier:
            return self._numbered(key) is not None
        return key == Qt.Key.Key_Escape and not held

    def _take(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif (
            button := self._numbered(event.key())
        ) is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            button.click()
        else:
            self.keep_wanted.emit()

    def _numbered(self, key: int) -> ChoiceButton | None:
        at = key - Qt.Key.Key_1
        return list(self.kinds.values())[at] if 0 <= at < len(self.kinds) else None

    def _changed(self) -> None:
        self._grow()
        if not self._filling:
            self.edited.emit()

    def _chosen(self) -> None:
        self._show_words()
        self._grow()
        if not self._filling:
            self.edited.emit()

    def _follow_privacy(self) -> None:
        """What was typed may name anybody."""
        hidden = privacy.covered() and bool(self.text.toPlainText()) and not self.text.hasFocus()
        self.text.setVisible(not hidden)
        self._veil.setVisible(hidden)
        self._grow()

    def _show_words(self) -> None:
        """Where there is little room, only the chosen kind has its word."""
        roomy = self.width() >= _WORDS
        for button in self.kinds.values():
            words = roomy or button.isChecked()
            style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if words else Qt.ToolButtonStyle.ToolButtonIconOnly
            button.setToolButtonStyle(style)
            button.setIconSize(_WITH_WORD if words else _ALONE)

    def _grow(self) -> None:
        """As high as its text; the kinds stand at the right above, the hint and its button below."""
        has_text = bool(self.text.toPlainText().strip())
        row = self._row.sizeHint()
        below = _FOOT if has_text else 0
        self.text.leave(row.width() + theme.PAD_8, below)
        lines = min(max(round(self.text.document().size().height()), 1), _MOST_LINES)
        high = _ONE_LINE + (lines - 1) * self.text.fontMetrics().lineSpacing() + below
        self.setFixedHeight(high)
        self.text.setGeometry(0, 0, self.width(), high)
        self._veil.setGeometry(0, 0, self.width(), high)
        self._row.setGeometry(self.width() - row.width() - _EDGE, _EDGE, row.width(), row.height())
        self._foot.setGeometry(theme.PAD_12, high - _FOOT - 2, self.width() - theme.PAD_12 - _EDGE, _FOOT - _EDGE + 2)
        self._foot.setVisible(has_text and not self.text.isHidden())

    def _lay_out(self) -> None:
        self._row = QWidget(self)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_4)
        for number, (kind, icon, title) in enumerate(_KINDS, 1):
            row.addWidget(self._button(number, kind, icon, say(title)))
        self._group.buttonToggled.connect(lambda _button, _on: self._chosen())
        self._foot = QWidget(self)
        self._hint = PlainLabel(tr("Ctrl+Enter saves it, Esc leaves it as a draft"), self._foot)
        theme.mark(self._hint, "small")
        self.keep = QPushButton(tr("Save"), self._foot)
        self.keep.setToolTip(tr("Save (Ctrl+Enter)"))
        self.keep.clicked.connect(self.keep_wanted)
        self.promise = QPushButton(tr("Promise"), self._foot)
        self.promise.setToolTip(tr("A line like “@{day} send the price list” becomes a task.", day=_tomorrow()))
        self.promise.clicked.connect(self._begin_promise)
        theme.mark(self.promise, "quiet")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self._hint, 1)
        foot.addWidget(self.promise)
        foot.addWidget(self.keep)

    def _begin_promise(self) -> None:
        """A line of its own, with a day that can be typed over."""
        caret = self.text.textCursor()
        caret.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        caret.insertText(f"{'' if caret.atBlockStart() else chr(10)}@{_tomorrow()} ")
        self.text.setTextCursor(caret)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _button(self, number: int, kind: str, icon: str, title: str) -> ChoiceButton:
        button = ChoiceButton(self)
        theme.mark(button, "kind")
        button.setFixedHeight(_HEIGHT)
        button.setIcon(icons.icon(icon))
        button.setText(title)
        button.setToolTip(f"{title} (Alt+{number})")
        button.setAccessibleName(title)
        button.setChecked(kind == ActivityKind.NOTE)
        self._group.addButton(button)
        self.kinds[kind] = button
        return button


def _tomorrow() -> str:
    """As somebody would type it."""
    day = today() + timedelta(days=1)
    return f"{day.day} {speak().day(day).split()[1]}"
