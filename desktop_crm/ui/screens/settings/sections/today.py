"""Settings, Work: what stands first on the start screen."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import WORK, SettingsSection, of_fields


class TodayPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("What is late stands by money × days. These say how much else counts beside it.")
        super().__init__(desk, SECTION.id, company_form.today_sections(), say(SECTION.title), about)


SECTION: Final = SettingsSection(
    "today", msg("Today"), WORK, f"{__name__}:TodayPage", lambda: of_fields(company_form.today_sections())
)
