"""The main window: rail, search, one screen at a time, status line, notes.

Made bare, so that it can be painted before its parts are imported: `fill` puts them in, `open_workspace` makes them work.
A change of language builds everything inside it anew at the same place.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMenuBar, QWidget

from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window import geometry
from desktop_crm.ui.window.trail import History
from desktop_crm.ui.window.way import Way

if TYPE_CHECKING:
    from desktop_crm.ui.desk.actions import Action
    from desktop_crm.ui.desk.desk import Desk, Workspace
    from desktop_crm.ui.desk.screen import ScreenDeclaration
    from desktop_crm.ui.window.palette import Searcher


class Shell(Way):
    """The window: what it is made of, the workspace it shows, its end."""

    leaving = Signal()  # the workspace is about to be let go; whoever hears may take its time
    file_moved = Signal()  # the workspace's file may have another name now
    thinned = Signal()  # screens that nobody saw may have gone
    closing = Signal()  # the window is going: let go of the workspace

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.searcher: Searcher | None = None
        self._news = ""
        self._filled = self._leaving = False
        self.setObjectName("shell")
        self.setWindowTitle("Desktop CRM")
        self.setAcceptDrops(True)
        self.setMinimumSize(640, 340)  # fits 1366 × 768 at 200 %
        geometry.restore(self, settings.get_bytes("window/geometry"))

    # What the program does with the window

    def fill(
        self,
        screens: "Sequence[ScreenDeclaration]",
        more_actions: "Callable[[Shell], Sequence[Action]]" = lambda _shell: (),
    ) -> "Shell":
        """Put in what a window is made of, once; `more_actions` are the program's own (File menu)."""
        from desktop_crm.ui.desk.jobs import Jobs
        from desktop_crm.ui.look.focus_ring import FocusRings
        from desktop_crm.ui.look.keys import ButtonKeys
        from desktop_crm.ui.look.undo_keys import UndoKeys
        from desktop_crm.ui.notes.notify import Notify
        from desktop_crm.ui.window.cover import Cover
        from desktop_crm.ui.window.note_ground import NoteGround
        from desktop_crm.ui.window.places import Places

        self.screens = tuple(screens)
        self.places = Places(self.screens, self.settings)
        self._more_actions = more_actions
        self.notify = Notify(self, NoteGround(self))
        self.jobs = Jobs(self.notify.error, self)
        self.cover = Cover(self)
        self._undo_keys, self._button_keys = UndoKeys(self), ButtonKeys(self)
        self._focus_rings = FocusRings(self)
        privacy.turn(on=False)
        self._build()
        i18n.signals.changed.connect(self._rebuild)
        privacy.signals.changed.connect(self._follow_privacy)
        theme.signals.system_changed.connect(self._follow_system)
        self._filled = True
        return self

    def open_workspace(self, workspace: "Workspace", searcher: "Searcher | None" = None) -> "Desk":
        """Show this workspace where it was left, or from its first screen on; another one that was shown is let go (not closed)."""
        self.history = History()
        self.searcher = searcher
        if self.desk is not None or self.frame.stack.count():  # the frame painted first is as good as new
            self._empty()
            self._build()
        desk = self._furnish(workspace)
        if not self.navigate(self.places.where_left(workspace.path)):
            self.navigate(self.screens[0].noun)
        return desk

    def show_alone(self, widget: QWidget) -> None:
        """A widget instead of the screens, while no workspace is open (the welcome); the window owns it."""
        stack = self.frame.stack
        if self.desk is None and self.frame.rail.isHidden() and (before := stack.currentWidget()) is not None:
            stack.removeWidget(before)
            before.deleteLater()
        else:
            self.build_alone()
        self.put_alone(widget)

    def become(self, steps: Iterator[None]) -> None:
        """Another window, in steps: what is seen stays until the last of them."""
        from desktop_crm.ui.desk.turns import in_turns

        def go_on() -> Iterator[None]:
            while not self.gone and next(steps, steps) is not steps:
                yield

        def end() -> None:
            self.jobs.is_window_made = False
            self.setUpdatesEnabled(True)
            self.thinned.emit()

        self.jobs.is_window_made = True
        self.setUpdatesEnabled(False)
        in_turns(self, go_on(), end)

    def build_alone(self) -> None:
        """A frame around what `put_alone` puts into it; a workspace that was shown is let go (not closed)."""
        self._empty()
        self._build()
        self.frame.rail.hide()
        self.frame.top.show_menus_alone()
        self.frame.status.hide()

    def put_alone(self, widget: QWidget) -> None:
        """The last step of `show_alone`."""
        self.frame.stack.addWidget(widget)
        self.frame.stack.setCurrentWidget(widget)
        widget.setFocus()

    def menuBar(self) -> QMenuBar:
        """In the window's first line, beside the search field."""
        return self.frame.top.menu

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        from desktop_crm.ui.window.drops import mails_in

        if self.desk is not None and self.cover.page is None and mails_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        from desktop_crm.ui.window.drops import mails_in, show_mails

        paths = mails_in(event.mimeData())
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: show_mails(self, paths))  # whose drag it is waits for the answer

    def set_news(self, text: str) -> None:
        """The status line's word on the last save or backup."""
        self._news = text
        self.frame.status.news.setText(text)

    def toggle_full_screen(self) -> None:
        """F11."""
        (self.showNormal if self.isFullScreen() else self.showFullScreen)()

    def leave(self) -> bool:
        """Let whoever hears it end their work on the workspace.

        False when that is going on already, when all is over, or when there is an error to be read first.
        """
        if self._leaving or self.gone:
            return False
        self._leaving = True
        try:
            if not self.finish_given():
                return False
            self.leaving.emit()
        finally:
            self._leaving = False
        return True

    def finish_given(self) -> bool:
        """Wait, in sight, for files that are being added or saved; False when one of them could not be."""
        told = self.notify.errors
        if any(job.keeps for job in self.jobs.running()):
            from desktop_crm.ui.desk.closing import wait_for_given

            wait_for_given(self)
        return self.notify.errors == told

    def _lets_go(self) -> bool:
        """Whether all who are asked let it close; the error of one is told here: PySide may not survive one that leaves `closeEvent`."""
        try:
            return self.may_leave() and self.leave()
        except Exception as error:  # noqa: BLE001  # the window stays alive whatever a screen does
            self.notify.error(error)
            return False

    def closeEvent(self, event: QCloseEvent) -> None:
        from desktop_crm.ui.desk import over

        if self.gone:
            event.accept()
            return
        if not self._filled or not over.when_clear(self, _nothing):
            event.ignore()
            if self._filled:
                over.when_clear(self, self.close)  # when those who asked something are done
            return
        if not self._lets_go():
            event.ignore()
            return
        self.gone = True
        self.settings.set_bytes("window/geometry", self.saveGeometry())
        self.settings.save()
        i18n.signals.changed.disconnect(self._rebuild)
        privacy.signals.changed.disconnect(self._follow_privacy)
        theme.signals.system_changed.disconnect(self._follow_system)
        self.end_capture()
        if self.desk is not None:
            self.desk.close()
            self.desk = None  # commands asked after this look at no file any more
        QApplication.setOverrideCursor(self.cursor())
        self.jobs.close()
        QApplication.restoreOverrideCursor()
        self._stop_listening()
        self.closing.emit()
        event.accept()

    def _stop_listening(self) -> None:
        """To the keyboard, which goes on without this window."""
        from desktop_crm.ui.desk import over

        over.close_dialogs(self)
        self.actions_.withdraw()
        for listener in (self._undo_keys, self._button_keys):
            listener.deleteLater()

    # Building

    def _build(self) -> None:
        from desktop_crm.ui.desk.actions import Actions
        from desktop_crm.ui.window import commands as window_actions
        from desktop_crm.ui.window.frame import Frame

        self.actions_ = Actions(self)
        narrow = self.settings.get("window/narrow_rail")
        self.frame = Frame(
            self.places.shown, self.actions_, self.jobs, self, narrow=narrow if isinstance(narrow, bool) else None
        )
        self.frame.rail.chosen.connect(self.visit_place)
        self.frame.rail.collapsed.connect(lambda narrow: self.settings.set("window/narrow_rail", narrow))
        self.frame.list_chosen.connect(self.show_list)
        self.frame.palette_field.go.connect(self.navigate)
        self.frame.palette_field.left.connect(self.frame.stack.setFocus)
        self.actions_.add(*self._more_actions(self), *window_actions.of(self))
        capture = self.actions_.button("record.capture", words=True)
        theme.mark(capture, "outlined")
        self.frame.top.fill([self.actions_.button(each) for each in ("go.back", "go.forward")], [capture])
        self.actions_.fill_menu_bar(self.menuBar())
        self.frame.rail.setEnabled(False)
        self.frame.palette_field.setEnabled(False)
        self.frame.status.news.setText(self._news)
        self.setCentralWidget(self.frame)
        self.frame.show()  # now, not when the event loop comes to it: what is seen decides which commands work
        self.cover.spread()
        self.tell_title()

    def _furnish(self, workspace: "Workspace") -> "Desk":
        """Make the empty frame work on this workspace."""
        from desktop_crm.ui.desk.desk import Desk

        self.desk = desk = Desk(
            workspace, jobs=self.jobs, notify=self.notify, actions=self.actions_, settings=self.settings, parent=self
        )
        desk.asked_for.connect(self.navigate)
        desk.asked_to_start.connect(self.start_new)
        desk.list_wanted.connect(self.show_filtered)
        desk.whereabouts.moved.connect(self._follow_file)
        desk.asked_to_resume.connect(self.resume)
        self.frame.palette_field.searcher = self.searcher
        self.frame.palette_field.setEnabled(True)
        self.frame.rail.setEnabled(True)
        self._tell_name()
        return desk

    def _follow_file(self) -> None:
        if self.desk is not None:
            self.settings.add_recent(self.desk.workspace.path)
            self._tell_name()
            self.file_moved.emit()

    def _tell_name(self) -> None:
        """The workspace's, which follows its file."""
        if self.desk is not None:
            self.frame.status.workspace.setText(self.desk.workspace.name)
        self.tell_title()

    def _empty(self, *, for_good: bool = True) -> None:
        """Let go of the desk and everything that was made for it; what lies over the window goes with it."""
        from desktop_crm.ui.desk import over

        if self.desk is not None:
            over.close_dialogs(self)
            self.end_capture()
            self.desk.close()
            self.desk.deleteLater()
            self.notify.forget()
        self._made.let_go(for_good=for_good)
        self.actions_.withdraw()
        self.frame.palette_field.withdraw()
        self.frame.deleteLater()
        self.desk = None

    def _rebuild(self) -> None:
        """In the new language, at the same place. Later, because the action that asked is part of what goes."""
        from desktop_crm.ui.desk import over

        QTimer.singleShot(0, self, lambda: self.with_what_is_seen(lambda: over.when_clear(self, self._rebuild_now)))

    def with_what_is_seen(self, do: Callable[[], object]) -> None:
        """What changes the whole window, as soon as it is no more than that."""

        def then() -> None:
            do()
            if not self.jobs.is_window_made:
                self.thinned.emit()

        self._made.let_hidden_go(self.jobs, self, then)

    def _rebuild_now(self) -> None:
        """At once, for no key may fall between the old window and the new."""
        if self.gone:
            return
        if self.desk is None:
            self._rebuild_around(self.frame.stack.currentWidget())
            return
        workspace, here = self.desk.workspace, self.history.here
        self._empty(for_good=False)
        self._build()
        self._furnish(workspace)
        if here is not None:
            self._go(here)

    def _rebuild_around(self, alone: QWidget | None) -> None:
        """Menus in the new language; the welcome speaks it by itself."""
        if alone is not None:
            alone.setParent(self)
            self.build_alone()
            self.put_alone(alone)

    def _follow_privacy(self) -> None:
        """Commands name what they would undo; notes told before it may name anybody."""
        self.notify.forget_covered()
        self.actions_.refresh()

    # Commands of the window, see `commands`

    def set_theme(self, mode: str) -> None:
        """Show and keep a theme."""
        self.settings.theme = mode
        self._show_theme()

    def _show_theme(self) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.with_what_is_seen(lambda: theme.apply(app, self.settings.theme))

    def _follow_system(self) -> None:
        if self.settings.theme == "system":
            self._show_theme()

    def set_language(self, code: str) -> None:
        """Speak and keep a language; what is typed and not saved is asked about first."""
        if code == i18n.speak().code or self.desk is None or self.may_leave():
            self.settings.language = code
            self.with_what_is_seen(lambda: i18n.set_language(self.settings.language))


def _nothing() -> None:
    """Only to know whether something is open."""
