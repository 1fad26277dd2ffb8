"""Today: one list of what asks for attention, the most urgent first, each row with its next act; and how the month goes."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import ALL_NOUNS, NOUNS
from desktop_crm.services import today as services
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.actions import RECORD, VIEW, Action
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.hints import Hint, hint
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.today import first_things, words
from desktop_crm.ui.screens.today.bar import GroupBar
from desktop_crm.ui.screens.today.building import Builder
from desktop_crm.ui.screens.today.figures import HEIGHT, LOW, Figures
from desktop_crm.ui.screens.today.glance import TodayGlance
from desktop_crm.ui.screens.today.painting import edge
from desktop_crm.ui.screens.today.ways import Ways

_HEAD: Final = 48
_BANNER: Final = 36
_LOW: Final = 560  # px of the window, below which the figures take less height
_HIDDEN: Final = "hidden"


class TodayScreen(Screen):
    """The screen one starts the day with."""

    noun = "today"
    concerns = ALL_NOUNS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._make_head()  # each part after the one before it: Tab goes so
        self.figures = Figures(self)
        self.banner = _Banner(desk, self)
        self.bar = GroupBar(self)
        self.glance = TodayGlance(desk, self)
        self.list = self.glance.list
        self._ways = Ways(desk)
        self._shown: services.Today | None = None
        self._at = ""  # the row that the commands know
        desk.actions.add(*self._actions(), owner=self)
        self._lay_out()
        self.bar.chosen.connect(self._choose)
        self.bar.made.connect(self._order_filters)
        self.list.found.connect(self._follow_find)
        self.list.moved.connect(self._follow_list)
        privacy.signals.changed.connect(self._tell)
        desk.actions.tell(msg("On Today"), msg("Find in these rows"), "A … Z")
        desk.actions.tell(msg("On Today"), msg("Open the row"), "Return")
        desk.actions.tell(msg("On Today"), msg("Show a row at a glance, or close that"), "Space")

    def reload(self) -> None:
        """Ask in the background: over a large file the sums take longer than a blink."""
        workspace = self.desk.workspace

        def work(_job: Job) -> services.Today:
            with workspace.driver_connection() as connection:
                return services.overview(connection)

        self.desk.jobs.latest("today", work, self.show_overview, parent=self)

    def show_overview(self, shown: services.Today) -> None:
        """Fill the list; the keyboard stays on its row."""
        self._shown = shown
        self.glance.renew()
        self._title.setText(words.day_of(shown.day))
        self.banner.setVisible(shown.demonstration)
        self._tell()
        if self.window().focusWidget() in {self, None}:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """The row that is the most urgent, or the one where it was."""
        (self.list if self.list.current() is not None else self).setFocus()

    def head_menu(self) -> QMenu:
        """What can be begun here."""
        return self.desk.actions.menu([name for name in _NEW if name in self.desk.actions], self)

    def key_hints(self) -> Sequence[Hint]:
        actions = self.desk.actions
        if self.list.rows.find:
            return [Hint("↑↓", tr("choose")), Hint("Enter", tr("open")), Hint("Esc", tr("clear"))]
        return [
            Hint("↑↓", tr("choose")),
            Hint("Enter", tr("open")),
            *hint(actions, "today.do", tr("do it")),
            Hint(tr("Space"), tr("close peek") if self.glance.is_open else tr("peek")),
            *hint(actions, "today.later", tr("later")),
            Hint(tr("type"), tr("find")),
            *hint(actions, "today.new", tr("new")),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed beside the list is meant for it."""
        if event.text().strip() and not event.modifiers() and self.list.isVisible():
            self.list.setFocus()
            self.list.keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        pad = edge(event.size().width())
        self._head.setContentsMargins(pad, 0, pad, 0)
        self.banner.fit(pad)
        self.figures.setFixedHeight(LOW if self.window().height() < _LOW else HEIGHT)

    # Inside

    def _tell(self) -> None:
        """As it is to be read now: nothing moves where only what is covered changed."""
        shown = self._shown
        if shown is None:
            return
        now, before = shown.this_month, shown.last_month
        self.figures.setVisible(
            any((now.orders, now.signed, now.clients, before.orders, before.signed, before.clients))
        )
        self.figures.show_figures(now, before)
        things, hidden = self._first_things(shown)
        builder = Builder(shown, () if hidden else things, self._ways, self._hide_first_things)
        self.list.tell(builder.rows())
        self.bar.show_kinds(_kinds(shown), self.list.rows.kind)
        self._follow_list()
        self.desk.actions.refresh()

    def _first_things(self, shown: services.Today) -> tuple[tuple[first_things.FirstThing, ...], bool]:
        """Those of today, and whether they were put away. Whether there is a place for backups this machine knows."""
        if shown.demonstration:
            return (), False
        from desktop_crm.ui.backup.plan import load_plan

        settings, key = self.desk.settings, f"today/{self.desk.workspace.business}"
        there = {**shown.set_up, "backup": bool(load_plan(settings, self.desk.workspace.business).places)}
        kept = settings.get(key)
        told, keep = first_things.told(there, kept, shown.day)
        hidden = isinstance(kept, dict) and bool(kept.get(_HIDDEN))
        if kept != (wanted := {**keep, **({_HIDDEN: "yes"} if hidden else {})}):
            settings.set(key, wanted)
        return told, hidden

    def _hide_first_things(self, *, hide: bool = True) -> None:
        key = f"today/{self.desk.workspace.business}"
        kept = self.desk.settings.get(key, {})
        rest = {name: value for name, value in kept.items() if name != _HIDDEN} if isinstance(kept, dict) else {}
        self.desk.settings.set(key, {**rest, _HIDDEN: "yes"} if hide else rest)
        self._tell()

    def _has_hidden(self) -> bool:
        if self._shown is None:
            return False
        told, hidden = self._first_things(self._shown)
        return hidden and bool(told)

    def _choose(self, kind: str) -> None:
        self.list.ask(kind, "")
        self.bar.show_kinds(_kinds(self._shown), kind)

    def _order_filters(self) -> None:
        """Tab comes to them after the head, and goes on to the list."""
        for before, after in pairwise((self.banner.own, *self.bar.chips)):
            QWidget.setTabOrder(before, after)

    def _follow_find(self, words: str) -> None:
        self.bar.show_find(words)
        self.bar.show_kinds(_kinds(self._shown), self.list.rows.kind)
        self._follow_list()

    def _follow_list(self) -> None:
        self.bar.fit(self.list.width())
        self.bar.show_group(self.list.top_group())
        if (key := self.list.current_key()) != self._at:
            self._at = key
            self.glance.follow_soon()
            self.desk.actions.refresh()

    def _actions(self) -> tuple[Action, ...]:
        def offered() -> Message | None:
            row = self.list.current()
            return None if row is None or row.act is None else msg("{action}", action=row.act.text)

        return (
            Action("today.new", msg("New…"), self._ask_new, "Ctrl+N", "plus", group=RECORD, palette=False),
            Action(
                "today.do",
                msg("Do what the row offers"),
                self.list.act,
                "Ctrl+Return",
                "check",
                group=RECORD,
                label=offered,
            ),
            Action(
                "today.later",
                msg("Put off…"),
                self._put_off,
                later.KEYS,
                "calendar-clock",
                lambda: (row := self.list.current()) is not None and row.later is not None,
                RECORD,
            ),
            Action(
                "today.first_things",
                msg("Show the first things again"),
                lambda: self._hide_first_things(hide=False),
                "",
                "list-checks",
                self._has_hidden,
                VIEW,
            ),
        )

    def _put_off(self) -> None:
        row = self.list.current()
        if row is not None and row.later is not None:
            later.ask_when(self.window(), row.later)

    def _ask_new(self) -> None:
        menu = self.head_menu()
        menu.popup(self._new.mapToGlobal(QPoint(0, self._new.height() + theme.PAD_4)))
        if first := next(iter(menu.actions()), None):
            menu.setActiveAction(first)

    def _make_head(self) -> None:
        self._top = QFrame(self)
        self._top.setObjectName("todayhead")
        self._top.setFixedHeight(_HEAD)
        self._title = QLabel(self._top)
        theme.mark(self._title, "heading")
        self._new = QToolButton(self._top)
        self._new.setText(tr("New"))
        self._new.setIcon(icons.icon("plus"))
        self._new.setAccessibleName(tr("New…"))
        theme.mark(self._new, "outlined")
        self._new.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._new.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._new.clicked.connect(self._ask_new)
        self._head = QHBoxLayout(self._top)
        self._head.setSpacing(theme.PAD_12)
        self._head.addWidget(self._title)
        self._head.addStretch(1)
        self._head.addWidget(self._new)

    def _lay_out(self) -> None:
        self._new.setToolTip(self.desk.actions.qaction("today.new").toolTip())
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        for widget in (self._top, self.figures, self.banner, self.bar):
            page.addWidget(widget)
        page.addWidget(self.glance, 1)
        self.figures.hide()
        self.banner.hide()


