"""A quiet line on a card that offers something: a sentence and its buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel


class Offer(QFrame):
    """Hidden until there is something to offer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self._text = PlainLabel(parent=self, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.PAD_12, theme.PAD_4, theme.PAD_4, theme.PAD_4)
        self._row.setSpacing(theme.PAD_4)
        self._row.addWidget(self._text, 1)
        self.hide()

    def tell(self, text: str, buttons: Sequence[tuple[str, Callable[[], None]]]) -> None:
        """Show a sentence with these buttons; any of them ends the offer."""
        self._clear()
        self._text.setText(text)
        self.setAccessibleName(text)
        for words, run in buttons:
            button = QPushButton(words, self)
            theme.mark(button, "quiet")
            button.clicked.connect(lambda _checked=False, run=run: self._take(run))
            self._row.addWidget(button)
            self._buttons.append(button)
        self.show()

    def buttons(self) -> Sequence[QPushButton]:
        """What it offers."""
        return tuple(self._buttons)

    def take_first(self) -> None:
        """What the first button does, by a command."""
        if self._buttons and not self.isHidden():
            self._buttons[0].click()

    def _take(self, run: Callable[[], None]) -> None:
        self.hide()
        run()

    def _clear(self) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons.clear()
