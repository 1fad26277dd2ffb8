"""The settings: their sections at the left, the page of the chosen one at the right."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.hints import Hint, hint
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.screens.settings.section_list import NARROW, WIDE, Chosen, SectionList
from desktop_crm.ui.screens.settings.sections import sections
from desktop_crm.ui.sections.page import Page

_LAST = "settings/section"
_ROOM = 800  # px for the sections at their full width


class SettingsScreen(Screen):
    """Pages are made when they are first looked at."""

    noun = "settings"
    concerns = frozenset({"settings"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._sections = {section.id: section for section in sections()}
        self.pages: dict[str, Page] = {}
        self._unread: set[str] = set()  # not read since something changed
        self.sections = SectionList(tuple(self._sections.values()), self)
        self.stack = QStackedWidget(self)
        self.stack.setObjectName("settingspages")
        self.sections.chosen.connect(self.show_section)
        self.sections.entered.connect(self._enter)
        self.sections.editing.connect(lambda: self.page(self.current).edit())
        self.sections.left.connect(lambda: desk.actions.run("go.back"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sections)
        row.addWidget(self.stack, 1)
        kept = desk.settings.get(_LAST)
        self.current: str = kept if kept in self._sections else next(iter(self._sections))
        self.sections.show_current(self.current)

    def page(self, section: str) -> Page:
        """The page of a section, made if it is not yet."""
        if section not in self.pages:
            made = self.pages[section] = self._sections[section].make(self.desk)
            self.stack.addWidget(made)
            self._unread.add(section)
            in_order(self.sections, made)
        return self.pages[section]

    def show_section(self, section: str) -> None:
        """Bring a page to the front; the keyboard stays where it is, but not on a page that is out of sight."""
        inside = self.stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self.current = section
        self.desk.settings.set(_LAST, section)
        page = self.page(section)
        if inside and self.stack.currentWidget() is not page:
            self.sections.take_keyboard()
        self.stack.setCurrentWidget(page)
        self.sections.show_current(section)
        self._read()

    def page_tabs(self) -> SectionList:
        return self.sections

    def steps(self) -> Iterator[None]:
        self.page(self.current)
        yield

    def reload(self) -> None:
        """The page in front now, the others when they come to the front."""
        self._unread = set(self.pages)
        self.show_section(self.current)

    def show_field(self, name: str) -> None:
        """A section, with what shall be shown in it (`taxes.3`, `templates.1`); or the field of the own company of that name."""
        section, _, inside = name.partition(".")
        if section not in self._sections:
            section, inside = next((each for each in self._fields() if each.setting == section), Chosen(""))
        if section:
            self.show_section(section)
            self.page(section).show_setting(inside)

    def may_leave(self) -> bool:
        """What is typed is kept; templates are saved by hand, and asked about."""
        for page in self.pages.values():
            page.commit()
        return all(page.may_leave() for page in self.pages.values())

    def bookmark(self) -> str:
        """The section."""
        return self.current

    def open_at(self, bookmark: str | None) -> None:
        if bookmark is not None:
            self.show_section(bookmark)

    def take_keyboard(self) -> None:
        self.sections.take_keyboard()

    def key_hints(self) -> Sequence[Hint]:
        turn = hint(self.desk.actions, "go.turn+1", tr("next section"))
        focused = self.window().focusWidget()
        if focused is not None and self.stack.isAncestorOf(focused):
            return [Hint("Tab", tr("next field")), *turn, Hint("Esc", tr("sections"))]
        return [
            Hint("↑↓", tr("choose")),
            Hint("F2", tr("edit")),
            *turn,
            Hint(tr("type"), tr("find a setting")),
            Hint("Esc", tr("back")),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.sections.take_keyboard()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.sections.setFixedWidth(WIDE if event.size().width() >= _ROOM else NARROW)

    def _fields(self) -> Iterator[Chosen]:
        for section in self._sections.values():
            for setting in section.settings():
                yield Chosen(section.id, setting.field)

    def _enter(self, chosen: Chosen) -> None:
        self.show_section(chosen.section)
        page = self.page(chosen.section)
        if chosen.setting:
            page.show_setting(chosen.setting)
        else:
            page.take_keyboard()

    def _read(self) -> None:
        if self.current in self._unread:
            self._unread.remove(self.current)
            self.pages[self.current].reload()
