"""A warranty's card."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.ui.form.fields import Amount, Date, Field, Picture, Section, Text, Width
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.tabs import TabDeclaration
from desktop_crm.ui.records.usual_tabs import usual_tabs
from tests.warranty.model.warranty import WARRANTY_STATES
from tests.warranty.services import warranty

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class WarrantyCard(Card):
    """Everything about one warranty."""

    noun = "warranty"

    def fields(self) -> Sequence[Field | Section]:
        return (
            Section(
                None,
                (
                    People(self.desk, lambda: None).client_field(),
                    Date("until", msg("Warranted until"), required=True),
                    Amount("amount", msg("Most that is paid"), width=Width.COLUMN),
                    Text("note", msg("Note"), width=Width.WIDE),
                    Text("cause", msg("Cause of the claim"), width=Width.WIDE, sensitive=True),
                ),
                columns=2,
            ),
            Section(None, (Picture("photo", msg("Photo of the damage")),)),
        )

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return usual_tabs(self)

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return warranty.problems(values)

    def load(self, session: "Session", record_id: int) -> Any:
        return warranty.shown(session, record_id)

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**warranty.start(), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        saved = warranty.save(session, record_id, values, version)
        return warranty.shown(session, saved.id)

    def message(self, values: Mapping[str, Any]) -> Message:
        del values
        return msg("Give a warranty") if self.is_new else msg("Change warranty {number}", number=self.record.number)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        state = next(each for each in WARRANTY_STATES if each.code == self.record.state)
        return self.record.number, speak().day(self.record.until), [(say(state.title), state.tone)]

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.client.full_name)

    def new_title(self) -> str:
        return tr("New warranty")
