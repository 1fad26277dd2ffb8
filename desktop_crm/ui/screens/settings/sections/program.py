"""Settings, Program: where the file is, and when the window locks itself."""

from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.screens.settings.choosers import Lines
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PROGRAM, Setting, SettingsSection

_PAUSES: Final = (1, 2, 5, 10, 15, 30, 60)  # minutes
_LOCK: Final = msg("Lock after no use for")
_FILE: Final = msg("Workspace file")


class ProgramPage(Page):
    """The pause is kept per user, not in the workspace."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            say(SECTION.title), tr("The workspace is one file: copy it, and you have copied your business.")
        )
        self._desk = desk
        lines = Lines(self)
        self.lock = lines.choose(say(_LOCK), _pauses(desk.settings.lock_minutes), desk.settings.lock_minutes)
        self.lock.activated.connect(self._keep_pause)
        place = PlainLabel(str(desk.workspace.path), self, wrap=True)
        place.setTextInteractionFlags(place.textInteractionFlags().TextSelectableByMouse)
        lines.add(say(_FILE), place)
        self.folder = QPushButton(tr("Show the folder"), self)
        self.folder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.folder.clicked.connect(self._show_folder)
        lines.add("", self.folder)
        self.add(lines)

    def show_setting(self, name: str) -> None:
        wanted = {"lock_minutes": self.lock, "file": self.folder}.get(name)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def _keep_pause(self) -> None:
        self._desk.settings.lock_minutes = int(self.lock.currentData())

    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.workspace.path.parent)))


def _pauses(kept: int) -> list[tuple[object, str]]:
    """The usual ones and, in its place, the one that is kept."""
    minutes = sorted({*_PAUSES, kept} - {0})
    never: tuple[object, str] = (0, tr("Never: only by Ctrl+Alt+L"))
    return [*((each, ntr("{n} minute", "{n} minutes", each)) for each in minutes), never]


SECTION: Final = SettingsSection(
    "program",
    msg("File and lock"),
    PROGRAM,
    f"{__name__}:ProgramPage",
    lambda: (Setting("lock_minutes", _LOCK), Setting("file", _FILE, (msg("Show the folder"),))),
)
