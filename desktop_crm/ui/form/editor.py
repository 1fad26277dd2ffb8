"""What every editor of a form has in common: a value, when it counts as changed, Esc, and how it is frozen."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Final, Protocol

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem

#: Nobody leaves a field by looking at another window or opening a menu: what is half typed is gone on with.
PASSING: Final = frozenset({Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason})


class Latest(Protocol):
    """`Jobs.latest`: do `work` in a thread, give only the newest answer of a key to `done`."""

    def __call__(
        self,
        key: Hashable,
        work: Callable[[Any], Any],
        done: Callable[[Any], None],
        failed: Callable[[Exception], None] | None = None,
        parent: QObject | None = None,
    ) -> object: ...


class Editor(QWidget):
    """Shows one value and lets a person change it.

    Subclasses call `watch` with the widgets that take the keyboard, `take` when the person has changed something, and
    override `show_value`. `trouble` is why what stands there can't be read; the value stays the last readable one then.
    """

    edited = Signal()  # by the person, at each key
    committed = Signal()  # left with a new value
    left = Signal()  # the focus has gone, changed or not
    chain_changed = Signal()  # other widgets take the keyboard now
    refused = Signal(
        object
    )  # Message: what could not be taken; the value is what it was, and nothing stands in its way
    removed = Signal(str, object)  # what is gone, translated, and the function that puts it back
    leads = False  # in a line of several, what it tells is a mark before the others

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._value: Any = None
        self._kept: Any = None
        self._trouble: Message | None = None
        self._tell = False
        self._typing = False
        self._inputs: list[QWidget] = []
        self.read_only = False

    def watch(self, *inputs: QWidget) -> None:
        """Listen to the widgets that are typed into."""
        self._inputs.extend(inputs)
        for widget in inputs:
            widget.installEventFilter(self)

    def fill(self, *widgets: QWidget) -> None:
        """A plain column of widgets without margins."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        for widget in widgets:
            box.addWidget(widget)

    def value(self) -> Any:
        """The last value that could be read."""
        return self._value

    def set_value(self, value: Any) -> None:
        """Show another value; nothing is signalled."""
        self._value = self._kept = self.clean(value)
        self._trouble = None
        self._tell = self._typing = False
        self.show_value()

    def clean(self, value: Any) -> Any:
        """The loaded value as this editor would give it back."""
        return value

    def show_value(self) -> None:
        """Put the value on the screen."""

    def take(self, value: Any, trouble: Message | None = None) -> None:
        """The person has typed this."""
        self._trouble = trouble
        self._typing = True
        if trouble is None:
            self._value = value
            self._tell = False
        self.edited.emit()

    def commit(self) -> None:
        """The person is done with it for now."""
        self._typing = False
        if self._trouble is None and self._value != self._kept:
            self._kept = self._value
            self.committed.emit()

    def leave(self) -> None:
        """The focus has gone."""
        self.commit()
        if self._trouble is None:
            self.show_value()
        self.tell_trouble()
        self.left.emit()

    def take_back(self) -> bool:
        """Back to the value it had when it was entered; whether there was anything to take back."""
        if self._trouble is None and self._value == self._kept:
            return False
        self._value, self._trouble = self._kept, None
        self._tell = self._typing = False
        self.show_value()
        self.edited.emit()
        return True

    def told(self) -> str:
        """The value as it is read where nobody types; empty where there is none."""
        return "" if self._value is None else str(self._value)

    def trouble(self) -> Message | None:
        """Why what stands there can't be read."""
        return self._trouble

    def tell_trouble(self) -> None:
        """From now on it may be told: nobody wants to hear that half a date is no date."""
        self._tell = self._trouble is not None

    def told_trouble(self) -> Message | None:
        """The trouble, once the person has left the field with it."""
        return self.trouble() if self._tell else None

    def is_typing(self) -> bool:
        """Whether the person is in the middle of typing: no value from elsewhere may come between two keys."""
        return self._typing

    def is_half_typed(self) -> bool:
        """Whether something stands there that is no value yet, and that a draft should hold."""
        return self._trouble is not None

    def draft(self) -> Any:
        """The value, or what is half typed, as plain JSON."""
        return self._value

    def restore(self, draft: Any) -> None:
        """Type what `draft` gave."""
        self.take(self.clean(draft))
        self.show_value()

    def inputs(self) -> list[QWidget]:
        """What takes the keyboard, in tab order."""
        return list(self._inputs)

    def set_read_only(self, read_only: bool) -> None:
        """Freeze it or not; a frozen value can still be read and copied."""
        self.read_only = read_only
        for widget in self._inputs:  # "Type a name" is no help where nobody can
            if isinstance(widget, QLineEdit | QPlainTextEdit):
                if widget.property("hint") is None:
                    widget.setProperty("hint", widget.placeholderText())
                widget.setPlaceholderText("" if read_only else widget.property("hint"))

    def name_for_readers(self, name: str, hint: str = "") -> None:
        """What a screen reader calls it."""
        for widget in self._inputs:
            widget.setAccessibleName(name)
            widget.setAccessibleDescription(hint)

    def mark_invalid(self, invalid: bool) -> None:
        """The border of a value with an error."""
        for widget in self._inputs:
            if bool(widget.property("invalid")) != invalid:
                widget.setProperty("invalid", invalid)
                widget.style().unpolish(widget)
                widget.style().polish(widget)

    def show_parts(self, problems: Sequence[Problem]) -> list[Problem]:
        """Show problems of parts (`0.number`) beside them; gives back those that have no place."""
        return list(problems)

    def focus_part(self, path: str) -> None:
        """Lead the keyboard to a part (`0.number`), or to the whole."""
        del path
        self.inputs()[0].setFocus(Qt.FocusReason.TabFocusReason)  # which marks the text, ready to be typed over

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.KeyPress | QEvent.Type.ShortcutOverride:
                return isinstance(event, QKeyEvent) and self.key(watched, event)
            case QEvent.Type.FocusOut:
                if isinstance(event, QFocusEvent) and event.reason() not in PASSING:
                    self.leave()
            case QEvent.Type.Wheel if isinstance(watched, QWidget) and not watched.hasFocus():
                event.ignore()  # so that the page scrolls on
                return True
            case _:
                pass
        return False

    def key(self, watched: QObject, event: QKeyEvent) -> bool:
        """A key before the widget gets it; True when it is used up."""
        del watched
        if event.key() != Qt.Key.Key_Escape or event.modifiers():
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            if self._trouble is not None or self._value != self._kept:
                event.accept()  # before the card's own Esc
            return False
        return self.take_back()
