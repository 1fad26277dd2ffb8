"""A question on a card, with a small form and buttons under it: Enter answers, Esc thinks better of it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.tab_order import in_order


class AskingPanel(QFrame):
    """Hidden until something is asked. Whoever asks gives `form` and `buttons` to `lay_out`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.question = PlainLabel(parent=self, wrap=True)
        theme.mark(self.question, "strong")
        for keys in ("Return", "Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._entered)
        self.hide()

    def decide(self) -> None:
        """Take the answer if it is one."""
        raise NotImplementedError

    def leave(self) -> None:
        """Nothing is done."""
        raise NotImplementedError

    def lay_out(
        self,
        form: QWidget,
        buttons: Sequence[QPushButton],
        *,
        told: QWidget | None = None,
        beside: Sequence[QWidget] = (),
    ) -> None:
        """The question, the form and the buttons, one below the other: the one that goes on last, at the right.

        `told` stands above the buttons, `beside` at their left.
        """
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_8)
        for widget in beside:
            row.addWidget(widget)
        row.addStretch(1)
        for button in buttons:
            row.addWidget(button)
        in_order(*buttons)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(self.question)
        lines.addWidget(form)
        if told is not None:
            lines.addWidget(told)
        lines.addLayout(row)

    def event(self, event: QEvent) -> bool:
        """Esc is ours before it is the card's own."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self.leave()
                return True
        return super().event(event)

    def _entered(self) -> None:
        focused = self.focusWidget()
        if isinstance(focused, QPushButton):
            focused.click()
        else:
            self.decide()
