"""The screen of tasks."""

from collections.abc import Callable

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED
from desktop_crm.services import task
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.importing import import_action
from desktop_crm.ui.people import steps
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.task.card import TaskCard


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
        steps.together(
            self.desk, ids, lambda what: msg("Delete: {what}", what=what), task.delete_all, TRASHED, only_open=False
        )

    # Inside

    def _are_several(self) -> bool:
        """Whether more than one is selected in the list, where it is in sight."""
        return not self.is_wide() and self.table.selected_count() > 1

    def _chosen(self) -> list[int]:
        return list(self.table.selected_ids()) if self._are_several() else []

    def _finish(self) -> None:
        ids, goes_on = self._chosen(), self._going_on()
        if ids:
            steps.together(
                self.desk,
                ids,
                lambda what: msg("Finish: {what}", what=what),
                task.finish_all,
                steps.FINISHED,
                then=goes_on,
            )
            return
        self._own_card().finish()
        goes_on()

    def _put_off(self) -> None:
        card = self._own_card()
        if card.commit():
            steps.put_off_all(self.desk, self.window(), self._chosen() or [card.record.id], self._going_on())

    def _going_on(self) -> Callable[[], object]:
        """What goes to another group of the list takes the keyboard nowhere: that is with what stood below, or above."""
        spans, ids = self.table.view.spans(), self.table.ids()
        if self.is_wide() or not spans:
            return lambda: None
        below, above = spans[-1][1] + 1, spans[0][0] - 1
        next_row = below if below < len(ids) else above
        if next_row < 0:
            return lambda: None
        after = ids[next_row]
        return lambda: self.table.select_id(after)

    def _own_card(self) -> TaskCard:
        card = self.card
        assert isinstance(card, TaskCard)
        return card
