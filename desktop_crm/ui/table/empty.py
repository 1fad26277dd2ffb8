"""What stands in place of rows when there are none: one sentence and the button that helps."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

#: A button's text and what it does.
Way = tuple[str, Callable[[], None]]


class Empty(QWidget):
    """Lies over the rows' place."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._ways: Sequence[Way] = ()
        self.text = QLabel()
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setWordWrap(True)
        theme.mark(self.text, "muted")
        self.buttons = [QPushButton(), QPushButton()]
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.PAD_16)
        layout.addStretch(2)
        layout.addWidget(self.text)
        for at, button in enumerate(self.buttons):
            button.clicked.connect(lambda _checked=False, at=at: self._run(at))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        over.installEventFilter(self)
        self.hide()

    def tell(self, text: str, *ways: Way) -> None:
        """Show a sentence, with a button for each of up to two things to do."""
        self.text.setText(text)
        self._ways = ways
        for at, button in enumerate(self.buttons):
            button.setText(ways[at][0] if at < len(ways) else "")
            button.setVisible(at < len(ways))
        self._fill()
        self.show()
        self.raise_()

    def tell_hidden(self, clear: Callable[[], None]) -> None:
        """The filters hide everything."""
        self.tell(tr("Nothing in this list fits what you look for."), (tr("Clear filters"), clear))

    def tell_failed(self, again: Callable[[], None]) -> None:
        """The list could not be read."""
        self.tell(tr("This list could not be read. Nothing was changed."), (tr("Try again"), again))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return super().eventFilter(watched, event)

    def _run(self, at: int) -> None:
        if at < len(self._ways):
            self._ways[at][1]()

    def _fill(self) -> None:
        over = self.parentWidget()
        if over is not None:
            self.setGeometry(over.rect())
