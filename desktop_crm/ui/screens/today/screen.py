"""Today: what asks for attention, each line leading to its record, and how the month goes."""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.model.listing import UNREADABLE
from desktop_crm.model.nouns import ALL_NOUNS, NOUNS
from desktop_crm.services import today as services
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.distance import distance
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.screens.today.line import Line, Parts
from desktop_crm.ui.screens.today.panels import MonthPanel, Panel

_WITH_CARDS: Final = frozenset(noun.id for noun in NOUNS if noun.place)
_TWO_COLUMNS: Final = 900  # px in which two lines beside each other have room for a number, a day and a sum


class TodayScreen(Screen):
    """The screen one starts the day with."""

    noun = "today"
    concerns = ALL_NOUNS

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._title = QLabel(self)
        theme.mark(self._title, "heading")
        self.month = MonthPanel(self)
        self.panels = {each.id: Panel(self) for each in services.panels()}
        self.latest = Panel(self)
        self.latest.set_title(tr("Latest changes"))
        self._shown: services.Today | None = None
        self._columns = 0
        self._lay_out()
        privacy.signals.changed.connect(self._follow_privacy)

    def reload(self) -> None:
        """Ask in the background: over a large file the sums take longer than a blink."""
        workspace = self.desk.workspace

        def work(_job: Job) -> services.Today:
            with workspace.driver_connection() as connection:
                return services.overview(connection)

        self.desk.jobs.latest("today", work, self.show_overview, parent=self)

    def show_overview(self, shown: services.Today) -> None:
        """Fill the boxes; the keyboard stays with the lines."""
        self._shown = shown
        focused = self.window().focusWidget()
        had_keyboard = focused is not None and (focused is self or self.isAncestorOf(focused))
        if had_keyboard:
            self.setFocus()  # or it goes from each line that is taken away to the next one
        self._title.setText(f"{speak().weekday(shown.day)}, {speak().day_long(shown.day)}")
        self.month.show_figures(shown.this_month, shown.last_month)
        for each in services.panels():
            self._show(each, shown)
        changes = [self._change(change) for change in shown.latest if change.noun in _WITH_CARDS]
        self.latest.show_lines(changes, tr("What you do will be told here."))
        if had_keyboard:
            self.take_keyboard()

    def take_keyboard(self) -> None:
        """The first line that leads somewhere."""
        first = next((line for line in self.findChildren(Line) if not line.isHidden()), self)
        first.setFocus()

    def _follow_privacy(self) -> None:
        """Other texts in the same lines: nothing moves, the keyboard stays."""
        if self._shown is not None:
            self.month.show_figures(self._shown.this_month, self._shown.last_month)
        for panel in (*self.panels.values(), self.latest):
            panel.tell_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where a line has room for a number, a day and a sum; else one below the other."""
        super().resizeEvent(event)
        columns = 2 if event.size().width() >= _TWO_COLUMNS else 1
        if columns != self._columns:
            self._arrange(columns)

    def _show(self, declared: services.Panel, shown: services.Today) -> None:
        panel, group = self.panels[declared.id], shown.groups[declared.id]
        panel.set_title(say(declared.title(shown.day)))
        lines = [self._line(declared, item, shown.day) for item in group.items]
        panel.show_lines(lines, say(declared.empty(shown.day)), group.count, self._to_list(group))

    def _line(self, declared: services.Panel, item: services.Item, day: date) -> Line:
        when = "" if item.day is None else _when(item.day, day) if declared.near else speak().day(item.day)

        def parts() -> Parts:
            client = privacy.veil_client(item.client) if item.client else ""
            if item.unreadable:
                client = " · ".join(part for part in (client, say(UNREADABLE)) if part)
            total = "" if item.total is None else speak().money(item.total)
            total = privacy.veil_of(item.client, total) if item.client else privacy.veil(total)
            return Parts(item.number, client, when, total)

        line = Line(parts, urgent=declared.urgent, parent=self)
        line.clicked.connect(lambda: self.desk.navigate(item.noun, item.id))
        return line

    def _change(self, change: services.LatestChange) -> Line:
        def parts() -> Parts:
            said = say(privacy.hush(change.text))
            told = tr("Undone: {what}", what=said) if change.kind == "undo" else said
            return Parts(told, when="" if change.at is None else speak().moment(change.at))

        line = Line(parts, parent=self)
        line.clicked.connect(lambda: self.desk.navigate(change.noun, change.id))
        return line

    def _to_list(self, group: services.Group) -> Callable[[], None] | None:
        if not group.items:
            return None
        noun = group.items[0].noun
        return lambda: self.desk.navigate(noun)

    def _lay_out(self) -> None:
        inside = QWidget(self)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_24)
        self._grid.setSpacing(theme.PAD_16)
        self._arrange(2)
        scroll = QScrollArea(self)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll)

    def _arrange(self, columns: int) -> None:
        self._columns, grid = columns, self._grid
        boxes = tuple(self.panels.values())
        for widget in (self._title, self.month, *boxes, self.latest):
            grid.removeWidget(widget)
        grid.addWidget(self._title, 0, 0, 1, columns)
        grid.addWidget(self.month, 1, 0, 1, columns)
        for at, box in enumerate(boxes):
            grid.addWidget(box, 2 + at // columns, at % columns)
        grid.addWidget(self.latest, 2 + len(boxes), 0, 1, columns)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, columns - 1)
        grid.setRowStretch(3 + len(boxes), 1)


def _when(day: date, today: date) -> str:
    """How far a day is, while that says more than the day itself."""
    near = -60 <= (day - today).days <= 13
    return distance(day, today) if near else speak().day(day)
