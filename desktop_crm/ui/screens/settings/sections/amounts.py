"""Settings, Papers: currency and language."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import PAPERS, SettingsSection, of_fields


class AmountsPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        about = tr("New orders and contracts begin with these.")
        super().__init__(desk, SECTION.id, company_form.amount_sections(), say(SECTION.title), about)


SECTION: Final = SettingsSection(
    "amounts",
    msg("Amounts and languages"),
    PAPERS,
    f"{__name__}:AmountsPage",
    lambda: of_fields(company_form.amount_sections()),
)
