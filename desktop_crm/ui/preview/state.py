"""What is told in the middle of the preview when there is no paper to see, or a new one is being made."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel

_WIDEST = 420

#: What a button is called, and what it does.
Way = tuple[str, Callable[[], None]]


class StateCard(QFrame):
    """A small card over the pages; with a way out of there being none, that is a button of it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under: QWidget | None = None
        theme.mark(self, "card")
        self._picture = IconLabel(parent=self)
        self._text = PlainLabel(parent=self, wrap=True)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        row.setSpacing(theme.PAD_12)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        self.button = QPushButton(self)
        theme.mark(self.button, "outlined")
        self.button.clicked.connect(self._go)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.hide()
        self._run: Callable[[], None] | None = None
        column = QVBoxLayout()
        column.setSpacing(theme.PAD_12)
        column.addWidget(self._text)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row.addLayout(column, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @property
    def text(self) -> str:
        """What is told."""
        return self._text.text()

    def lie_over(self, widget: QWidget) -> None:
        """Keep to the middle of this widget."""
        self._under = widget
        widget.installEventFilter(self)

    def tell_busy(self, text: str) -> None:
        """Work is going on."""
        self._tell(text, "loader-circle", "muted")

    def tell_failed(self, text: str) -> None:
        """There is no paper, for a reason."""
        self._tell(text, "circle-alert", "danger")

    def tell_empty(self, text: str = "", way: Way | None = None) -> None:
        """There is no paper yet, and how there will be one."""
        self._tell(text or tr("No document to show yet."), "file-text", "muted", way)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move}:
            self._settle()
        return super().eventFilter(watched, event)

    def _go(self) -> None:
        if self._run is not None:
            self._run()

    def _tell(self, text: str, picture: str, color: str, way: Way | None = None) -> None:
        self._text.setText(text)
        self.button.setVisible(way is not None)
        self._run = None
        if way is not None:
            self.button.setText(way[0])
            self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._run = way[1]
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, way is None)
        self._picture.show_icon(picture, color)
        self.setAccessibleName(text)
        self._settle()
        self.show()
        self.raise_()

    def _settle(self) -> None:
        around_us = self.parentWidget()
        if self._under is None or around_us is None:
            return
        around = icons.SIZE + theme.PAD_12 + 2 * theme.PAD_16 + 8
        words = min(self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8, _WIDEST)
        if not self.button.isHidden():
            words = max(words, self.button.sizeHint().width())
        width = min(words + around, max(self._under.width() - 2 * theme.PAD_16, around))
        self.resize(width, self.heightForWidth(width))
        middle = self._under.mapTo(around_us, self._under.rect().center())
        self.move(middle.x() - self.width() // 2, middle.y() - self.height() // 2)