_NEW: Final = tuple(f"new.{noun.id}" for noun in NOUNS if noun.new is not None)


class _Banner(QFrame):
    """While the file is a demonstration."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("demonstration")
        self.setFixedHeight(_BANNER)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(theme.PAD_8)
        self._row.addWidget(IconLabel("info", size=16, parent=self))
        self._row.addWidget(PlainLabel(tr("All of this is invented, to try things on."), self))
        self._row.addStretch(1)
        self.own = QPushButton(tr("Begin with your own company"), self)
        theme.mark(self.own, "quiet")
        self.own.clicked.connect(lambda: desk.actions.run("file.begin"))
        self._row.addWidget(self.own)

    def fit(self, pad: int) -> None:
        """The same edges as the page."""
        self._row.setContentsMargins(pad, 0, pad - theme.PAD_8, 0)


def _kinds(shown: services.Today | None) -> list[tuple[str, int]]:
    """All, and the kinds there are in the order of their rules; none where there is no choice."""
    if shown is None:
        return []
    counts: dict[str, int] = {}
    for rule in services.rules():
        count = sum(group.counts.get(rule.id, 0) for group in shown.groups)
        if count:
            counts[rule.kind.text] = counts.get(rule.kind.text, 0) + count
    return [("", sum(counts.values())), *counts.items()] if len(counts) > 1 else []
