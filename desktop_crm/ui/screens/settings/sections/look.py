"""Settings, Program: language and colours of the window, kept per user, not in the workspace."""

from typing import Final

from PySide6.QtCore import Qt

from desktop_crm.language import LANGUAGES
from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.screens.settings.choosers import Lines
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PROGRAM, Setting, SettingsSection

_LANGUAGE: Final = msg("Language of the window")
_THEME: Final = msg("Theme")


class LookPage(Page):
    """Each choice holds at once."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(say(SECTION.title), tr("How this program looks for you, whichever file is open."))
        self._desk = desk
        lines = Lines(self)
        self.language = lines.choose(say(_LANGUAGE), list(LANGUAGES.items()), speak().code)
        self.language.activated.connect(self._speak)
        looks = [("system", tr("As in the system")), ("light", tr("Light")), ("dark", tr("Dark"))]
        self.look = lines.choose(say(_THEME), looks, desk.settings.theme)
        self.look.activated.connect(self._look)
        for mode, _title in looks:
            desk.actions.qaction(f"theme.{mode}").toggled.connect(self._show_look)
        self.add(lines)

    def show_setting(self, name: str) -> None:
        wanted = {"window_language": self.language, "theme": self.look}.get(name)
        if wanted is not None:
            wanted.setFocus(Qt.FocusReason.TabFocusReason)

    def _speak(self) -> None:
        """By the window's command, which asks about what is typed and not saved; it may stay as it was."""
        self._desk.actions.run(f"language.{self.language.currentData()}")
        self.language.setCurrentIndex(self.language.findData(speak().code))

    def _look(self) -> None:
        self._desk.actions.run(f"theme.{self.look.currentData()}")

    def _show_look(self) -> None:
        """It can be chosen in the menu, too."""
        self.look.setCurrentIndex(self.look.findData(theme.mode()))


SECTION: Final = SettingsSection(
    "look",
    msg("Look"),
    PROGRAM,
    f"{__name__}:LookPage",
    lambda: (Setting("window_language", _LANGUAGE), Setting("theme", _THEME, (msg("Light"), msg("Dark")))),
)
