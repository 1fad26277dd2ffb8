"""A client's card: who they are, their contacts, orders, contracts, files and history."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from desktop_crm.model.address import address_of
from desktop_crm.model.client import CLIENT_CATEGORIES, CLIENT_STATUSES, Client, ClientKind
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import of
from desktop_crm.model.phone import display_phone
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.tone import Tone
from desktop_crm.services import client
from desktop_crm.services.client import Double
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.peek.content import Entry
from desktop_crm.ui.people import reach
from desktop_crm.ui.records.card import Card, Tab, TabDeclaration
from desktop_crm.ui.records.header import primary
from desktop_crm.ui.records.third_column import third_column
from desktop_crm.ui.records.usual_tabs import usual_tabs
from desktop_crm.ui.screens.client.contacts_tab import ContactsTab
from desktop_crm.ui.screens.client.doubles import DoubleNote, Wanted, ask_known
from desktop_crm.ui.screens.client.fields import client_fields
from desktop_crm.ui.screens.client.figures import figures_of
from desktop_crm.ui.screens.client.number_kinds import NumberKinds
from desktop_crm.ui.story.declared import story_tab
from desktop_crm.ui.story.tab import StoryTab

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_LOOK_AFTER = 250  # ms without typing, until known clients are looked for


class ClientCard(Card):
    """Everything about one client."""

    noun = "client"

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        super().__init__(desk, place)
        self.said: Sequence[Entry] = ()
        self._notes = {name: DoubleNote(self.form) for name in ("name", "phones", "identifiers")}
        for note in self._notes.values():
            note.wanted.connect(lambda _known, note=note: note.double and self.open_known(note.double))
        self._look_soon = QTimer(self, singleShot=True, interval=_LOOK_AFTER)
        self._look_soon.timeout.connect(self._look_for_doubles)
        self.form.edited.connect(self._edited)
        self.form.committed.connect(self._split_name)

    # Hooks of the card

    def form_made(self) -> None:
        for name, note in self._notes.items():
            self.form.add_below(name, note)

    def fields(self) -> Sequence[Field | Section]:
        self._numbers = NumberKinds()
        return client_fields(self._numbers)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        self.contacts = ContactsTab(self.desk)
        self._story = story_tab(self)
        return (
            self._story,
            TabDeclaration(tr("Contacts"), self.contacts),
            *usual_tabs(self),
        )

    def make_third(self) -> Tab | None:
        third, story = third_column(self), self._story.widget
        if third is not None and isinstance(story, StoryTab):
            third.typed.connect(story.write_note)
        return third

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return client.problems(values)

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        figures, said = figures_of(session, record_id)
        return {"record": client.get(session, record_id), "figures": figures, "said": said}

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**Client.defaults(), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Client:
        return client.save(session, record_id, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("Add client {name}", name=values["name"])
        return msg("Change client {name}", name=self.record.full_name)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        return (
            self.record.full_name,
            " · ".join(filter(None, (self.record.city, display_phone(reach.phone_of(self.record))))),
            self._chips(),
        )

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.full_name)

    def whom(self) -> tuple[int, int | None] | None:
        return None if self.record is None else (self.record.id, None)

    def new_title(self) -> str:
        return tr("New client")

    def buttons(self) -> Sequence[QWidget]:
        actions = self.desk.actions
        if "client.new_order" not in actions:
            return ()
        order = actions.button("client.new_order", self, words=True)
        theme.mark(order, "outlined")
        return [*reach.buttons(self.desk, "client", self.record, self), order]

    def filled(self) -> None:
        self._look_soon.stop()
        for note in self._notes.values():
            note.tell(None)
        self._follow_kind()
        self._follow_country()
        phones = self.form.editor("phones")
        if self.is_new and isinstance(phones, ManyEditor) and len(phones.inputs()) == 1:  # its button alone
            phones.add_row()  # name, Tab, Tab, number: no button between a visitor and the next one

    def commit(self) -> bool:
        """A new client who is known already is not saved a second time unless the person says so."""
        known = self._known_and_right() if self.is_new else None
        if known is None:
            return super().commit()
        wanted = ask_known(self, known)
        if wanted is Wanted.OPEN:
            return self.open_known(known)
        return wanted is Wanted.SECOND and super().commit()

    def known_double(self) -> Double | None:
        """Whom a note beside a field names."""
        return next((note.double for note in self._notes.values() if note.double is not None), None)

    def open_known(self, double: Double) -> bool:
        """Go to a known client; what was typed for a new one goes along. False when it could not be taken over."""
        if self.is_new:
            self.form.commit()
            try:
                self._take_along(double)
            except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
                self.desk.notify.error(error)
                return False
            self._forget_typed()
        self.desk.navigate("client", double.id)
        return True

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

    def chosen_activity(self) -> int | None:
        """That of the story's chosen entry."""
        story = self._story.widget
        entry = story.view.entry() if isinstance(story, StoryTab) else None
        return entry.id if entry is not None and entry.noun == "activity" and not self.is_lent else None

    # Inside

    def _edited(self, name: str) -> None:
        if name == "kind":
            self._follow_kind()
        if name in {"kind", "addresses"}:
            self._follow_country()
        if name in self._notes:
            self._look_soon.start()

    def _follow_kind(self) -> None:
        """People have no legal form."""
        company = self.form.value("kind") == ClientKind.COMPANY
        self.form.show_field("legal_form", company or bool(self.form.value("legal_form")))

    def _follow_country(self) -> None:
        """Abroad other numbers are asked for than here, and by what that country calls them."""
        country = address_of(self.form.value("addresses"), "legal").country
        numbers = self.form.editor("identifiers")
        person = self.form.value("kind") == ClientKind.PERSON
        if self._numbers.follow(country, person=person) and isinstance(numbers, ManyEditor):
            numbers.begin_as(self._numbers.blank)

    def _split_name(self, field: str) -> None:
        """`PT Maju Jaya` typed into a new client's name is the form PT and the name Maju Jaya."""
        if field != "name" or not self.is_new or self.form.value("legal_form"):
            return
        legal_form, name = client.split_name(self.form.value("name"))
        if legal_form and self.form.value("kind") == ClientKind.COMPANY:
            self.form.put("legal_form", legal_form)
            self.form.put("name", name)

    def _look_for_doubles(self) -> None:
        before, known = self.known_double(), self._known()
        for name, note in self._notes.items():
            note.tell(next((one for one in known if one.field == name), None))
        if self.is_new and (before is None) != (not known):
            self.header.set_buttons(self._new_buttons())
        self.desk.actions.refresh()

    def _take_along(self, double: Double) -> None:
        """All in one action, which a note offers to take back."""
        typed = self.form.changed_values()
        values = self.desk.read(lambda session: client.taken_along(session, double.id, typed))
        if values:
            self.desk.write(
                msg("Add what was typed to client {name}", name=double.name),
                lambda session: client.save(session, double.id, values),
                note=of("client", double.name, msg("{thing} completed with the typed values.")),
            )

    def _known_and_right(self) -> Double | None:
        """Who is known, unless something is wrong with what is typed, which is told first."""
        self.form.commit()
        wrong = any(problem.severity is Severity.ERROR for problem in self.check(self.form.values()))
        return None if wrong else next(iter(self._known()), None)

    def _known(self) -> list[Double]:
        changed = self.form.changed_values()
        values = {name: value for name, value in changed.items() if name in self._notes}
        return self.desk.read(lambda session: client.doubles(session, values, self.record_id)) if values else []

    def _new_buttons(self) -> list[QWidget]:
        """Of a known client *Open* is what is likely wanted."""
        double = self.known_double()
        if double is None:
            return super()._new_buttons()
        discard, save = super()._new_buttons()
        theme.mark(save, "outlined")
        to_known = primary(tr("Open the client already here"), self)
        to_known.clicked.connect(lambda: self.open_known(double))
        return [discard, save, to_known]

    def _chips(self) -> list[tuple[str, Tone]]:
        status = title_of(CLIENT_STATUSES, self.record.status)
        chips = [(say(status.title), status.tone)]
        if self.record.is_key:
            chips.append((tr("Key client"), Tone.ATTENTION))
        if self.record.category:
            chips.append((say(title_of(CLIENT_CATEGORIES, self.record.category).title), Tone.NEUTRAL))
        return chips
