"""The one search field: commands by words in any language of the program, records by whatever the searcher knows.

Ctrl+K puts the keyboard into the field; results drop below it; arrows, Enter and Esc do the rest.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

from desktop_crm.language import LANGUAGES, language
from desktop_crm.model.limits import Verdict
from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.message import Message
from desktop_crm.ui.desk.actions import GO, Action, Actions
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.typed_veil import TypedVeil

if TYPE_CHECKING:
    from desktop_crm.ui.window.palette_results import Results

_WAIT: Final = 40  # ms after the last key
_COMMANDS: Final = 8
_MEANT: Final = 3  # letters


@dataclass(frozen=True, slots=True)
class Hit:
    """One record found: where it is and what to call it (texts ready to show).

    The subtitle tells who its `client` is, and the title of a `private` one, too: for another client they are covered, and
    that of a `sensitive` one for every client.
    Of an `unreadable` one only what can be read is there. A `verdict` is told without the figures it comes from.
    """

    noun: str
    id: int
    title: str
    subtitle: str = ""
    icon: str = ""
    client: str = ""
    private: bool = False
    unreadable: bool = False
    sensitive: bool = False
    verdict: Verdict = Verdict.OPEN


Searcher = Callable[[str], Sequence[Hit]]


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the results; a heading has no `run`."""

    title: str
    subtitle: str = ""
    icon: str = ""
    keys: str = ""
    run: Callable[[], object] | None = None


def matching(actions: Iterable[Action], text: str) -> list[Action]:
    """Commands in which every typed word begins some word, those that begin with it first."""
    typed = text.casefold().split()
    found = []
    for place, action in enumerate(actions):
        words = _words(action.text)
        if all(any(word.startswith(part) for word in words) for part in typed):
            found.append((not (typed and say(action.text).casefold().startswith(typed[0])), place, action))
    return [action for _, _, action in sorted(found, key=lambda each: each[:2])]


