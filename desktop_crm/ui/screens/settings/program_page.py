"""This machine's habits: language and colours of the window, and where the file is."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QComboBox, QFormLayout, QPushButton, QSizePolicy, QWidget

from desktop_crm.language import LANGUAGES
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.screens.settings.page import Page

_PAUSES: Final = (1, 2, 5, 10, 15, 30, 60)  # minutes


class ProgramPage(Page):
    """Kept per user, not in the workspace."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        box = QWidget(self)
        lines = QFormLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setVerticalSpacing(theme.PAD_12)
        lines.setHorizontalSpacing(theme.PAD_16)
        self.language = self._chooser([(code, name) for code, name in LANGUAGES.items()], speak().code)
        self.language.activated.connect(self._speak)
        lines.addRow(tr("Language of the window"), self.language)
        looks = [("system", tr("As in the system")), ("light", tr("Light")), ("dark", tr("Dark"))]
        self.look = self._chooser(looks, desk.settings.theme)
        self.look.activated.connect(self._look)
        for mode, _title in looks:
            desk.actions.qaction(f"theme.{mode}").toggled.connect(self._show_look)
        lines.addRow(tr("Theme"), self.look)
        self.lock = self._chooser(_pauses(desk.settings.lock_minutes), desk.settings.lock_minutes)
        self.lock.activated.connect(self._keep_pause)
        lines.addRow(tr("Lock after no use for"), self.lock)
        place = PlainLabel(str(desk.workspace.path), self, wrap=True)
        place.setTextInteractionFlags(place.textInteractionFlags().TextSelectableByMouse)
        lines.addRow(tr("Workspace file"), place)
        folder = QPushButton(tr("Show the folder"), self)
        folder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        folder.clicked.connect(self._show_folder)
        lines.addRow("", folder)
        self.add(box)
        self.add_text(tr("The workspace is one file: copy it, and you have copied your business."))

    def _chooser(self, choices: Sequence[tuple[object, str]], current: object) -> QComboBox:
        box = QComboBox(self)
        for code, title in choices:
            box.addItem(title, code)
        box.setCurrentIndex(box.findData(current))
        box.setMaximumWidth(260)
        return box

    def _speak(self) -> None:
        """By the window's command, which asks about what is typed and not saved; it may stay as it was."""
        self._desk.actions.run(f"language.{self.language.currentData()}")
        self.language.setCurrentIndex(self.language.findData(speak().code))

    def _look(self) -> None:
        self._desk.actions.run(f"theme.{self.look.currentData()}")

    def _show_look(self) -> None:
        """It can be chosen in the menu, too."""
        self.look.setCurrentIndex(self.look.findData(theme.mode()))

    def _keep_pause(self) -> None:
        self._desk.settings.lock_minutes = int(self.lock.currentData())

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.workspace.path.parent)))


def _pauses(kept: int) -> list[tuple[object, str]]:
    """The usual ones and, in its place, the one that is kept."""
    minutes = sorted({*_PAUSES, kept} - {0})
    never: tuple[object, str] = (0, tr("Never: only by Ctrl+Alt+L"))
    return [*((each, ntr("{n} minute", "{n} minutes", each)) for each in minutes), never]
