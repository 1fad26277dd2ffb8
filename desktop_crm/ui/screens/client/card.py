"""A client's card: who they are, their contacts, orders, contracts, files and history."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_crm.model.client import Client
from desktop_crm.model.message import Message, msg
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Problem
from desktop_crm.model.states import CLIENT_CATEGORIES, CLIENT_STATUSES, ClientKind, title_of
from desktop_crm.model.tone import Tone
from desktop_crm.services import client
from desktop_crm.services.draft import Draft
from desktop_crm.ui import privacy, theme
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.screens.client import reach
from desktop_crm.ui.screens.client.contacts_tab import ContactsTab
from desktop_crm.ui.screens.client.doubles import DoubleNote
from desktop_crm.ui.screens.client.fields import client_fields

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_LOOK_AFTER = 250  # ms without typing, until known clients are looked for


class ClientCard(Card):
    """Everything about one client."""

    noun = "client"

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        super().__init__(desk, place)
        self._facts = client.Facts(0, (), None)
        self._notes = {name: DoubleNote() for name in ("name", "phones", "identifiers")}
        for name, note in self._notes.items():
            self.form.add_below(name, note)
            note.wanted.connect(lambda known: desk.navigate("client", known))
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_AFTER)
        self._look_soon.timeout.connect(self._look_for_doubles)
        self.form.edited.connect(self._edited)
        self.form.committed.connect(self._split_name)

    # Hooks of the card

    def fields(self) -> Sequence[Field | Section]:
        return client_fields()

    def make_tabs(self) -> Sequence[TabDeclaration]:
        self.contacts = ContactsTab(self.desk)
        return (
            TabDeclaration(tr("Contacts"), self.contacts),
            TabDeclaration(tr("Orders"), self._orders_tab()),
            TabDeclaration(tr("Contracts"), self._contracts_tab()),
            TabDeclaration(tr("Files"), FilesTab(self.desk, "client")),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "client")),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return client.problems(values)

    def load(self, session: "Session", record_id: int) -> Client:
        self._facts = client.facts(session, record_id)
        return client.get(session, record_id)

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**Client.defaults(), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Client:
        return client.save(session, record_id, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("Add client {name}", name=values["name"])
        return msg("Change client {name}", name=self.record.full_name)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        return self.record.full_name, " · ".join(self._told_facts()), self._chips()

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.full_name)

    def new_title(self) -> str:
        return tr("New client")

    def buttons(self) -> Sequence[QWidget]:
        actions = self.desk.actions
        if "client.new_order" not in actions:
            return ()
        order = actions.button("client.new_order", self, words=True)
        theme.mark(order, "outlined")
        reaching = (("client.call", reach.phone_of), ("client.chat", reach.chat_number), ("client.write", _first_email))
        shown = [actions.button(name, self) for name, number in reaching if number(self.record)]
        return [*shown, order]

    def filled(self) -> None:
        self._look_soon.stop()
        for note in self._notes.values():
            note.tell(None)
        self._follow_kind()
        phones = self.form.editor("phones")
        if self.is_new and isinstance(phones, ManyEditor) and len(phones.inputs()) == 1:  # its button alone
            phones.add_row()  # name, Tab, Tab, number: no button between a visitor and the next one

    def draft_version(self, draft: Draft) -> int | None:
        return self.contacts.version_of(draft) if draft.part else super().draft_version(draft)

    def restore_part(self, draft: Draft) -> None:
        self.offer.hide()
        self.tabs.setCurrentWidget(self.contacts)
        self.contacts.go_on(draft)

    def focus_first(self) -> None:
        """Not the kind, which an arrow key would change."""
        self.tabs.setCurrentIndex(0)
        self.form.focus_field("name")

    # Inside

    def _edited(self, name: str) -> None:
        if name == "kind":
            self._follow_kind()
        if name in self._notes:
            self._look_soon.start()

    def _follow_kind(self) -> None:
        """People have no legal form."""
        company = self.form.value("kind") == ClientKind.COMPANY
        self.form.show_field("legal_form", company or bool(self.form.value("legal_form")))

    def _split_name(self, field: str) -> None:
        """`PT Maju Jaya` typed into a new client's name is the form PT and the name Maju Jaya."""
        if field != "name" or not self.is_new or self.form.value("legal_form"):
            return
        legal_form, name = client.split_name(self.form.value("name"))
        if legal_form and self.form.value("kind") == ClientKind.COMPANY:
            self.form.put("legal_form", legal_form)
            self.form.put("name", name)

    def _look_for_doubles(self) -> None:
        changed = self.form.changed_values()
        values = {name: value for name, value in changed.items() if name in self._notes}
        known = self.desk.read(lambda session: client.doubles(session, values, self.record_id)) if values else []
        for name, note in self._notes.items():
            note.tell(next((one for one in known if one.field == name), None))

    def _orders_tab(self) -> RelatedTab:
        def begin(client_id: int) -> None:
            self.desk.start_new("order", client_id=client_id)

        from desktop_crm.services import order

        return RelatedTab(
            self.desk,
            "order",
            lambda client_id: order.listing(self.desk.workspace, client_id),
            key="client/orders",
            hidden=("client",),
            widths={"number": 150},
            empty=tr("No orders of this client yet."),
            new=(tr("New order"), begin),
        )

    def _contracts_tab(self) -> RelatedTab:
        from desktop_crm.services import contract

        return RelatedTab(
            self.desk,
            "contract",
            lambda client_id: contract.listing(self.desk.workspace, client_id),
            key="client/contracts",
            hidden=("client",),
            widths={"number": 170},
            empty=tr("No contracts with this client yet. They are made from an order."),
        )

    def _told_facts(self) -> list[str]:
        facts = [self.record.city, display_phone(reach.phone_of(self.record))]
        count, totals = self._facts.open_orders, self._facts.open_totals
        if count:
            total = privacy.veil(" + ".join(speak().money(one) for one in totals))
            facts.append(ntr("{n} open order, {total}", "{n} open orders, {total}", count, total=total))
        if self._facts.last_order_on:
            facts.append(tr("last order {day}", day=self._facts.last_order_on))
        return [fact for fact in facts if fact]

    def _chips(self) -> list[tuple[str, Tone]]:
        status = title_of(CLIENT_STATUSES, self.record.status)
        chips = [(say(status.title), status.tone)]
        if self.record.is_key:
            chips.append((tr("Key client"), Tone.ATTENTION))
        if self.record.category:
            chips.append((say(title_of(CLIENT_CATEGORIES, self.record.category).title), Tone.NEUTRAL))
        return chips


def _first_email(record: Client) -> str:
    return record.emails[0].address if record.emails else ""
