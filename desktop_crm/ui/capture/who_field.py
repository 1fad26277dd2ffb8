"""Who it is: known ones are proposed as one types, the arrow keys choose another, what fits nobody becomes a new one.

What was not seen is not taken: Enter before the proposals came takes only who can be nobody else, or the new one.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop_crm.services import who as people
from desktop_crm.services.who import Who
from desktop_crm.ui.capture.who_row import WhoRow, spoken
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.privacy.typed_veil import TypedVeil

_ASKED: Final = ("capture", "who")
_ENTER: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})


class WhoField(QWidget):
    """`changed` when somebody else is chosen, `answered` when what is typed has its proposals, `entered` on Enter."""

    changed = Signal()
    answered = Signal()
    edited = Signal()
    entered = Signal()

    def __init__(self, desk: Desk, over: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._at_client: Who | None = None  # a new contact may be one of this client's
        self._found: list[Who] = []
        self._at = -1
        self._asked_for = ""  # the text that the proposals are of
        self._is_unseen = False  # it was left before they came
        self.line = QLineEdit(self)
        self.line.setPlaceholderText(tr("Name, company or phone"))
        self.line.setAccessibleName(tr("Who: name, company or phone"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        TypedVeil(self.line)
        self.row = WhoRow(self)
        self.row.clicked.connect(self._toggle_list)
        self._over = over
        self.list = _List(over)
        self.list.taken.connect(self._take_from_list)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        lines.addWidget(self.line)
        lines.addWidget(self.row)
        privacy.signals.changed.connect(self._show)
        self._show()

    @property
    def chosen(self) -> Who | None:
        """Who is meant; None while that is open."""
        return self._found[self._at] if 0 <= self._at < len(self._found) and not self.is_waiting() else None

    def is_waiting(self) -> bool:
        """Whether proposals for what is typed are still to come."""
        return self._text() != self._asked_for

    def is_typed(self) -> bool:
        """Whether somebody typed or chose here."""
        return bool(self._text()) and self.line.isModified()

    def propose(self, who: Who) -> None:
        """The client whose page is shown; typing replaces it."""
        self._at_client = who
        self._put(who)
        self.line.setModified(False)
        self.line.selectAll()

    def restore(self, text: str, client_id: int | None, contact_id: int | None) -> None:
        """As it was typed, and chosen if that is still there."""
        self.line.setText(text)
        self.line.setModified(True)
        known = None if client_id is None else people.known(self._desk.workspace, client_id, contact_id)
        if known is not None:
            self._put(known, text)
            self.line.setModified(True)
        else:
            self._typed(text)

    def text(self) -> str:
        """As it stands there."""
        return self.line.text()

    def ask_again(self) -> None:
        """Who it is was not decided: show who may be meant."""
        self.line.setFocus()
        self._is_unseen = False
        if len(self._found) > 1:
            self._open_list()

    def close_list(self) -> bool:
        """False when it was not open."""
        was_open = self.list.isVisible()
        self.list.hide()
        return was_open

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut:
            self.list.hide()
            self._is_unseen = self.is_waiting()
        elif event.type() == QEvent.Type.FocusIn:
            self._is_unseen = False
        elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._key(event):
            return True
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        key = event.key()
        if key in _ENTER:
            self.list.hide()
            self.entered.emit()
        elif key in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        if self.is_waiting() or not self._found:
            return
        self._open_list()
        self._choose(max(0, min(self._at + by, len(self._found) - 1)))

    def _open_list(self) -> None:
        below = self.row.mapTo(self._over, QPoint(0, 0))
        self.list.show_below(below, self.row.width(), self._found, self._at)

    def _toggle_list(self) -> None:
        self.line.setFocus()
        if self.list.isVisible() or self.is_waiting() or len(self._found) < 2:
            self.list.hide()
        else:
            self._open_list()

    def _take_from_list(self, at: int) -> None:
        self._choose(at)
        self.list.hide()
        self.line.setFocus()

    def _choose(self, at: int) -> None:
        self._at = at
        self.line.setModified(True)
        self._show()
        if (who := self.chosen) is not None:
            announce(self.line, spoken(who))
        self.changed.emit()

    def _put(self, who: Who, text: str = "") -> None:
        self._found, self._at = [who], 0
        self.line.setText(text or who.called)
        self._asked_for = self._text()
        self._show()
        self.changed.emit()

    def _typed(self, _text: str) -> None:
        text = self._text()
        self.list.hide()
        self._at, self._is_unseen = -1, False
        if not text:
            self._desk.jobs.forget(_ASKED)
            self._answer("", [])
        elif self.is_waiting():
            workspace = self._desk.workspace
            self.row.wait()
            self._desk.jobs.latest(
                _ASKED,
                lambda _job: people.who(workspace, text),
                lambda found: self._answer(text, found),
                lambda error: self._fail(text, error),
                self,
            )
        else:
            self._at = 0 if self._found else -1
            self._show()
        self.edited.emit()
        self.changed.emit()

    def _fail(self, text: str, error: Exception) -> None:
        self._answer(text, [])
        self._desk.notify.error(error)

    def _answer(self, text: str, found: list[Who]) -> None:
        if text != self._text():
            return
        made = people.new(text, self._at_client) if text else []
        self._asked_for, self._found = text, [*found, *made]
        may_take = not self._is_unseen or not found or found[0].sure
        self._at = 0 if self._found and may_take else -1
        self._show()
        if (who := self.chosen) is not None and self.line.hasFocus():
            announce(self.line, spoken(who))
        self.changed.emit()
        self.answered.emit()

    def _show(self) -> None:
        if self.is_waiting():
            return
        who, others = self.chosen, len(self._found) - 1
        if who is not None:
            more = ntr("{n} more ↓", "{n} more ↓", others) if others > 0 else ""
            self.row.show_who(who, chosen=True, more=more)
            self.line.setAccessibleDescription(", ".join(filter(None, (spoken(who), more))))
        elif self._found:
            self.row.show_hint(tr("Several may be meant. Choose with ↓"), "circle-alert", "attention")
            self.line.setAccessibleDescription(tr("Several may be meant. Choose with ↓"))
        else:
            self.row.show_hint(tr("Names come up as you type; whoever is new is made."))
            self.line.setAccessibleDescription("")
        if self.list.isVisible():
            self._open_list()

    def _text(self) -> str:
        return self.line.text().strip()


class _List(QFrame):
    """All who may be meant, over what stands below the row; the keyboard stays in the line."""

    taken = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent
        self.setObjectName("who-list")
        self._rows: list[WhoRow] = []
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(1, 1, 1, 1)
        self._lines.setSpacing(0)
        self.hide()

    def show_below(self, place: QPoint, width: int, found: list[Who], at: int) -> None:
        """Those, with a tick at one."""
        while len(self._rows) < len(found):
            row, number = WhoRow(self), len(self._rows)
            row.clicked.connect(lambda number=number: self.taken.emit(number))
            self._lines.addWidget(row)
            self._rows.append(row)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(found))
            if number < len(found):
                row.show_who(found[number], chosen=number == at)
        height = sum(row.height() for row in self._rows[: len(found)]) + 2
        self.setGeometry(place.x(), min(place.y(), max(0, self._place.height() - height)), width, height)
        self.show()
        self.raise_()
