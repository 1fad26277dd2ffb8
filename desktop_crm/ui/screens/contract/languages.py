"""The small switch that shows a paper in another language without changing the contract."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton, QWidget

from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look.roles import ChoiceButton

_SHORT = {"id": "ID", "en": "EN", "both": "ID + EN"}


class LanguageSwitch(QWidget):
    """One of Indonesian, English and both."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        for choice in DOCUMENT_LANGUAGES:
            button = ChoiceButton(self)
            button.setText(_SHORT[choice.code])
            button.setToolTip(say(choice.title))
            button.setAccessibleName(say(choice.title))
            button.clicked.connect(lambda _checked=False, code=choice.code: self.chosen.emit(code))
            self._group.addButton(button)
            self.buttons[choice.code] = button
            row.addWidget(button)

    def show_language(self, code: str) -> None:
        """Which one is shown; nothing is told."""
        if code in self.buttons:
            self.buttons[code].setChecked(True)
