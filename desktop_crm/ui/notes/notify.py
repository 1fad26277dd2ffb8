"""How the window speaks to the person: notes, and the three kinds of errors each in its own way."""

import logging
from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import LockedError, UserError, WorldError
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.notes.told import Told
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.notes.stack import Ground, Note, NoteStack

_log = logging.getLogger(__name__)


class Notify(QObject):
    """Notes and error dialogs of one window."""

    def __init__(self, window: QWidget, ground: "Ground") -> None:
        super().__init__(window)
        self._window, self._ground = window, ground
        self._dialog_open = False
        self._silent = False
        self.errors = 0  # that were told

    @cached_property
    def stack(self) -> "NoteStack":
        """Where the notes lie; made with the first one, for its widgets cost start time."""
        from desktop_crm.ui.notes.stack import NoteStack

        made = NoteStack(self._window, self._ground)
        made.be_silent(self._silent)
        return made

    def note(
        self,
        text: str,
        undo: Callable[[], object] | None = None,
        tone: Tone = Tone.NEUTRAL,
        action: tuple[str, Callable[[], object]] | None = None,
        *,
        stays: bool = False,
        more: str = "",
    ) -> "Note":
        """Lay a quiet note; `text` and the action's word are translated. It goes by itself, pointer or keyboard hold it.

        Trouble goes only when somebody closes it or takes its action, and so does what `stays`. `more` is what one line has no room
        for: a button tells it, and offers the action once more.
        """
        return self._lay(text, undo, tone, action, stays=stays, more=more)

    def tell(
        self,
        now: NowTrue,
        entries: Sequence[int] = (),
        undo: Callable[[Sequence[int]], object] | None = None,
        action: tuple[str, Callable[[], object]] | None = None,
    ) -> "Note":
        """What is true now: `undo` takes back the actions that made it so. The same of another thing joins the note that lies there."""
        joined = self.stack.joined(now, entries) if entries else None
        told = Told(now, tuple(entries)) if joined is None else joined
        back = partial(undo, told.entries) if undo is not None and told.entries else None
        return self._lay(told.text(), back, Tone.GOOD, action, told=told)

    def _lay(
        self,
        text: str,
        undo: Callable[[], object] | None,
        tone: Tone,
        action: tuple[str, Callable[[], object]] | None,
        *,
        stays: bool = False,
        more: str = "",
        told: Told | None = None,
    ) -> "Note":
        from desktop_crm.ui.notes.stack import Note

        buttons = [action] if action else []
        if more:
            buttons.append(
                (tr("Details"), lambda: self._show_dialog(lambda: _more_dialog(text, more, action, self._window)))
            )
        if undo is not None:
            buttons.append((tr("Undo"), undo))
        note = Note(text, tone, buttons, self.stack, stays=stays, told=told, takes_back=undo is not None)
        self.stack.add(note)
        return note

    def be_silent(self, silent: bool) -> None:
        """Keep notes back while something lies over the window that they must not shine through."""
        self._silent = silent
        if "stack" in vars(self):
            self.stack.be_silent(silent)

    @property
    def silent(self) -> bool:
        """Whether something lies over the window: nobody is to be shown anything now."""
        return self._silent

    def forget(self) -> None:
        """The notes go: what their buttons would work on is gone."""
        if "stack" in vars(self):
            self.stack.forget()

    def forget_covered(self) -> None:
        """Notes that were laid before the privacy screen came on may name anybody: they go, Ctrl+Z stays."""
        if privacy.is_on():
            self.forget()

    def focus_newest(self) -> None:
        """Bring the keyboard to the newest note, if there is one."""
        if "stack" in vars(self):
            self.stack.focus_newest()

    def error(self, error: BaseException, action: tuple[str, Callable[[], object]] | None = None) -> "Note | None":
        """Tell what went wrong. The user's: a note, with an `action` that helps. The world's: a dialog. Ours: logged, and a dialog with *Copy details*."""
        self.errors += not isinstance(error, LockedError)
        match error:
            case LockedError():
                _log.debug("asked while locked; everything is read anew after unlocking")
            case UserError():
                messages = [error.message, *(problem.message for problem in error.problems)]
                lines = [say(privacy.hush(message)) for message in messages]
                return self.note("\n".join(dict.fromkeys(lines)), tone=Tone.ATTENTION, action=action)
            case WorldError():
                self._show_dialog(lambda: _world_dialog(error, self._window))
            case _:
                from desktop_crm.ui.notes.errors import log_exception

                details = log_exception(error)
                self._show_dialog(lambda: _bug_dialog(details, self._window))
        return None

    def _show_dialog(self, make: Callable[[], QWidget]) -> None:
        """One at a time: an error in a repaint must not bury the window under boxes."""
        if self._dialog_open:
            _log.warning("another error while an error dialog was open")
            return
        self._dialog_open = True
        dialog = make()
        dialog.destroyed.connect(self._dialog_closed)
        dialog.show()

    def _dialog_closed(self) -> None:
        self._dialog_open = False


def _more_dialog(text: str, more: str, action: tuple[str, Callable[[], object]] | None, window: QWidget) -> QWidget:
    from desktop_crm.ui.notes.error_dialog import ErrorDialog

    return ErrorDialog(text, more, window, action=action)


def _world_dialog(error: WorldError, window: QWidget) -> QWidget:
    from desktop_crm.ui.notes.error_dialog import ErrorDialog

    return ErrorDialog(tr("It did not work"), say(error.message), window)


def _bug_dialog(details: str, window: QWidget) -> QWidget:
    from desktop_crm.ui.notes.error_dialog import ErrorDialog

    text = tr(
        "The program made a mistake. What you saved before is safe; the last step may not have been done. "
        "You can go on working. If it happens again, copy the details and send them to whoever looks after the program: "
        "they hold no client data."
    )
    return ErrorDialog(tr("The program made a mistake"), text, window, details)
