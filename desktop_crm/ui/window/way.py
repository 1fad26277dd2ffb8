"""The way through the main window: to a screen, a record, a field; back and forward; the lists of a place."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.window.made_screens import MadeScreens
from desktop_crm.ui.window.trail import History, Location

if TYPE_CHECKING:
    from desktop_crm.model.listing import Filter
    from desktop_crm.model.noun import Noun
    from desktop_crm.services.draft import Draft
    from desktop_crm.ui.desk.actions import Actions
    from desktop_crm.ui.desk.desk import Desk
    from desktop_crm.ui.desk.jobs import Jobs
    from desktop_crm.ui.desk.screen import Screen, ScreenDeclaration, Turned
    from desktop_crm.ui.desk.sheet import Sheet
    from desktop_crm.ui.notes.notify import Notify
    from desktop_crm.ui.window.cover import Cover
    from desktop_crm.ui.window.frame import Frame
    from desktop_crm.ui.window.places import Places


#: What drafts of the sheet for calls are kept under; it stands at no place.
CAPTURE: Final = "capture"
#: As screens are, it is loaded when it is first wanted.
_SHEET: Final = "desktop_crm.ui.capture.sheet:CaptureSheet"


def _nothing() -> None:
    """It is shown again, where one is already."""


class Way(QMainWindow):
    """The part of `Shell` that leads from one screen to another; screens are made when they are first gone to."""

    places: "Places"
    frame: "Frame"
    cover: "Cover"
    notify: "Notify"
    jobs: "Jobs"
    actions_: "Actions"

    def __init__(self) -> None:
        super().__init__()
        self.screens: tuple[ScreenDeclaration, ...] = ()
        self.history = History()
        self.desk: Desk | None = None
        self._made = MadeScreens()
        self._sheet: Sheet | None = None
        self.gone = False  # closed for good: nothing that was asked before is answered any more

    def navigate(self, noun: str, id: int | None = None, field: str = "", back: str = "") -> bool:
        """Go to a record or a list, or to a field there; Back leads to the field `back` of the present place.

        False when the present screen keeps the user, or there is no such place.
        """
        place = Location(noun, id, field)
        if back:
            self.history.leave_from(back)
        if self._go(place, lambda: self.history.visit(place)):
            return True
        self._mark_place()
        return False

    def start_new(self, noun: str, given: Mapping[str, Any]) -> None:
        """Go to a screen and begin a new record there."""
        if noun == CAPTURE:
            self.capture()
        elif self.navigate(noun):
            self._made[noun].start_new(given)

    def start_from_page(self, noun: "Noun") -> None:
        """The same for the client, the contact and the paper whose page is open, as far as such a record names them."""
        screen, here = self._made.get(self._made.seen(self.frame.stack)), self.history.here
        client_id, contact_id = (screen.whom() if screen is not None else None) or (None, None)
        given: dict[str, Any] = {"client_id": client_id, "contact_id": contact_id}
        if here is not None and here.id is not None:
            given[f"{here.noun}_id"] = here.id
        columns = noun.record.__table__.columns
        self.start_new(noun.id, {name: value for name, value in given.items() if value is not None and name in columns})

    def show_filtered(self, noun: str, filters: "Sequence[Filter]") -> None:
        """Go to a list and ask it for what these let through."""
        if self.navigate(noun):
            self._made[noun].show_filtered(filters)

    def resume(self, draft: "Draft") -> None:
        """Go on with what was typed and not saved; where one may not leave, it stays a draft that is offered there."""
        if draft.noun == CAPTURE:
            self.capture(draft)
        elif self.navigate(draft.noun, draft.record_id):
            self._made[draft.noun].resume(draft)

    def capture(self, draft: "Draft | None" = None) -> None:
        """Lay the sheet for a call, a message, a visit over whatever is shown; go on with a draft of one, if it is given."""
        from desktop_crm.ui.desk.sheet import load_sheet

        if self.desk is None or self.cover.page is not None:
            return

        sheet = self.open_sheet()
        if sheet is None:
            self._sheet = sheet = load_sheet(_SHEET)(self.desk, self.frame, self.whom())
            self.frame.stack.currentChanged.connect(sheet.give_way)
        elif draft is None:
            sheet.press_again()
        if draft is not None:
            sheet.type_draft(draft)

    def whom(self) -> tuple[int, int | None] | None:
        """The client whose page is shown, and the contact if it is one's; None for nobody's."""
        screen = self._made.get(self._made.seen(self.frame.stack))
        return screen.whom() if screen is not None else None

    def open_sheet(self) -> "Sheet | None":
        """The sheet that lies over the screens now."""
        sheet = self._sheet
        return sheet if sheet is not None and shiboken6.isValid(sheet) and sheet.isVisibleTo(self) else None

    def end_capture(self) -> None:
        """The sheet goes with what it lies on; what is typed stays a draft."""
        if (sheet := self.open_sheet()) is not None:
            sheet.give_way()
        self._sheet = None

    def step(self, by: int) -> None:
        """Back (-1) or forward (1)."""
        place = self.history.peek(by)
        if place is not None:
            self._go(place, lambda: self.history.move(by))

    def visit_screen(self, noun: str) -> None:
        """A screen as it was left; its list when one is there already."""
        here = self.history.here
        self.navigate(*(Location(noun) if here and here.noun == noun else self.history.last_of(noun)))

    def visit_place(self, place: str) -> None:
        """What the rail does: the list that was looked at last there, as it was left; the list alone when one is there already."""
        here = self.history.here
        is_here = here is not None and self.places.of(here.noun) == place
        self.visit_screen(here.noun if here and is_here else self.places.last_list(place))

    def show_list(self, noun: str) -> None:
        """What a tab of a place does."""
        self.navigate(noun)

    def turn(self, by: int) -> None:
        """What Ctrl+Tab does: the next tab of the page the keyboard is on, else the next list of the place."""
        if (tabs := self._page_tabs()) is not None:
            shown = [at for at in range(tabs.count()) if tabs.isTabVisible(at)]
            tabs.setCurrentIndex(shown[(shown.index(tabs.currentIndex()) + by) % len(shown)])
        elif (here := self.history.here) is not None:
            self.navigate(self.places.beside(here.noun, by))

    def can_turn(self) -> bool:
        """Whether there is anything beside what is shown."""
        here = self.history.here
        return here is not None and (self._page_tabs() is not None or self.places.is_shared(here.noun))

    def _page_tabs(self) -> "Turned | None":
        screen = self._made.get(self._made.seen(self.frame.stack))
        return None if screen is None else screen.page_tabs()

    def prepare(self, noun: str) -> Iterator[None]:
        """Make a screen before it is gone to, in steps, so that showing it is all that is left to do then."""
        if self.history.here is None or self.cover.page is not None or noun in self._made or self.gone:
            return  # locked, the file says nothing
        screen = self._make(noun)
        yield
        if screen is None:
            return
        rest = screen.steps()
        while self._made.get(noun) is screen and self.cover.page is None:  # it may be let go, or covered, at any time
            if next(rest, rest) is rest:
                _polish(screen)
                return
            yield

    def made_screen(self, noun: str) -> "Screen | None":
        """The screen if it has been made."""
        return self._made.get(noun)

    def may_leave(self) -> bool:
        """Whether the present screen (or the welcome) lets the user go; one that nobody can see asks nothing."""
        asked = getattr(self.frame.stack.currentWidget(), "may_leave", None)
        return self.cover.page is not None or asked is None or asked()

    # Going

    def _go(self, place: Location, went_there: Callable[[], object] = _nothing) -> bool:
        """`went_there` is told before the commands are looked at: Back and Forward, too."""
        if place != self.history.here and not self.may_leave():
            return False
        with self.actions_.held():
            if went := self._show(place):
                went_there()
        self.tell_title()
        if went and self.desk is not None:
            self.places.remember(place.noun, self.desk.workspace.path)
        return went

    def _show(self, place: Location) -> bool:
        screen = self._made.get(place.noun) or self._make(place.noun)
        if screen is None:
            return False
        if (is_new := self._made.is_unseen(place.noun)) or place.id is not None:
            self._paint_later(self.frame.stack)
        try:
            if place.id is not None:
                screen.foresee(place.id)
        except Exception as error:  # noqa: BLE001  # the window stays alive whatever a screen does
            self.notify.error(error)
        self.frame.stack.setCurrentWidget(screen)
        if is_new:
            self.frame.stack.setFocus()  # Qt gave the keyboard to its first button; the screen knows better
        self._mark_place(place)
        try:
            screen.enter()
            screen.show_record(place.id)
            if is_new:
                self._made.return_to(place.noun)
            screen.tell_client()
            screen.take_keyboard()
            if place.field:
                screen.show_field(place.field)
        except Exception as error:  # noqa: BLE001  # the window stays alive whatever a screen does
            self.notify.error(error)
        return True

    def _paint_later(self, stack: QWidget) -> None:
        """In a turn of the window's thread of its own: making a screen, or filling a page and laying it out, takes one as it is."""
        from desktop_crm.ui.desk.turns import next_turn

        stack.setUpdatesEnabled(False)
        self.jobs.hold()
        QTimer.singleShot(0, self, lambda: next_turn(self, lambda: self._paint(stack)))

    def _paint(self, stack: QWidget) -> None:
        if shiboken6.isValid(stack):
            stack.setUpdatesEnabled(True)
        QTimer.singleShot(0, self, self.jobs.go_on)

    def _make(self, noun: str) -> "Screen | None":
        declared = next((each for each in self.screens if each.noun == noun), None)
        if declared is None or self.desk is None:
            return None
        try:
            screen = declared.make(self.desk)
        except Exception as error:  # noqa: BLE001  # the window stays alive whatever a screen does
            self.notify.error(error)
            return None
        self._made.put(noun, screen, self.frame.stack)
        screen.spread.connect(self._show_head)
        if screen.has_head and self.places.of(noun):
            self.frame.head.put_tools(noun, screen)
        return screen

    def _mark_place(self, place: Location | None = None) -> None:
        place = place or self.history.here
        self.frame.rail.set_current(self.places.of(place.noun) if place else "")
        self._fill_head()

    def _fill_head(self) -> None:
        """The lists of the place, and the buttons of the one that is shown."""
        if self._has_head(noun := self._made.seen(self.frame.stack)):
            self.frame.head.tell(self.places.lists(self.places.of(noun)), noun)
            if self.desk is not None:
                self.frame.head.count(self.desk)
        self._show_head()

    def _has_head(self, noun: str) -> bool:
        screen = self._made.get(noun)
        return screen is not None and screen.has_head and self.places.of(noun) != ""

    def _show_head(self) -> None:
        """Unless a page has the whole width."""
        noun = self._made.seen(self.frame.stack)
        self.frame.show_head(shown=self._has_head(noun) and not self._made[noun].is_wide())

    def tell_title(self) -> None:
        """Name the place in the window's title; nothing while something lies over it."""
        noun = self._made.seen(self.frame.stack)
        titles = [say(each.title) for each in self.screens if each.noun == noun]
        names = [self.desk.workspace.name] if self.desk is not None else []
        shown = [*titles, *names] if self.cover.page is None else []
        self.setWindowTitle(" – ".join([*shown, tr("Desktop CRM")]))


def _polish(screen: QWidget) -> None:
    """What its first showing would do in the turn that paints it."""
    for each in screen.findChildren(QWidget):
        each.ensurePolished()
