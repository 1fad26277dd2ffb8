"""What was said and what comes next: editors that the privacy screen covers when something stands in them."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.announce import announce
from desktop_crm.ui.privacy.veils import Veil


class Labelled(QWidget):
    """A label above an editor; what is wrong stands beside the label, so that nothing moves."""

    def __init__(self, label: str, editor: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.problem = PlainLabel(parent=self)
        theme.mark(self.problem, "problem")
        words = PlainLabel(label, self)
        theme.mark(words, "small")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(words)
        head.addStretch(1)
        head.addWidget(self.problem)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.PAD_4)
        lines.addLayout(head)
        lines.addWidget(editor)

    def tell(self, problem: str) -> None:
        """What is wrong; empty for nothing."""
        self.problem.setText(problem)
        announce(self._editor, problem, urgent=True)


class Covered(QStackedWidget):
    """An editor, and what stands there while the privacy screen covers it; what is typed meanwhile can be read."""

    def __init__(self, editor: QWidget, name: str, text: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor, self._text = editor, text
        self._veil = Veil(name, self)
        self.shown: QWidget = editor
        self.addWidget(editor)
        self.addWidget(self._veil)
        privacy.signals.changed.connect(self._follow)

    def _follow(self) -> None:
        covered = privacy.is_on() and bool(self._text().strip())
        had_keyboard = self.isAncestorOf(self.window().focusWidget() or self)
        self.shown = self._veil if covered else self._editor
        self.setCurrentWidget(self.shown)
        if had_keyboard:
            self.shown.setFocus()


class LongText(QPlainTextEdit):
    """Several lines; Tab goes on."""

    def __init__(self, name: str, lines: int) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setAccessibleName(name)
        self.document().setDocumentMargin(6)  # in line with the text of single lines
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + 22)


def one_line(name: str) -> QLineEdit:
    """A single line."""
    made = QLineEdit()
    made.setAccessibleName(name)
    return made
