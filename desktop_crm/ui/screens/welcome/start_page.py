"""The first page: language, and the ways to begin."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.language import LANGUAGES
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.screens.welcome.choice import ChoiceButton


class StartPage(QWidget):
    """Says which way was chosen."""

    company_asked = Signal()
    demonstration_asked = Signal()
    file_asked = Signal()
    restore_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language = QComboBox(self)
        for code, name in LANGUAGES.items():
            self.language.addItem(name, code)
        self.language.setCurrentIndex(self.language.findData(speak().code))
        self.language.setAccessibleName(tr("Language of the window"))
        self.language.activated.connect(lambda: self.language_chosen.emit(str(self.language.currentData())))
        self.company = ChoiceButton(
            "building-2",
            tr("Set up my company"),
            tr("Name, address, bank and who signs. Everything can be changed later."),
            self,
        )
        self.company.clicked.connect(self.company_asked)
        self.demonstration = ChoiceButton(
            "compass",
            tr("Look around with demonstration data"),
            tr("Invented clients, orders and contracts to try things on."),
            self,
        )
        self.demonstration.clicked.connect(self.demonstration_asked)
        self.file = ChoiceButton(
            "folder-open", tr("Open a workspace"), tr("A file you have made before, or a copy of one."), self
        )
        self.file.clicked.connect(self.file_asked)
        self.restore = QPushButton(tr("Restore from a backup…"), self)
        theme.mark(self.restore, "quiet")
        self.restore.clicked.connect(self.restore_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        logo = QLabel(self)
        logo.setPixmap(icons.app_icon().pixmap(56, 56))
        title = QLabel(tr("Welcome to Desktop CRM"), self)
        theme.mark(title, "title")
        about = QLabel(tr("Clients, orders and contracts in one file on this computer. No network needed."), self)
        about.setWordWrap(True)
        theme.mark(about, "muted")
        column = QVBoxLayout()
        column.setSpacing(theme.PAD_12)
        column.addWidget(logo)
        column.addWidget(title)
        column.addWidget(about)
        column.addSpacing(theme.PAD_12)
        for button in (self.company, self.demonstration, self.file):
            column.addWidget(button)
        column.addSpacing(theme.PAD_12)
        foot = QHBoxLayout()
        foot.addWidget(self.language)
        foot.addStretch(1)
        foot.addWidget(self.restore)
        column.addLayout(foot)
        middle = QWidget(self)
        middle.setFixedWidth(560)
        middle.setLayout(column)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(middle)
        row.addStretch(1)
        page = QVBoxLayout(self)
        page.addStretch(1)
        page.addLayout(row)
        page.addStretch(1)
