"""Settings, Papers: the wording of contracts and letters."""

from typing import Final

from PySide6.QtCore import Qt

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PAPERS, Setting, SettingsSection
from desktop_crm.ui.template_editor import TemplateEditor


class TemplatesPage(Page):
    """The editor needs all the width: the paper stands beside the text."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.editor = TemplateEditor(desk, self.inside)
        self.fill(self.editor)
        self.editor.keep_order()

    def take_keyboard(self) -> None:
        self.editor.chooser.setFocus(Qt.FocusReason.TabFocusReason)

    def show_setting(self, name: str) -> None:
        if name.isdigit():
            self.editor.show_template(int(name))

    def may_leave(self) -> bool:
        return self.editor.may_leave()


SECTION: Final = SettingsSection(
    "templates",
    msg("Templates"),
    PAPERS,
    f"{__name__}:TemplatesPage",
    lambda: (
        Setting("wording", msg("Wording of contracts"), (msg("Clauses"), msg("Fields of templates"))),
        Setting("letters", msg("Wording of letters"), (msg("Letters"), msg("Reminder"))),
    ),
)
