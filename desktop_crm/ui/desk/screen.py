"""What a screen is: declared in `ui/screens/__init__.py`, made when first shown, told when to show which record."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.model.message import Message
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import focus_ring
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.model.listing import Filter
    from desktop_crm.services.draft import Draft
    from desktop_crm.ui.desk.desk import Desk
    from desktop_crm.ui.window.shell import Shell


@dataclass(frozen=True, slots=True)
class ScreenDeclaration:
    """A line of the table of contents. `factory` is `module:Class`, called with the desk when first shown.

    `place` is the id of one of `ui/window/places.py`, where it stands among the lists in the order of declaration; one without is
    reached by commands only.
    """

    noun: str
    title: Message
    icon: str
    factory: str
    place: str = ""

    def load(self) -> "Callable[[Desk], Screen]":
        """Import what makes the screen, in the window's thread; see `ui/program/loading.py`."""
        module, name = self.factory.split(":")
        made: Callable[[Desk], Screen] = getattr(import_module(module), name)
        return made

    def make(self, desk: "Desk") -> "Screen":
        """Build the screen."""
        made = self.load()(desk)
        assert isinstance(made, Screen)
        made.setAccessibleName(say(self.title))
        return made


class Turned(Protocol):
    """What Ctrl+Tab goes through: a `QTabWidget`, or what stands in its place on a page."""

    def count(self) -> int:
        """How many there are."""

    def isTabVisible(self, index: int) -> bool:  # as Qt says it
        """Whether one can be gone to."""

    def currentIndex(self) -> int:  # as Qt says it
        """Which one is in front."""

    def setCurrentIndex(self, index: int) -> None:  # as Qt says it
        """Bring another to the front."""


class Screen(QWidget):
    """One place of the window; subclasses build their widgets in `__init__` and fill them in `reload`.

    `concerns` are the nouns it shows: when one changes, `reload` is called at once if the screen is seen, or when it is
    shown next. `reload` is also called before the first showing.
    """

    noun = ""
    concerns: frozenset[str] = frozenset()
    has_head = False  # its title and its buttons stand in the head of its place, among the lists there
    spread = Signal()  # a page took the whole width, or gave it back to the list

    def __init__(self, desk: "Desk") -> None:
        shell = cast("Shell", desk.parent())
        super().__init__(shell.frame.stack)  # put there later, Qt would look at all that is in it
        self.desk = desk
        self._stale = True
        focus_ring.ring(self)
        desk.changed.connect(self._data_changed)

    def foresee(self, id: int) -> None:
        """This record will be shown at once: a page that is ready is filled while nobody sees the screen, nor what lies there else."""

    def show_record(self, id: int | None) -> None:
        """Show this record, or the list when None; called after the screen has become visible."""

    def show_field(self, name: str) -> None:
        """Lead the keyboard to a field of what is shown; one that is not here is ignored."""

    def show_filtered(self, filters: "Sequence[Filter]") -> None:
        """Ask its list for what these let through; called after the screen has become visible."""

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record with what is known of it; called after the screen has become visible."""

    def resume(self, draft: "Draft") -> None:
        """Go on with a draft that was typed here; it is offered by the form it belongs to at least."""
        self.show_field(draft.part)

    def reload(self) -> None:
        """Read anew what is shown; what the user has typed and not saved must stay."""

    def may_leave(self) -> bool:
        """Asked before another place is shown or the window closes; False keeps the user here (a question answered with no)."""
        return True

    def client_name(self) -> str:
        """The client whose card is shown here; empty for none."""
        return ""

    def whom(self) -> tuple[int, int | None] | None:
        """The client whose page has the whole width, and the contact if it is one's; None for nobody's."""

    def tell_client(self) -> None:
        """Let the privacy screen know whose name may be read."""
        if self.isVisible():
            privacy.show_client(self.client_name())

    def bookmark(self) -> Any:
        """What of it is in front, for `open_at` of one that is made anew; None where that would lose something."""

    def open_at(self, bookmark: Any) -> None:
        """Bring to the front what `bookmark` of the screen before told."""

    def steps(self) -> Iterator[None]:
        """What is made after the screen itself, a step each turn of the window's thread; it may be shown at any time between."""
        return iter(())

    def is_ready(self) -> bool:
        """Whether all of it is made."""
        return True

    def peek_of(self, record_id: int) -> Any:
        """A record of its own at a glance, in a thread; None when it is gone."""
        del record_id

    def take_keyboard(self) -> None:
        """Called when the screen has been shown: its list or the page as a whole, never an editor of what is stored."""
        self.setFocus()

    def is_wide(self) -> bool:
        """Whether a page has the whole width, so that the lists of its place are out of sight."""
        return False

    def page_tabs(self) -> Turned | None:
        """The tabs that Ctrl+Tab goes through where the keyboard is; None for the lists of the place."""
        return None

    def head_buttons(self, parent: QWidget) -> list[QWidget]:
        """Its buttons in the head of its place."""
        del parent
        return []

    def key_hints(self) -> Sequence[Hint]:
        """The keys that work here now, for the status line."""
        return ()

    def enter(self) -> None:
        """The shell has shown the screen."""
        if self._stale:
            self._stale = False
            self.reload()

    def _data_changed(self, nouns: frozenset[str]) -> None:
        if not self.concerns & nouns:
            return
        if self.isVisible():
            self.reload()
        else:
            self._stale = True


def screen_of(desk: "Desk", noun: str) -> Screen | None:
    """The screen of a noun, if it is made."""
    return cast("Shell", desk.parent()).made_screen(noun)


def make_ready(desk: "Desk", noun: str) -> Iterator[None]:
    """Make that screen, in steps."""
    yield from cast("Shell", desk.parent()).prepare(noun)
    if (screen := screen_of(desk, noun)) is not None and not screen.is_ready():
        yield from screen.steps()
