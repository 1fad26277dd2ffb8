"""Settings, Company: where clients pay to."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import COMPANY, SettingsSection, of_fields


class BankPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("Contracts and orders ask for payment to this account.")
        super().__init__(desk, SECTION.id, company_form.bank_sections(), say(SECTION.title), about)


SECTION: Final = SettingsSection(
    "bank", msg("Bank accounts"), COMPANY, f"{__name__}:BankPage", lambda: of_fields(company_form.bank_sections())
)
