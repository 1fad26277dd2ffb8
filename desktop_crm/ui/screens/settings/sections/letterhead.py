"""Settings, Company: the logo, and how we are reached."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import COMPANY, SettingsSection, of_fields


class LetterheadPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("Papers begin with this, beside your name and address.")
        super().__init__(
            desk, SECTION.id, company_form.letterhead_sections(), say(SECTION.title), about, has_letterhead=True
        )


SECTION: Final = SettingsSection(
    "letterhead",
    msg("Letterhead"),
    COMPANY,
    f"{__name__}:LetterheadPage",
    lambda: of_fields(company_form.letterhead_sections()),
)
