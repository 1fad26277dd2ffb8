"""A field for a secret: dots, until the button beside it shows the letters."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme

_QUIET = (
    Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PasswordField(QWidget):
    """`name` is what it is called by a screen reader; labels take `editor` for their buddy."""

    edited = Signal()
    entered = Signal()  # Enter

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = QLineEdit(self)
        self.editor.setAccessibleName(name)
        self.editor.setInputMethodHints(_QUIET)
        self.editor.setEchoMode(QLineEdit.EchoMode.Password)
        self.editor.textEdited.connect(lambda _text: self.edited.emit())
        self.editor.returnPressed.connect(self.entered)
        self.eye = QToolButton(self)
        self.eye.setCheckable(True)
        self.eye.setFixedSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT)
        self.eye.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.eye.toggled.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_4)
        row.addWidget(self.editor, 1)
        row.addWidget(self.eye)
        self._show(False)

    def text(self) -> str:
        """What is typed, blanks at its ends included: they may belong to it."""
        return self.editor.text()

    def clear(self) -> None:
        """Forget what is typed, and what could be undone."""
        self.editor.clear()
        self.eye.setChecked(False)

    def select(self) -> None:
        """Take the keyboard, ready to be typed over."""
        self.editor.setFocus()
        self.editor.selectAll()

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.editor.setFocus()

    def _show(self, shown: bool) -> None:
        self.editor.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.eye.setIcon(icons.icon("eye-off" if shown else "eye"))
        self.eye.setToolTip(tr("Hide what is typed") if shown else tr("Show what is typed"))
        self.eye.setAccessibleName(f"{self.editor.accessibleName()}: {self.eye.toolTip()}")