class Palette(QLineEdit):
    """The search field of the top line, with its results."""

    go = Signal(str, object)  # noun, id
    left = Signal()  # by Esc or a choice, when nobody is known who had the keyboard before

    def __init__(self, actions: Actions, jobs: Jobs, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("search")
        self.searcher: Searcher | None = None
        self._actions = actions
        self._jobs = jobs
        self._hits: Sequence[Hit] = ()
        self._before: QWidget | None = None
        self._window = window
        self.setPlaceholderText(tr("Find anything or run a command"))
        self.setAccessibleName(tr("Find anything or run a command"))
        self.setClearButtonEnabled(False)
        self.setTextMargins(24, 0, 56, 0)
        self._hint = QLabel(QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText), self)
        theme.mark(self._hint, "small")
        self._loupe = IconLabel("search", size=16, parent=self)
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._typed)
        privacy.signals.changed.connect(self._follow_privacy)
        TypedVeil(self)
        window.installEventFilter(self)

    @cached_property
    def results(self) -> "Results":
        """The list below the field; made when first needed, for its widgets cost start time."""
        from desktop_crm.ui.window.palette_results import Results

        made = Results(self._window)
        made.chosen.connect(self._run)
        return made

    def withdraw(self) -> None:
        """The field goes, and its results with it."""
        self._hide_results()
        self._timer.stop()
        self._jobs.forget(("palette", id(self)))  # the file it asks may be closed before it has answered
        self._window.removeEventFilter(self)
        if "results" in vars(self):
            self.results.deleteLater()

    def open(self) -> None:
        """Take the keyboard and show what can be done."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._show()
        self._ask()

    def close_results(self) -> None:
        """Put the results away and give the keyboard back to where it was."""
        self._hide_results()
        self.clear()
        self._hint.show()
        self._hits = ()
        self._jobs.forget(("palette", id(self)))
        if self._before is not None and shiboken6.isValid(self._before):
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.left.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() == Qt.FocusReason.MouseFocusReason:
            self._show()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self._hide_results()

    def remember_focus(self, widget: QWidget | None) -> None:
        """Where the keyboard goes back to at Esc."""
        if widget is not None and widget is not self:
            self._before = widget

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self._show() if not self._results_shown() else self.results.step(
                    1 if event.key() == Qt.Key.Key_Down else -1
                )
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                if self._results_shown():
                    self.results.choose()
            case Qt.Key.Key_Escape:
                self.close_results()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._results_shown():
            self.results.drop_below(self)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._hint.adjustSize()
        middle = self.height() // 2
        self._hint.move(self.width() - self._hint.width() - 12, middle - self._hint.height() // 2)
        self._loupe.move(10, middle - 8)

    def _typed(self) -> None:
        self.results.begin()
        self._show()
        self._timer.start()

    def _ask(self) -> None:
        text, searcher = self.text().strip(), self.searcher
        if not text or searcher is None:
            self._hits = ()
            self._jobs.forget(("palette", id(self)))
            return
        self._jobs.latest(("palette", id(self)), lambda _job: searcher(text), self._found, parent=self)

    def _found(self, hits: Sequence[Hit]) -> None:
        self._hits = hits
        if self._results_shown():
            self._show()
            self.results.tell()

    def _follow_privacy(self) -> None:
        self._found(self._hits)

    def _show(self) -> None:
        self._hint.setVisible(not self.text())
        self.results.fill(self._entries())
        self.results.drop_below(self)

    def _entries(self) -> list[Entry]:
        """Commands lie above when a person seems to mean one: three letters that fit, or nothing typed yet."""
        text = self.text().strip()
        commands = [self._command(action) for action in matching(self._offered(), text)[:_COMMANDS]]
        records = [self._record(hit) for hit in self._hits] if text else []
        parts = [(tr("Commands"), commands), (tr("Found"), records)]
        if 0 < len(text) < _MEANT:
            parts.reverse()
        return [entry for title, entries in parts if entries for entry in (Entry(title), *entries)]

    def _offered(self) -> list[Action]:
        """What belongs to the present screen first, then ways to go, then the rest."""
        offered = [each for each in self._actions.shown() if each.palette and not each.submenu and each.now()[0]]
        return sorted(offered, key=lambda each: (not self._actions.is_local(each.id), each.group != GO))

    def _command(self, action: Action) -> Entry:
        keys = QKeySequence(action.shortcut.split(", ")[0]).toString(QKeySequence.SequenceFormat.NativeText)
        title = say(action.now()[1])
        group = say(action.group) if action.group else ""
        return Entry(title, group, action.icon or "chevron-right", keys, lambda: self._actions.run(action.id))

    def _record(self, hit: Hit) -> Entry:
        covered = privacy.hides(hit.client) if hit.client else hit.private and privacy.is_on()
        title = privacy.DOTS if covered and hit.private else hit.title
        hushed = covered or (hit.sensitive and privacy.is_on())
        subtitle = privacy.DOTS if hushed and hit.subtitle else hit.subtitle
        title = title or f"#{hit.id}"
        if hit.verdict is not Verdict.OPEN:
            told = tr("within your limits") if hit.verdict is Verdict.WITHIN else tr("not within your limits")
            subtitle = " · ".join(part for part in (subtitle, told) if part)
        if hit.unreadable and subtitle != privacy.DOTS:
            subtitle = " · ".join(part for part in (subtitle, say(UNREADABLE)) if part)
        return Entry(title, subtitle, hit.icon or "file", "", lambda: self.go.emit(hit.noun, hit.id))

    def _run(self, entry: Entry) -> None:
        self.close_results()
        if entry.run is not None:
            entry.run()

    def _results_shown(self) -> bool:
        return "results" in vars(self) and self.results.isVisible()

    def _hide_results(self) -> None:
        if self._results_shown():
            self.results.hide()


def _words(text: Message) -> tuple[str, ...]:
    return _words_of(text.text)


@cache
def _words_of(text: str) -> tuple[str, ...]:
    said = (language(code).say(Message(text)) for code in LANGUAGES)
    return tuple(word for each in said for word in each.casefold().replace("…", "").split())
