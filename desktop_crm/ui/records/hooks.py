"""What a noun's card fills in."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtWidgets import QTabWidget, QWidget

from desktop_crm.model.flow import Flow, Step
from desktop_crm.model.message import Message
from desktop_crm.model.nouns import flow_of
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.peek.content import Figure
from desktop_crm.ui.records.tabs import Tab, TabDeclaration

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class CardHooks(QWidget):
    """The part of `Card` that nouns override. `record` is the saved record that is shown, None while a new one is typed."""

    noun: ClassVar[str]
    reads_first: bool = True  # a saved record is read, and its facts are edited in their places
    desk: Desk
    record_id: int | None = None
    record: Any = None
    figures: Sequence[Figure] = ()  # of the record, below its head
    is_new = False
    is_lent = False  # known to the commands, and not shown yet
    body: QWidget
    tabs: QTabWidget
    tab_declarations: Sequence[TabDeclaration] = ()
    form: RecordForm

    @property
    def flow(self) -> Flow | None:
        """The ways between its states."""
        return flow_of(self.noun)

    def fields(self) -> Sequence[Field | Section]:
        """The form's declaration."""
        return ()

    def make_form(self) -> RecordForm:
        """The form, in `body`."""
        return RecordForm(self.fields(), self.body, check=self.check, around=Surroundings(self.desk.jobs.latest))

    def form_made(self) -> None:
        """The form's fields are there, for the first time; they may be made long after the card."""

    def tabs_inside(self) -> tuple[QWidget, QTabWidget]:
        """What is put below the header, and the tabs in it."""
        tabs = QTabWidget(self)
        return tabs, tabs

    def make_tabs(self) -> Sequence[TabDeclaration]:
        """The tabs beside the form."""
        return ()

    def make_third(self) -> Tab | None:
        """What stands beside story and facts where the window is large; made when there is room for it first."""
        return None

    def start_related(self, noun: str, record_id: int) -> None:
        """Begin something that belongs to this record."""
        self.desk.start_new(noun, **{f"{self.noun}_id": record_id})

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        """What is wrong with these values, while they are typed."""
        del values
        return ()

    def load(self, session: "Session", record_id: int) -> Any:
        """The record with all the card shows; UserError when it is gone."""
        return self.take(session, self.fetch(session, record_id))

    def take(self, session: "Session", found: Mapping[str, Any]) -> Any:
        """The record of what was `fetch`ed; what else the card shows is kept, or read now."""
        del session
        for name, value in found.items():
            setattr(self, name, value)
        return found["record"]

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        """What the card's commands need to know of a record, by the card's own names; asked in a thread, too.

        One of the two is a noun's own: this one, where the card shows more than the record.
        """
        return {"record": self.load(session, record_id)}

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values a new record begins with."""
        return given

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        """Write the values and give back the record."""
        raise LookupError(record_id, session, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        """What history calls this action; `self.record` is the record before, `self.is_new` says whether there is none."""
        raise LookupError(values)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        """Title, line of facts, chips of `self.record`."""
        raise LookupError

    def client_name(self) -> str:
        """Whose card this is: the client's name, which the privacy screen leaves; empty when it is nobody's."""
        return ""

    def whom(self) -> tuple[int, int | None] | None:
        """The client of `self.record` by its id, and the contact where it names one; None where it is nobody's."""
        client_id = getattr(self.record, "client_id", None)
        return None if client_id is None else (client_id, getattr(self.record, "contact_id", None))

    def new_title(self) -> str:
        """The header of a new record."""
        raise LookupError

    def tell_locked(self) -> bool:
        """Say why F2 edits nothing; whether that was to be said."""
        return False

    def filled(self) -> None:
        """Called after the form shows the record or the blank values."""

    def focus_field(self, name: str) -> None:
        """Lead to the field that mends a problem."""
        raise LookupError(name)

    def focus_first(self) -> None:
        """Put the keyboard where a new record begins."""
        self.form.focus_first()

    def may_step(self, step: Step) -> bool:
        """Whether nothing but its state decides on a step."""
        del step
        return True

    def step_doubts(self, session: "Session", record_id: int, step: Step, day: date | None) -> Sequence[Problem]:
        """What is odd about this day for a step, and does not forbid it."""
        del session, record_id, step, day
        return ()

    def draft(self) -> dict[str, Any]:
        """What is typed and not saved, as plain JSON; empty when nothing is."""
        return self.form.draft()

    def draft_version(self, draft: Draft) -> int | None:
        """The version now of the record that a draft was typed over; None for a new one."""
        del draft
        return None if self.record is None else int(self.record.version)

    def restore_part(self, draft: Draft) -> None:
        """Go on with a draft of another form on this card, which its tab has kept."""
        raise LookupError(draft.part)

    def restore_draft(self, draft: Mapping[str, Any]) -> None:
        """Type what `draft` gave."""
        self.form.restore_draft(draft)
