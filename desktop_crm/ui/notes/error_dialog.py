"""The dialog for errors that a note is too small for."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy


class ErrorDialog(QDialog):
    """What happened, what is safe, what to do, perhaps with an `action` that does it; for our own errors the details to copy."""

    def __init__(
        self,
        title: str,
        text: str,
        parent: QWidget | None,
        details: str = "",
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        privacy.left_open(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setMinimumWidth(480)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.PAD_24] * 4)
        column.setSpacing(theme.PAD_16)
        column.addLayout(self._message(title, text))
        self.details = self._details(details)
        column.addWidget(self.details)
        column.addLayout(self._buttons(details, action))
        self._close.setFocus()
        self.setAccessibleName(f"{title}. {text}")

    def _message(self, title: str, text: str) -> QHBoxLayout:
        picture = IconLabel("triangle-alert", "attention", 24)
        heading, words = PlainLabel(title, wrap=True), PlainLabel(text, wrap=True)
        theme.mark(heading, "strong")
        for label in (heading, words):
            label.setMinimumWidth(380)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = QVBoxLayout()
        texts.setSpacing(theme.PAD_8)
        texts.addWidget(heading)
        texts.addWidget(words)
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_16)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        return row

    def _details(self, details: str) -> QPlainTextEdit:
        editor = QPlainTextEdit(details)
        editor.setReadOnly(True)
        editor.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        editor.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        editor.setAccessibleName(tr("Details"))
        editor.setTabChangesFocus(True)
        editor.setMinimumHeight(160)
        editor.hide()
        return editor

    def _buttons(self, details: str, action: tuple[str, Callable[[], object]] | None) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.PAD_8)
        if details:
            show = QPushButton(tr("Show details"))
            theme.mark(show, "quiet")
            show.setAutoDefault(False)
            show.clicked.connect(self.details.show)
            show.clicked.connect(show.hide)
            show.clicked.connect(self.adjustSize)
            copy = QPushButton(icons.icon("copy"), tr("Copy details"))
            copy.setAutoDefault(False)
            copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(details))
            copy.clicked.connect(lambda: copy.setText(tr("Copied")))
            row.addWidget(show)
            row.addStretch()
            row.addWidget(copy)
        box = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self._close = close = box.button(QDialogButtonBox.StandardButton.Close)
        close.setText(tr("Close"))
        close.setIcon(icons.icon(""))
        close.setDefault(True)
        box.rejected.connect(self.reject)
        if action is not None:
            box.addButton(self._action(*action), QDialogButtonBox.ButtonRole.ActionRole)
        row.addWidget(box, 0 if details else 1)
        return row

    def _action(self, words: str, run: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        theme.mark(button, "outlined")
        button.setAutoDefault(False)
        button.clicked.connect(self.accept)
        button.clicked.connect(lambda _checked=False: run())
        return button
