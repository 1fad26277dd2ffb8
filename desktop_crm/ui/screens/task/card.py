"""A task's page: what is to be done, when, with whom and about what; how often; its checklist."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QWidget

from desktop_crm.model.check_item import CheckItem
from desktop_crm.model.listing import Choice as Chosen
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import of
from desktop_crm.model.problem import Problem
from desktop_crm.model.repeat import Repeat, Unit
from desktop_crm.model.task import PROMISES, Task
from desktop_crm.model.tone import Tone
from desktop_crm.services import task
from desktop_crm.services.clock import now, today
from desktop_crm.services.facets import Reminder
from desktop_crm.ui.desk import later
from desktop_crm.ui.form.fields import Choice, Date, Field, Many, Own, Section, Text, Width
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.people import steps
from desktop_crm.ui.people.paper_field import paper_field
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.header import primary
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.usual_tabs import usual_tabs
from desktop_crm.ui.reminders import doing
from desktop_crm.ui.screens.task.done_editor import DoneEditor

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

#: Minutes before its time, or before the morning of its day.
_REMIND: Final = (
    Chosen("0", msg("At its time")),
    Chosen("10", msg("10 minutes before")),
    Chosen("30", msg("30 minutes before")),
    Chosen("60", msg("1 hour before")),
    Chosen("120", msg("2 hours before")),
    Chosen("1440", msg("1 day before")),
    Chosen("2880", msg("2 days before")),
    Chosen("10080", msg("1 week before")),
)

_RULES: Final = (
    *(Repeat(every, unit) for every, unit in ((1, Unit.DAY), (1, Unit.WORKING_DAY), (1, Unit.WEEK), (2, Unit.WEEK))),
    *(Repeat(every, unit) for every, unit in ((1, Unit.MONTH), (1, Unit.MONTH_END), (3, Unit.MONTH), (6, Unit.MONTH))),
    Repeat(1, Unit.YEAR),
    *(Repeat(n, unit, after_done=True) for n, unit in ((3, Unit.DAY), (5, Unit.WORKING_DAY), (1, Unit.WEEK))),
    *(Repeat(n, unit, after_done=True) for n, unit in ((2, Unit.WEEK), (1, Unit.MONTH), (3, Unit.MONTH))),
)


class TaskCard(Card):
    """To read, to do, and to put off."""

    noun = "task"
    reads_first = True

    def fields(self) -> Sequence[Field | Section]:
        self._people = People(self.desk, lambda: self.form.value("client_id"))
        client, contact = self._people.fields()
        return (
            Section(
                None,
                (
                    Text("title", msg("What is to be done"), width=Width.WIDE, required=True, sensitive=True),
                    Date("due", msg("Due")),
                    Text("time", msg("Time"), width=Width.SHORT, placeholder=msg("10:42")),
                    replace(client, required=False),
                    contact,
                    paper_field(self.desk, "order_id", msg("Order"), "order", self._client_id),
                    paper_field(self.desk, "contract_id", msg("Contract"), "contract", self._client_id),
                    Choice("remind_before", msg("Remind"), choices=self._reminders, of=int, optional=True),
                    Choice("repeats", msg("Repeat"), choices=self._rules, optional=True),
                    Choice("promise", msg("Promise"), choices=PROMISES),
                    Many(
                        "checklist",
                        msg("Checklist"),
                        CheckItem(""),
                        (
                            Text("text", msg("To do"), sensitive=True),
                            Own("done", msg("Done"), DoneEditor, width=Width.SHORT),
                        ),
                        msg("Add line"),
                        keep=msg("Save checklist"),
                        sensitive=True,
                    ),
                    Text("note", msg("Note"), multiline=True, lines=3, width=Width.WIDE, sensitive=True),
                ),
                columns=2,
            ),
        )

    def form_made(self) -> None:
        self.form.edited.connect(lambda name: self._people.follow(self.form) if name == "client_id" else None)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return usual_tabs(self)

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return task.problems(values)

    def load(self, session: "Session", record_id: int) -> Task:
        return task.get(session, record_id)

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**task.blank(), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Task:
        if record_id is None:  # what it is about, beside what the form asks
            values = {**{name: value for name, value in self._given.items() if name.endswith("_id")}, **values}
        saved = task.save(session, record_id, _tidied(values), version)
        return task.get(session, saved.id)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.is_new:
            return msg("Add task “{name}”", name=values["title"])
        return msg("Change task “{name}”", name=self.record.title)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        record: Task = self.record
        facts = [
            record.client.full_name if record.client else tr("My own"),
            tr("Order {number}", number=record.order.number) if record.order else "",
            tr("Contract {number}", number=record.contract.number) if record.contract else "",
            say(record.repeat.told()) if record.repeat else "",
        ]
        return record.title, " · ".join(fact for fact in facts if fact), self._chips(record)

    def client_name(self) -> str:
        return self.record.client.full_name if self.record is not None and self.record.client else ""

    def new_title(self) -> str:
        return tr("New task")

    def buttons(self) -> Sequence[QWidget]:
        actions = self.desk.actions
        if "task.done" not in actions:
            return ()
        if not self.record.is_open:
            again = actions.button("task.reopen", self, words=True)
            theme.mark(again, "outlined")
            return (again,)
        done = primary(tr("Done"), self)
        done.clicked.connect(lambda: actions.run("task.done"))
        return (done, *self._about_button())

    def finish(self) -> None:
        """It is done; the next of its series is told."""
        title = self.record.title

        def told(follows: Task | None) -> Any:
            next_one = None
            if follows is not None and follows.due is not None:
                next_one = msg("Next on {day}.", day=speak().day_soon(follows.due))
            return of("task", title, steps.FINISHED, next=next_one)

        self.act(msg("Finish task “{name}”", name=title), task.finish, told)
        self.reload()

    def reopen(self) -> None:
        """It is to be done after all."""
        title = self.record.title
        said = of("task", title, msg("{thing} is open again."))
        self.act(msg("Reopen task “{name}”", name=title), task.reopen, said)
        self.reload()

    def remind_again(self) -> None:
        """At a moment, which is asked; its day stays."""
        if self.commit():
            record: Task = self.record
            moments = [(say(words), until) for words, until in doing.moments_after(now())]
            one = Reminder("task", record.id, record.title, self.client_name(), moments[0][1])
            later.ask_among(
                self.window(), tr("Remind again"), moments, lambda until: doing.snooze(self.desk, one, until)
            )

    def _chips(self, record: Task) -> Sequence[tuple[str, Tone]]:
        chips: list[tuple[str, Tone]] = []
        if not record.is_open:
            chips.append((tr("Done"), Tone.GOOD))
        elif record.due is not None:
            late = record.due < today()
            chips.append((speak().day_soon(record.due), Tone.DANGER if late else Tone.INFORMATION))
        if record.promise:
            promise = title_of(PROMISES, record.promise)
            chips.append((say(promise.title), promise.tone))
        return chips

    def _about_button(self) -> Sequence[QWidget]:
        """To what it is about."""
        about = self.about()
        if about is None:
            return ()
        made = self.desk.actions.button("task.about", self, words=True)
        theme.mark(made, "outlined")
        return (made,)

    def about(self) -> tuple[str, int] | None:
        """The nearest of what it is about: noun and id; None for one's own."""
        record: Task | None = self.record
        if record is None:
            return None
        named = (("contract", record.contract_id), ("order", record.order_id), ("client", record.client_id))
        return next(((noun, named_id) for noun, named_id in named if named_id is not None), None)

    def _client_id(self) -> int | None:
        found: int | None = self.form.value("client_id")
        return found

    def _reminders(self) -> Sequence[Chosen]:
        """Those that are usual, and that of the record."""
        own = self.record.remind_before if isinstance(self.record, Task) else None
        if own is None or any(each.code == str(own) for each in _REMIND):
            return _REMIND
        return (*_REMIND, Chosen(str(own), msg("{n} minutes before", n=own)))

    def _rules(self) -> Sequence[Chosen]:
        """Those that are usual, and that of the record."""
        own = self.record.repeat if isinstance(self.record, Task) else None
        rules = _RULES if own is None or own in _RULES else (*_RULES, own)
        return [Chosen(rule.kept(), rule.told()) for rule in rules]


def _tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """Times as `09:05`, whichever way they were typed."""
    tidy = dict(values)
    if "time" in tidy:
        tidy["time"] = task.written_time(tidy["time"])
    if "checklist" in tidy:
        tidy["checklist"] = tuple(item for item in tidy["checklist"] if item.text.strip())
    return tidy
