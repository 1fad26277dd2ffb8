"""Settings, Company: who signs for us."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import COMPANY, SettingsSection, of_fields


class SigningPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("New contracts name this person as the one who signs for you.")
        super().__init__(desk, SECTION.id, company_form.signing_sections(), say(SECTION.title), about)


SECTION: Final = SettingsSection(
    "signs", msg("Who signs"), COMPANY, f"{__name__}:SigningPage", lambda: of_fields(company_form.signing_sections())
)
