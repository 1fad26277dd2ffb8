"""Settings, Work: what new orders and contracts begin with."""

from collections.abc import Sequence
from typing import Any, Final

from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.services import settings
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.sections.section import WORK, SettingsSection, of_fields


class OrdersPage(CompanyPage):
    """One form."""

    def __init__(self, desk: Desk) -> None:
        self._tax_id: int | None = None  # of new orders as the file has it, which may be offered no longer
        about = tr("New orders and contracts begin with this; each can be given other terms.")
        super().__init__(desk, SECTION.id, company_form.order_sections(self._taxes), say(SECTION.title), about)

    def read(self, values: dict[str, Any]) -> None:
        self._tax_id = values["tax_id"]
        taxes = self.form.editor("tax_id")
        assert isinstance(taxes, ChoiceEditor)
        taxes.refill()  # rules may have been made since

    def _taxes(self) -> Sequence[Choice]:
        rules = self._desk.read(settings.tax_rules)
        offered = [rule for rule in rules if rule.active or rule.id == self._tax_id]
        return [Choice(str(rule.id), msg("{name}", name=rule.title)) for rule in offered]


SECTION: Final = SettingsSection(
    "orders",
    msg("New orders and contracts"),
    WORK,
    f"{__name__}:OrdersPage",
    lambda: of_fields(company_form.order_sections(lambda: ())),
)
