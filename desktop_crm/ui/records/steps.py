"""What becomes of a card's record, made from its noun's flow: commands, menu lines, the button of the next step, and what is asked first."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QPushButton

from desktop_crm.model.errors import UserError
from desktop_crm.model.flow import NEXT, Flow, Step
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import say
from desktop_crm.ui.records.drafts import DraftKeeper
from desktop_crm.ui.records.header import primary
from desktop_crm.ui.records.step_panel import Doubts, StepPanel

if TYPE_CHECKING:
    from desktop_crm.ui.records.card import Card


def step_commands(noun: str, flow: Flow | None) -> tuple[str, ...]:
    """The ids of a flow's commands, that of the next step first."""
    if flow is None:
        return ()
    names = [NEXT] if flow.has_next else []
    return tuple(f"{noun}.{name}" for name in (*names, *(step.id for step in flow.steps if step.id)))


class Steps(QObject):
    """Of one card; a noun without a flow has none."""

    def __init__(self, card: "Card") -> None:
        super().__init__(card)
        self._card = card
        self._shown: int | None = None
        self._question: StepPanel | None = None
        self.drafts = DraftKeeper(card.desk, self._typed, self)
        card.shown.connect(self._follow)

    # Commands

    def actions(self) -> tuple[Action, ...]:
        """For menu, palette and keys, in the order of `step_commands`."""
        flow = self._card.flow
        if flow is None:
            return ()
        own = tuple(self.action(step) for step in flow.steps if step.id)
        return (self._next_action(), *own) if flow.has_next else own

    def action(self, step: Step) -> Action:
        """Of one step."""
        name = f"{self._card.noun}.{step.id}"
        return Action(name, step.text, lambda: self.take(step), "", step.icon, lambda: self.may(step), RECORD)

    def next_button(self, *, plain: bool = False) -> QPushButton | None:
        """The primary button of the next step, a `plain` one while another is; None at the end of the way."""
        step = self.next()
        if step is None:
            return None
        button = (QPushButton if plain else primary)(say(step.text), self._card)
        button.clicked.connect(self.go_on)
        return button

    def next(self) -> Step | None:
        """What most likely comes next; None at the end of the way."""
        flow, record = self._card.flow, self._card.record
        if flow is None or record is None:
            return None
        step = next(iter(flow.steps_from(record.state)), None)
        return step if step is not None and self.may(step) else None

    def may(self, step: Step) -> bool:
        """Whether the rules between states allow it, and the card's own."""
        record = self._card.record
        return record is not None and record.state in step.from_ and self._card.may_step(step)

    def to(self, state: str) -> Step | None:
        """The one that leads to a state, if it may be taken now."""
        flow, record = self._card.flow, self._card.record
        step = flow.step(record.state, state) if flow is not None and record is not None else None
        return step if step is not None and self.may(step) else None

    def take_to(self, state: str) -> None:
        """Take the one that leads to a state."""
        step = self.to(state)
        if step is not None:
            self.take(step)

    def go_on(self) -> None:
        """The step that is most likely wanted."""
        step = self.next()
        if step is not None:
            self.take(step)

    def take(self, step: Step) -> None:
        """Ask what it needs to know; else do it."""
        if step.asks is None:
            self._card.step(step)
        else:
            self._card.ask_step(step)

    # What is asked first

    @property
    def question(self) -> StepPanel:
        """Asks on the card; made when it is needed first."""
        if self._question is None:
            self._question = StepPanel(self._card)
            self._question.form.edited.connect(lambda _name: self.drafts.keep_soon())
            self._question.given_up.connect(self.drafts.give_up)
            self._card.place_question(self._question)
        return self._question

    def ask(self, step: Step) -> None:
        """On which day, or why? A reason that is typed is kept as a draft."""
        asks, card = step.asks, self._card
        assert asks is not None
        card.forward.emit()
        self.question.ask(
            say(step.question(card.record)),
            (say(asks.go), say(asks.despite)),
            lambda day, reason: self._decided(step, day, reason),
            self.doubts(step),
            day=asks.day,
            reason=asks.reason,
        )
        if asks.reason:
            self.drafts.begin(card.noun, card.record_id, part=asks.part, version=card.record.version)

    def doubts(self, step: Step) -> Doubts:
        """What is odd about a day for the record that is shown now."""
        card, record_id = self._card, self._card.record_id
        assert record_id is not None

        def found(day: date | None) -> Sequence[Problem]:
            try:
                return card.desk.read(lambda session: card.step_doubts(session, record_id, step, day))
            except UserError:  # gone meanwhile, which the step itself will tell
                return ()

        return found

    def go_on_with(self, draft: Draft) -> bool:
        """Ask again with the reason that was typed; whether it was one."""
        flow = self._card.flow
        steps = () if flow is None else flow.steps
        asking = next((step for step in steps if step.asks and step.asks.reason and step.asks.part == draft.part), None)
        if asking is None:
            return False
        self._card.offer.hide()
        self.ask(asking)
        self.drafts.take_over(draft)
        self.question.form.restore_draft(draft.typed)
        self.question.form.focus_field("reason")
        self.drafts.keep_soon()
        return True

    def _decided(self, step: Step, day: date, reason: str) -> None:
        """Refused, the reason stays a draft."""
        if self._card.step(step, day, reason):
            self.drafts.drop()
            self._card.offer.hide()
        elif step.asks is not None and step.asks.reason:
            self.drafts.keep()
            self._card.offer_left()

    def _typed(self) -> dict[str, object]:
        return {} if self._question is None else self._question.typed()

    def _follow(self) -> None:
        """Another record is shown: what was asked about the one before is asked no more, and what was typed is kept."""
        before, self._shown = self._shown, self._card.record_id
        if self._question is not None and before is not None and before != self._shown:
            self.drafts.catch_up()
            self._question.hide()

    def _next_action(self) -> Action:
        idle = msg("Take the next step")

        def text() -> Message:
            step = self.next()
            return idle if step is None else step.text

        return Action(
            f"{self._card.noun}.{NEXT}",
            idle,
            self.go_on,
            "Ctrl+Shift+Return",
            "arrow-right",
            lambda: self.next() is not None,
            RECORD,
            label=text,
            separated=True,
        )
