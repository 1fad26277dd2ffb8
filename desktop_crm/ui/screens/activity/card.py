"""An activity's card: what happened, with whom and when, and what comes next."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_crm.model.activity import ACTIVITY_KINDS, TOUCH_CHOICES, Activity
from desktop_crm.model.listing import Choice as ListedChoice
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import of
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services import activity, task
from desktop_crm.services.activity import Shown
from desktop_crm.services.clock import today
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.form.fields import Choice, Date, Field, Number, Section, Text, Width
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.people import steps
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.usual_tabs import usual_tabs

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ActivityCard(Card):
    """To read and correct what was written down."""

    noun = "activity"
    _abouts: Sequence[ListedChoice] = ()

    def fields(self) -> Sequence[Field | Section]:
        self._people = People(self.desk, lambda: self.form.value("client_id"))
        return (
            Section(
                None,
                (
                    *self._people.fields(),
                    Choice("kind", msg("Kind"), choices=ACTIVITY_KINDS),
                    Choice("about", msg("About"), lambda: self._abouts, optional=True),
                    Date("day", msg("Day"), required=True),
                    Text("time", msg("Time"), width=Width.SHORT, placeholder=msg("10:42")),
                    Text("subject", msg("Subject"), width=Width.WIDE, sensitive=True),
                    Text("text", msg("What was said"), multiline=True, lines=4, width=Width.WIDE, sensitive=True),
                    Number("minutes", msg("Minutes"), decimals=0, minimum=0, maximum=1440),
                    Text("outcome", msg("Outcome"), width=Width.WIDE, sensitive=True),
                    Choice("touch", msg("Counts as contact"), choices=TOUCH_CHOICES),
                ),
                columns=2,
            ),
        )

    def form_made(self) -> None:
        self.form.edited.connect(self._edited)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return usual_tabs(self)

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return activity.problems(values, has_step=self.record is not None and bool(self.record.steps))

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        record = activity.shown(session, record_id)
        return {"record": record, "_abouts": activity.abouts(session, record.activity.client_id, record.about)}

    def take(self, session: "Session", found: Mapping[str, Any]) -> Shown:
        record: Shown = super().take(session, found)
        self._offer_abouts()
        return record

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        begun = {**activity.blank(), **given}
        self._ask_abouts(begun.get("client_id"))
        return begun

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Shown:
        before = "" if record_id is None else activity.get(session, record_id).text
        saved = activity.keep_promises(session, activity.save(session, record_id, values, version), before)
        return activity.shown(session, saved.id)

    def message(self, values: Mapping[str, Any]) -> Message:
        del values
        if self.is_new:
            return msg("Add an activity")
        return msg("Change activity “{name}”", name=self.record.summary)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        record: Activity = self.record.activity
        facts = [record.contact.name if record.contact else "", speak().moment(record.moment)]
        chips = [(say(title_of(ACTIVITY_KINDS, record.kind).title), Tone.NEUTRAL)]
        if (step := self.record.step) is not None:
            is_late = step.due is not None and step.due < today()
            chips.append((tr("Step late"), Tone.DANGER) if is_late else (tr("Step open"), Tone.INFORMATION))
        return record.client.full_name, " · ".join(fact for fact in facts if fact), chips

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.client.full_name)

    def new_title(self) -> str:
        return tr("New activity")

    def buttons(self) -> Sequence[QWidget]:
        actions = self.desk.actions
        if "activity.client" not in actions:
            return ()
        names = ["activity.done", "activity.client"] if self.record.step is not None else ["activity.client"]
        made = [actions.button(name, self, words=True) for name in names]
        for button in made:
            theme.mark(button, "outlined")
        return made

    def _edited(self, name: str) -> None:
        if name == "client_id":
            self._people.follow(self.form)
            self._ask_abouts(self.form.value("client_id"))

    def _ask_abouts(self, client_id: int | None) -> None:
        self._abouts = self.desk.read(lambda session: activity.abouts(session, client_id))
        self._offer_abouts()

    def _offer_abouts(self) -> None:
        editor = self.form.editor("about")
        assert isinstance(editor, ChoiceEditor)
        if editor.value() not in {each.code for each in self._abouts}:
            editor.set_value("")  # of the client before
        editor.refill()

    def put_off_step(self) -> None:
        """To another day, which is asked."""
        if self.commit():
            steps.put_off(self.desk, self.window(), self.record.step)

    def finish_step(self) -> None:
        """What comes next is done."""
        step = self.record.step
        if step is not None:
            now = of("task", step.title, steps.FINISHED)
            self.act(
                msg("Finish task “{name}”", name=step.title), lambda session, _id: task.finish(session, step.id), now
            )
            self.reload()
