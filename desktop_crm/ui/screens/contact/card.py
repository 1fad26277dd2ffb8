"""A contact's card: who it is at which client, the papers that name this person, and history."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_crm.model.contact import ROLES
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services import contact
from desktop_crm.services.contact import Shown
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.people import reach
from desktop_crm.ui.people.fields import contact_fields
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.story.declared import story_tab

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ContactCard(Card):
    """Everything about one contact."""

    noun = "contact"

    def fields(self) -> Sequence[Field | Section]:
        people = People(self.desk, lambda: self.form.value("client_id"))
        return (Section(None, (people.client_field(),), columns=2), *contact_fields())

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return (
            story_tab(self),
            TabDeclaration(tr("Orders"), self._orders_tab()),
            TabDeclaration(tr("Contracts"), self._contracts_tab()),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "contact")),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return contact.problems(values)

    def load(self, session: "Session", record_id: int) -> Shown:
        return contact.shown(session, record_id)

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        values = dict(values)
        client_id = values.pop("client_id") if self.record is None else self.record.client_id
        return contact.save(session, client_id, record_id, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("Add contact {name}", name=values["name"])
        return msg("Change contact {name}", name=self.record.name)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        record = self.record
        phone = display_phone(reach.phone_of(record.contact)).replace(" ", "\N{NO-BREAK SPACE}")
        facts = [record.office, record.client_name, phone]
        chips = [(say(title_of(ROLES, role).title), Tone.NEUTRAL) for role in record.roles]
        if record.is_signatory() and not record.authority.strip():
            chips.append((tr("Basis of authority missing"), Tone.ATTENTION))
        return record.name, " · ".join(fact for fact in facts if fact), chips

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.client_name)

    def whom(self) -> tuple[int, int | None] | None:
        return None if self.record is None else (self.record.client_id, self.record.id)

    def new_title(self) -> str:
        return tr("New contact")

    def buttons(self) -> Sequence[QWidget]:
        actions = self.desk.actions
        if "contact.client" not in actions:
            return ()
        client = actions.button("contact.client", self, words=True)
        theme.mark(client, "outlined")
        return [*reach.buttons(self.desk, "contact", self.record.contact, self), client]

    def filled(self) -> None:
        """A contact stays with its client: the papers that name it are that one's."""
        self.form.lock("client_id", locked=self.record is not None)

    def focus_first(self) -> None:
        self.tabs.setCurrentIndex(0)
        named = self.record is not None or self.form.value("client_id") is not None
        self.form.focus_field("name" if named else "client_id")

    def _orders_tab(self) -> RelatedTab:
        return RelatedTab(
            self.desk,
            "order",
            lambda contact_id: contact.orders_listing(self.desk.workspace, contact_id),
            key="contact/orders",
            hidden=("client",),
            empty=tr("No order names this contact yet."),
        )

    def _contracts_tab(self) -> RelatedTab:
        return RelatedTab(
            self.desk,
            "contract",
            lambda contact_id: contact.contracts_listing(self.desk.workspace, contact_id),
            key="contact/contracts",
            hidden=("client",),
            empty=tr("No contract names this contact yet."),
        )
