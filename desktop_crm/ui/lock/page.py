"""A calm page that asks for the password, or the recovery key, and tells what is wrong with it beside the field."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.field import PasswordField
from desktop_crm.ui.password.tries import Tries

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts

_WIDTH: Final = 400
_PICTURE: Final = 32  # px


@dataclass(frozen=True)
class Words:
    """What the page says (translated)."""

    heading: str
    about: str
    button: str


class PasswordPage(QWidget):
    """Emits what was typed; whoever tries it calls `refuse`, or takes the page away."""

    typed = Signal(str)
    left = Signal()  # Esc

    def __init__(self, words: Words, attempts: "Attempts", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ready = True
        self.setAccessibleName(words.heading)
        self.field = PasswordField(tr("Password or recovery key"), self)
        self.field.entered.connect(self._enter)
        self.tries = Tries(attempts, self)
        self.tries.counted.connect(self._refresh)
        self.button = QPushButton(words.button, self)
        theme.mark(self.button, "primary")
        self.button.clicked.connect(self._enter)
        self.options = QVBoxLayout()
        self.ways = QHBoxLayout()
        self._says = self._label("", "muted")
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setSizePolicy(_keeping_place(self._bar))
        self._bar.hide()
        self._picture = QLabel(self)
        theme.signals.changed.connect(self._paint)
        self._lay_out(words)
        self._paint()
        self._refresh()

    def add_way(self, text: str) -> QPushButton:
        """A quiet button for going somewhere else."""
        button = QPushButton(text, self)
        theme.mark(button, "quiet")
        self.ways.addWidget(button)
        return button

    def busy(self, text: str = "") -> None:
        """Take nothing until `refuse` or `wait_for_it`; `text` says why."""
        self._ready = False
        self._says.setText(text)
        self._says.setVisible(bool(text))
        self._bar.show()
        self.field.setEnabled(False)
        self._refresh()

    def is_busy(self) -> bool:
        """Whether something typed is being tried."""
        return not self._ready

    def wait_for_it(self) -> None:
        """Take what is typed from now on."""
        self._ready = True
        self._says.hide()
        self._bar.hide()
        self.field.setEnabled(True)
        self.field.select()
        self._refresh()

    def refuse(self, error: Exception) -> None:
        """What was typed did not open it; say so, and for how long nothing else is tried."""
        self.tries.refuse(error)
        self.wait_for_it()

    def tell(self, sentence: str) -> None:
        """The same for something that nobody has typed."""
        self.tries.tell(sentence)
        self.wait_for_it()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.field.select()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if not self.button.isEnabled():
            return
        if not self.field.text():
            self.tries.tell(tr("Type the password, or the recovery key."))
            self.field.select()
            return
        self.typed.emit(self.field.text())

    def _refresh(self) -> None:
        self.button.setEnabled(self._ready and not self.tries.seconds)

    def _lay_out(self, words: Words) -> None:
        heading, about = self._label(words.heading, "heading"), self._label(words.about, "muted")
        asked = self._label(tr("Password or recovery key"), "")
        asked.setBuddy(self.field.editor)
        hint = self._label(
            tr("Forgotten it? Type the recovery key that was printed when the password was given."), "small"
        )
        self.ways.setSpacing(theme.PAD_8)
        self.ways.addWidget(self.button)
        self.ways.addStretch(1)
        middle = QWidget(self)
        middle.setFixedWidth(_WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(theme.PAD_8)
        _add(column, self._picture, heading, about)
        column.addSpacing(theme.PAD_12)
        _add(column, asked, self.field, self.tries)
        column.addLayout(self.options)
        column.addSpacing(theme.PAD_8)
        column.addLayout(self.ways)
        _add(column, self._bar, self._says, hint)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(2)
        page.addLayout(row)
        page.addStretch(3)

    def _paint(self) -> None:
        self._picture.setPixmap(icons.icon("lock", "accent", size=_PICTURE).pixmap(QSize(_PICTURE, _PICTURE)))

    def _label(self, text: str, look: str) -> PlainLabel:
        label = PlainLabel(text, self, wrap=True)
        theme.mark(label, look)
        return label


def _add(column: QVBoxLayout, *widgets: QWidget) -> None:
    for widget in widgets:
        column.addWidget(widget)


def _keeping_place(bar: QProgressBar) -> QSizePolicy:
    policy = bar.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    return policy
