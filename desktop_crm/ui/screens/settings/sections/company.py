"""Settings, Company: name, official numbers and address."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import COMPANY, SettingsSection, of_fields


class IdentityPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("Papers say this of you. A field is saved when you leave it.")
        super().__init__(
            desk, SECTION.id, company_form.identity_sections(), say(SECTION.title), about, has_letterhead=True
        )


SECTION: Final = SettingsSection(
    "company",
    msg("Your company"),
    COMPANY,
    f"{__name__}:IdentityPage",
    lambda: of_fields(company_form.identity_sections()),
)
