"""The settings' pages."""

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.screens.settings.company_page import CompanyPage
from desktop_crm.ui.screens.settings.history_page import HistoryPage
from desktop_crm.ui.screens.settings.numbers_page import NumbersPage
from desktop_crm.ui.screens.settings.page import Page
from desktop_crm.ui.screens.settings.program_page import ProgramPage
from desktop_crm.ui.screens.settings.taxes_page import TaxesPage


class SettingsScreen(Screen):
    """A table of contents; the contract templates' editor is made when it is first looked at."""

    noun = "settings"
    concerns = frozenset({"settings"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        heading = QLabel(tr("Settings"), self)
        heading.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_8)
        theme.mark(heading, "heading")
        self.pages: dict[str, Page] = {
            "company": CompanyPage(desk),
            "numbers": NumbersPage(desk),
            "taxes": TaxesPage(desk),
            "history": HistoryPage(desk),
            "program": ProgramPage(desk),
        }
        self._unread: set[QWidget] = set()  # not read since something changed
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        theme.mark(self.tabs, "card")
        self.tabs.addTab(self.pages["company"], tr("Your company"))
        self.tabs.addTab(self.pages["numbers"], tr("Numbers"))
        self.tabs.addTab(self.pages["taxes"], tr("Taxes"))
        self._templates = QWidget(self)
        self._may_leave_templates: Callable[[], bool] = _always
        self._show_template: Callable[[int], None] = _nothing
        self.tabs.addTab(self._templates, tr("Contract templates"))
        self.tabs.addTab(self.pages["history"], tr("History"))
        self.tabs.addTab(self.pages["program"], tr("This program"))
        self.tabs.currentChanged.connect(self._shown)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(heading)
        page.addWidget(self.tabs, 1)

    def page_tabs(self) -> QTabWidget:
        return self.tabs

    def reload(self) -> None:
        """The page in front now, the others when they come to the front."""
        self._unread = set(self.pages.values())
        self._read()

    def show_field(self, name: str) -> None:
        """A field of the own company; or a page, with what shall be shown on it (`taxes.3`, `templates.1`)."""
        page, _, record = name.partition(".")
        company, taxes = self.pages["company"], self.pages["taxes"]
        assert isinstance(company, CompanyPage)
        assert isinstance(taxes, TaxesPage)
        if company.form.has_field(name):
            self.tabs.setCurrentWidget(company)
            company.form.focus_field(name)
        elif page == "templates":
            self.tabs.setCurrentWidget(self._templates)
            self._show_template(int(record))
        elif page in self.pages:
            self.tabs.setCurrentWidget(self.pages[page])
            taxes.show_rule(int(record or 0))

    def may_leave(self) -> bool:
        """What is typed is kept; templates are saved by hand, and asked about."""
        for page in self.pages.values():
            page.commit()
        return self._may_leave_templates()

    def bookmark(self) -> int:
        """The tab."""
        return self.tabs.currentIndex()

    def open_at(self, bookmark: int | None) -> None:
        if bookmark is not None:
            self.tabs.setCurrentIndex(bookmark)

    def take_keyboard(self) -> None:
        self.tabs.tabBar().setFocus()

    def _read(self) -> None:
        page = self.tabs.currentWidget()
        if page in self._unread and isinstance(page, Page):
            self._unread.remove(page)
            page.reload()

    def _shown(self, _at: int) -> None:
        self._read()
        if self.tabs.currentWidget() is not self._templates or self._templates.layout() is not None:
            return
        from desktop_crm.ui.template_editor import TemplateEditor

        inside = QVBoxLayout(self._templates)
        inside.setContentsMargins(0, 0, 0, 0)
        editor = TemplateEditor(self.desk)
        inside.addWidget(editor)
        editor.keep_order()
        self._may_leave_templates, self._show_template = editor.may_leave, editor.show_template


def _always() -> bool:
    """The editor has not been looked at."""
    return True


def _nothing(_template_id: int) -> None:
    """As above."""
