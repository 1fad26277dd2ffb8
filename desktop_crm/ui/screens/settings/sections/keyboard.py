"""Settings, Program: every key that works, found by a word or a key."""

from typing import Final

from PySide6.QtGui import QShowEvent

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PROGRAM, Setting, SettingsSection
from desktop_crm.ui.window.shortcuts import Shortcuts


class KeyboardPage(Page):
    """The list of F1 as a page."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(say(SECTION.title))
        self._desk = desk
        self.list = Shortcuts((), self, scrolls=False)
        self.add(self.list)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.tell(self._desk.actions.shortcuts())

    def show_setting(self, name: str) -> None:
        if name == "shortcuts":
            self.take_keyboard()


SECTION: Final = SettingsSection(
    "keyboard",
    msg("Keyboard"),
    PROGRAM,
    f"{__name__}:KeyboardPage",
    lambda: (Setting("shortcuts", msg("Keyboard shortcuts")),),
)
