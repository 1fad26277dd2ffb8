"""What was done: every action of the file."""

from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import ALL_NOUNS
from desktop_crm.services.past import done
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import say
from desktop_crm.ui.records.list_screen import ListScreen


class DoneScreen(ListScreen):
    """Newest first; the chosen action can be taken back while nothing stands on it, and done again."""

    noun = "done"
    concerns = ALL_NOUNS
    title = msg("Action history")
    sentence = msg(
        "Every action of this file, the latest first. Any of them can be undone as long as what it changed "
        "was not changed again; imports, too."
    )
    empty_text = msg("Nothing was done yet.")
    listing: done.Done

    def make_listing(self) -> done.Done:
        return done.listing(self.desk.workspace, lambda text: say(Message(text)))

    def add_actions(self) -> None:
        self.desk.actions.add(
            Action(
                "done.take_back",
                msg("Undo"),
                self.take_back,
                "Ctrl+R",
                "undo-2",
                self._may_take_back,
                RECORD,
                label=self._text,
            ),
            owner=self,
        )
        self.pane.add_tool(self.desk.actions.button("done.take_back", self, words=True))
        self.table.set_actions([self.desk.actions.qaction("done.take_back")])

    def take_back(self) -> None:
        """Take back the current action, or do it again."""
        if (entry_id := self.table.current_id()) is not None:
            self.desk.take_back(entry_id, again=self._way() is done.Way.AGAIN)

    def _way(self) -> done.Way | None:
        current = self.table.current_id()
        return None if current is None else self.listing.way(current)

    def _may_take_back(self) -> bool:
        return self._way() is not None

    def _text(self) -> Message:
        return msg("Redo") if self._way() is done.Way.AGAIN else msg("Undo")
