"""What stands in place of rows when there are none: one sentence and the button that helps."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui import theme
from desktop_crm.ui.i18n import tr


class Empty(QWidget):
    """Lies over the rows' place."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._run: Callable[[], None] = lambda: None
        self.text = QLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        theme.mark(self.text, "muted")
        self.button = QPushButton()
        self.button.clicked.connect(self._clicked)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.PAD_16)
        layout.addStretch(2)
        layout.addWidget(self.text)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        over.installEventFilter(self)
        self.hide()

    def tell(self, text: str, button: str = "", run: Callable[[], None] | None = None) -> None:
        """Show a sentence, with a button when there is something to do."""
        self.text.setText(text)
        self.button.setText(button)
        self.button.setVisible(bool(button))
        self._run = run or (lambda: None)
        self._fill()
        self.show()
        self.raise_()

    def tell_hidden(self, clear: Callable[[], None]) -> None:
        """The filters hide everything."""
        self.tell(tr("Nothing in this list fits what you look for."), tr("Clear filters"), clear)

    def tell_failed(self, again: Callable[[], None]) -> None:
        """The list could not be read."""
        self.tell(tr("This list could not be read. Nothing was changed."), tr("Try again"), again)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)

    def _clicked(self) -> None:
        self._run()

    def _fill(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
