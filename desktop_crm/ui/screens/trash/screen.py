"""The trash."""

from desktop_crm.model.message import msg
from desktop_crm.model.nouns import ALL_NOUNS
from desktop_crm.model.tone import Tone
from desktop_crm.services.past import trash
from desktop_crm.services.rows_listing import RowsListing
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.list_screen import ListScreen

_TOLD = 4  # sentences in one note


class TrashScreen(ListScreen):
    """What was deleted and is not there again, the latest first."""

    noun = "trash"
    concerns = ALL_NOUNS
    title = msg("Trash")
    sentence = msg("What was deleted, with all that went with it. Choose lines and restore them with Enter.")
    empty_text = msg("The trash is empty.")
    listing: RowsListing

    def make_listing(self) -> RowsListing:
        return trash.listing(self.desk.workspace)

    def add_actions(self) -> None:
        self.desk.actions.add(
            Action(
                "trash.restore", msg("Restore"), self.restore, "Ctrl+R", "archive-restore", self._may_restore, RECORD
            ),
            owner=self,
        )
        self.pane.add_tool(self.desk.actions.button("trash.restore", self, words=True))
        self.table.set_actions([self.desk.actions.qaction("trash.restore")])
        self.table.opened.connect(lambda _id: self.restore())

    def restore(self) -> None:
        """Put the chosen things back in one action, and tell what else that brought with it."""
        chosen = [row[0] for row in self.listing.rows(self.chosen_ids())]
        if not chosen:  # a second Enter, before the list is read anew
            return
        message = trash.message(self.listing, chosen)
        try:
            done = self.desk.write(
                message, lambda session: trash.restore(session, chosen), note=trash.now_true(self.listing, chosen)
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self.desk.notify.error(error)
            return
        if done.told:
            lines = [say(sentence) for sentence in done.told[:_TOLD]]
            more = len(done.told) - len(lines)
            self.desk.notify.note(
                "\n".join(lines + ([tr("and {n} more", n=more)] if more else [])), tone=Tone.ATTENTION
            )

    def _may_restore(self) -> bool:
        return self.table.selected_count() > 0 or self.table.current_id() is not None
