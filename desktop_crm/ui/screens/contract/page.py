"""How a contract's page lies, and where the keyboard goes on it: gaps and terms at the left, the paper at the right."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop_crm.model.contract_states import ContractState
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.fold import Fold
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.notice import Notice
from desktop_crm.ui.records.usual_tabs import related_tabs
from desktop_crm.ui.screens.contract.form import ContractForm
from desktop_crm.ui.screens.contract.gaps import Gaps
from desktop_crm.ui.screens.contract.links import LINK_FRAME, Links
from desktop_crm.ui.screens.contract.mending import PAPER
from desktop_crm.ui.screens.contract.paper import PaperTab
from desktop_crm.ui.screens.contract.paper_aside import PaperAside
from desktop_crm.ui.screens.contract.questions import Questions

_HEAD: Final = 48  # px


class ContractPage(Card):
    """Without what is done with the contract."""

    noun = "contract"
    form: ContractForm
    blanks_left = 0  # on the paper, as far as is known

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self.paper = PaperTab(desk)
        self.files = FilesTab(desk, "contract")
        super().__init__(desk, place)
        self.form.make_first(self.paper.make_pane)
        self.links = Links(self)
        self.notice = Notice(self.body)
        self.notice.clicked.connect(lambda: self.steps.take_to(ContractState.DRAFT))
        self.gaps = Gaps(self)
        self.fold = Fold(self.form, tr("Terms of the contract"), tr("Terms of the contract"), self.body)
        self.questions = Questions(self, self.header, self.aside)
        self.aside.put(self.paper)
        self._lay_out_more()
        self.aside.moved.connect(desk.actions.refresh)
        self.tabs.currentChanged.connect(lambda _at: desk.actions.refresh())

    def tabs_inside(self) -> tuple[QWidget, QTabWidget]:
        self.aside = PaperAside(self.desk, self)
        return self.aside, self.aside.tabs

    def make_tabs(self) -> Sequence[TabDeclaration]:
        related = related_tabs(self, brief=True)
        for each in related:
            each.widget.made.connect(self.form_made)  # beside the paper, and before it
        return (
            TabDeclaration(tr("Document"), self.paper),
            *related,
            TabDeclaration(tr("Files"), self.files),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "contract")),
        )

    def place_question(self, panel: QWidget) -> None:
        self.questions.add(panel)

    def form_made(self) -> None:
        pages = [tab.widget for tab in self.tab_declarations if tab.widget is not self.paper]
        below = (self.notice, self.gaps.panel, self.fold, self.form)
        asked = self.questions.panels
        in_order(self.links, self.header, self.offer, *asked, self.tabs.tabBar(), *below, *pages, self.paper)

    # What is in sight

    def preview(self) -> None:
        """Look at the paper."""
        self.reveal()
        self.look_at_paper()

    def reveal(self) -> None:
        """The paper."""
        self.forward.emit()
        self.aside.reveal()

    def show_form(self) -> None:
        """What is filled in, beside the paper or in its place."""
        self.aside.set_paper_only(False)
        self.tabs.setCurrentIndex(0)

    def show_terms(self) -> None:
        """Unfold them, the keyboard on the first."""
        self.forward.emit()
        self.show_form()
        self.fold.setChecked(True)
        self.form.take_keyboard()

    def turn_paper(self) -> None:
        """F7: the paper alone, or what is filled in, too; the keyboard goes along."""
        self.aside.turn()
        if self.aside.shows_paper_only():
            self.look_at_paper()
        else:
            self.take_keyboard()

    # The keyboard

    def look_at_paper(self) -> None:
        """To its pages, where they are seen."""
        self._arrived = True
        (self.paper.pane if self.paper.isVisible() else self).setFocus()

    def take_keyboard(self) -> None:
        """Arriving: the first gap, or where nothing is to be filled in the paper."""
        if self.aside.shows_paper_only() or not self.gaps.take_keyboard():
            self.look_at_paper()

    def is_where_one_arrives(self) -> bool:
        return super().is_where_one_arrives() or self.paper.pane.view.hasFocus()

    def focus_first(self) -> None:
        """F2: a gap, or the terms."""
        self.show_form()
        if not self.gaps.panel.take_keyboard():
            self.fold.setChecked(True)
            super().focus_first()

    def focus_field(self, name: str) -> None:
        if name == PAPER:
            self.reveal()
            self.paper.take_keyboard()
        elif self.form.has_field(name):
            self.aside.set_paper_only(False)
            self.fold.setChecked(True)
            super().focus_field(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed before the first gap is known is for it."""
        if not self.gaps.hold(event):
            super().keyPressEvent(event)

    # What is typed into gaps, too

    def commit(self) -> bool:
        return self.gaps.commit() and super().commit()

    def has_changes(self) -> bool:
        return self.gaps.has_changes() or super().has_changes()

    def _give_up_typed(self) -> None:
        self.gaps.give_up()
        super()._give_up_typed()

    def _forget_typed(self) -> None:
        super()._forget_typed()
        self.gaps.discard()

    # How it lies

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.paper.catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.fit()
        self.questions.make_room()

    def _lay_out_more(self) -> None:
        inside = self.body.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.setSpacing(theme.PAD_16)
        inside.insertWidget(0, self.notice)
        inside.insertWidget(1, self.gaps.panel)
        inside.insertWidget(2, self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.header.setMinimumHeight(_HEAD)
        self.header.take_line(self.links, self.links.least_width, LINK_FRAME)
