"""The screen of tasks."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import TRASHED
from desktop_crm.services import task
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.importing import import_action
from desktop_crm.ui.people import steps
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.task.card import TaskCard

if TYPE_CHECKING:
    from desktop_crm.model.task import Task
    from desktop_crm.services.workspace import Session


class TaskScreen(RecordScreen):
    """What is to be done, for clients and for oneself."""

    noun = "task"
    concerns = frozenset({"task", "client", "contact", "order", "contract"})
    title = msg("Tasks")
    new_text = msg("New task")
    empty_text = msg(
        "Nothing is to be done. What comes next with a client stands here, and what you write down for yourself."
    )

    def make_listing(self) -> Listing:
        return task.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return TaskCard(self.desk, self.beside)

    def list_actions(self) -> tuple[Action, ...]:
        return (import_action(self.desk, self, "tasks", msg("Import tasks from a sheet…")),)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, TaskCard)

        def go_to_about() -> None:
            if (about := card.about()) is not None:
                self.desk.navigate(*about)

        def is_open() -> bool:
            return self._are_several() or (card.record is not None and card.record.is_open)

        def is_one() -> bool:
            return not self._are_several() and card.record is not None and card.record.is_open

        def is_done() -> bool:
            return not self._are_several() and card.record is not None and not card.record.is_open

        return (
            Action("task.done", msg("Done"), self._finish, "Ctrl+Return", "circle-check", is_open, RECORD),
            Action("task.later", msg("Put off…"), self._put_off, later.KEYS, "calendar-clock", is_open, RECORD),
            Action("task.snooze", msg("Remind again…"), card.remind_again, "", "bell", is_one, RECORD),
            Action("task.reopen", msg("Not done yet"), card.reopen, "", "rotate-ccw", is_done, RECORD),
            Action(
                "task.about",
                msg("Go to what it is about"),
                go_to_about,
                "",
                "users",
                lambda: card.about() is not None,
                RECORD,
            ),
        )

    def context_actions(self) -> tuple[str, ...]:
        return "task.done", "task.later", "task.snooze", "task.reopen", "", "task.about"

    def next_act(self) -> str:
        return "task.done"

    def delete(self, record_id: int) -> None:
        ids = self._chosen() or [record_id]

        def work(session: "Session", chosen: "Sequence[Task]") -> object:
            return task.delete_all(session, [each.id for each in chosen])

        self._do(ids, lambda what: msg("Delete: {what}", what=what), work, TRASHED)

    # Inside

    def _chosen(self) -> list[int]:
        """Those that are selected in the list, where it is in sight and they are more than one."""
        chosen = [] if self.is_wide() else list(self.table.selected_ids())
        return chosen if len(chosen) > 1 else []

    def _are_several(self) -> bool:
        return bool(self._chosen())

    def _finish(self) -> None:
        ids, goes_on = self._chosen(), self._going_on()
        if not ids:
            self._own_card().finish()
            goes_on()
            return

        def work(session: "Session", chosen: "Sequence[Task]") -> object:
            return task.finish_all(session, [each.id for each in chosen])

        self._do(ids, lambda what: msg("Finish: {what}", what=what), work, steps.FINISHED, only_open=True)
        goes_on()

    def _put_off(self) -> None:
        card = self._own_card()
        if not card.commit():
            return
        ids = self._chosen() or [card.record.id]
        chosen = self.desk.read(lambda session: task.these(session, ids))
        steps.put_off_all(self.desk, self.window(), chosen, self._going_on())

    def _going_on(self) -> Callable[[], object]:
        """What goes to another group of the list takes the keyboard nowhere: that is with what stood below."""
        chosen = set(self.table.selected_ids())
        if self.is_wide() or not chosen:
            return lambda: None
        ids = self.table.ids()
        last = max(ids.index(each) for each in chosen)
        after = ids[last + 1] if last + 1 < len(ids) else next((each for each in ids if each not in chosen), None)
        return lambda: None if after is None else self.table.select_id(after)

    def _own_card(self) -> TaskCard:
        card = self.card
        assert isinstance(card, TaskCard)
        return card

    def _do(
        self,
        ids: list[int],
        told: Callable[[Message], Message],
        work: "Callable[[Session, Sequence[Task]], object]",
        said: Message,
        *,
        only_open: bool = False,
    ) -> None:
        """One action with all of them."""
        found = self.desk.read(lambda session: task.these(session, ids))
        chosen = [each for each in found if each.is_open or not only_open]
        if not chosen:
            return
        titles = [each.title for each in chosen]
        message = told(steps.named(titles))
        self.desk.write(message, lambda session: work(session, chosen), note=steps.now(titles, said))
