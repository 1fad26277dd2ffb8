"""The list of a screen with the peek of its chosen row: rows of two lines beside it, columns where it is closed or the window is large."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from desktop_crm.model.errors import DamagedError, UnreadableError, UserError
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.peek.content import Fact, Key, Peek
from desktop_crm.ui.peek.glance import Glance
from desktop_crm.ui.records.list_pane import ListPane

if TYPE_CHECKING:
    from desktop_crm.ui.records.record_screen import RecordScreen

_OPEN: Final = "window/peek"
_AHEAD: Final = 4  # rows that are read before one comes to them, either way


class ListGlance(Glance):
    """The commands of the record are its buttons."""

    pane: ListPane

    def __init__(self, screen: "RecordScreen", desk: Desk, name: str) -> None:
        self._screen = screen
        super().__init__(desk, name, screen, kept=_OPEN, opened=True)

    def make_pane(self) -> ListPane:
        return ListPane("", self)

    def read(self, key: Key) -> Peek | None:
        return self._screen.peek_of(key[1])

    def chosen(self) -> Key | None:
        current = self._screen.table.current_id()
        return None if current is None else (self._screen.noun, current)

    def around(self) -> Sequence[Key]:
        table = self._screen.table
        row, ids = table.view.currentIndex().row(), table.ids()
        near = (at for step in range(1, _AHEAD + 1) for at in (row + step, row - step))
        return [(self._screen.noun, ids[at]) for at in near if 0 <= at < len(ids)]

    def is_wanted_now(self) -> bool:
        return not self._screen.is_wide() and self._screen.is_ready() and self._screen.isVisible()

    def take_keyboard(self) -> None:
        self._screen.table.view.setFocus()

    def fit_list(self, *, beside: bool, large: bool) -> None:
        self._screen.table.view.set_tall(beside and not large)

    def tell_actions(self) -> None:
        """The first of the commands that may run are its buttons; one primary button is in sight, theirs or *New*."""
        screen = self._screen
        has_one = self.is_open and self.panel.content is not None
        names = [name for name in screen.peek_actions() if has_one and self._may(name)]
        next_act = screen.next_act()
        self.panel.show_actions(names, next_act)
        screen.show_new(primary=next_act not in names)

    def _may(self, name: str) -> bool:
        return name in self._desk.actions and self._desk.actions.qaction(name).isEnabled()


def peek_of(screen: "RecordScreen", record_id: int) -> Peek | None:
    """A record as its screen shows it at a glance, in a thread; None when it is gone."""
    rows = screen.listing.rows([record_id])
    if not rows:
        return None
    try:
        with screen.desk.workspace.read() as session:
            found = screen.made_card().fetch(session, record_id)
    except (UnreadableError, DamagedError):
        return _torn(screen, record_id)
    except UserError:  # it is gone
        return None
    return replace(screen.peek(rows[0], found), noun=screen.noun)


def _torn(screen: "RecordScreen", record_id: int) -> Peek:
    """What can't be read of it; all other records are safe."""
    from desktop_crm.services.safety import check

    wrong = [say(each) for each in check.of_card(screen.desk.workspace, screen.noun, record_id)]
    told = tr("It is left as it is, and all others are safe. A backup from before may hold it whole.")
    facts = [Fact("", text) for text in (*wrong, told)]
    return Peek(record_id, tr("What is wrong with this record:"), facts=facts, noun=screen.noun)
