"""The screen of activities."""

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.services import activity
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.records.card import Card
from desktop_crm.ui.records.record_screen import RecordScreen
from desktop_crm.ui.screens.activity.card import ActivityCard


class ActivityScreen(RecordScreen):
    """Calls, messages, visits and notes of all clients."""

    noun = "activity"
    concerns = frozenset({"activity", "client", "contact", "task"})
    title = msg("Activities")
    new_text = msg("New activity")
    empty_text = msg("Nothing was written down yet. Ctrl+J keeps a call, a message or a visit from anywhere.")

    def make_listing(self) -> Listing:
        return activity.listing(self.desk.workspace)

    def make_card(self) -> Card:
        return ActivityCard(self.desk, self.beside)

    def more_actions(self, card: Card) -> tuple[Action, ...]:
        assert isinstance(card, ActivityCard)

        def go_to_client() -> None:
            if card.record is not None:
                self.desk.navigate("client", card.record.client.id)

        def go_to_paper() -> None:
            record = card.record and card.record.activity
            if record is not None and record.about_id is not None:
                self.desk.navigate(record.about_noun, record.about_id)

        def is_about_one() -> bool:
            return card.record is not None and card.record.about_id is not None

        def is_open() -> bool:
            return card.record is not None and card.record.step is not None

        return (
            Action("activity.done", msg("Step done"), card.finish_step, "", "circle-check", is_open, RECORD),
            Action(
                "activity.later",
                msg("Put step off…"),
                card.put_off_step,
                later.KEYS,
                "calendar-clock",
                is_open,
                RECORD,
            ),
            Action("activity.client", msg("Go to the client"), go_to_client, "", "users", self.has_record, RECORD),
            Action(
                "activity.about",
                msg("Go to the order or contract"),
                go_to_paper,
                "",
                "file-text",
                is_about_one,
                RECORD,
            ),
        )

    def context_actions(self) -> tuple[str, ...]:
        return "activity.done", "activity.later", "", "activity.client", "activity.about"

    def delete(self, record_id: int) -> None:
        message = msg("Delete activity “{name}”", name=self.card.record.summary)
        self.desk.write(
            message,
            lambda session: activity.delete(session, record_id),
            note=of("activity", self.card.record.summary, TRASHED),
        )
