"""A contract's card: its form, its paper beside it, and the steps from draft to fulfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_flow import SEND, SIGN
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.flow import Step
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.problem import Problem
from desktop_crm.model.signatory import Signatory
from desktop_crm.model.tone import Tone
from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_gaps
from desktop_crm.services import settings as rules
from desktop_crm.services import template as templates
from desktop_crm.services.clock import today
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.fold import Fold
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.notice import Notice
from desktop_crm.ui.screens.contract.facts import chips, why_locked, why_not_changed
from desktop_crm.ui.screens.contract.form import ContractForm
from desktop_crm.ui.screens.contract.gaps import GAPS, Gaps
from desktop_crm.ui.screens.contract.going_out import GoingOut
from desktop_crm.ui.screens.contract.links import LINK_FRAME, Links
from desktop_crm.ui.screens.contract.paper import PaperTab
from desktop_crm.ui.screens.contract.paper_aside import PaperAside
from desktop_crm.ui.screens.contract.signing import SIGNING, Signing
from desktop_crm.ui.screens.contract.values import in_form, record_values, remedy

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

#: Where the list of what is wrong with the paper has the keyboard, among the card's fields.
_PAPER: Final = "paper"

#: The least height (px) of the tabs below a question.
_TABS: Final = 200
_HEAD: Final = 48  # px


class ContractCard(Card):
    """Everything about one contract."""

    noun = "contract"
    blanks_left = 0  # on its paper, as far as is known

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._has_scan, self._pattern, self._ours = False, "", Signatory()
        self.paper = PaperTab(desk)
        self.files = FilesTab(desk, "contract")
        super().__init__(desk, place)
        self.form.make_first(self.paper.make_pane)
        self.links = Links(self)
        self.notice = Notice(self.body)
        self.notice.clicked.connect(lambda: self.steps.take_to(ContractState.DRAFT))
        self.question = self.steps.question
        self.out = GoingOut(self)
        self.sheets = self.out.sheets
        self.signing = Signing(self)
        self.gaps = Gaps(self)
        self.fold = Fold(self.form, tr("Terms of the contract"), tr("Terms of the contract"), self.body)
        self._cramped = False
        self._instead = QWidget(self)  # of the tabs
        self.aside.put(self.paper)
        self._lay_out_more()
        self.paper.problem_chosen.connect(self.mend)
        self.aside.moved.connect(desk.actions.refresh)
        self.tabs.currentChanged.connect(lambda _at: desk.actions.refresh())
        self.links.chosen.connect(self.go_to)
        self._last: Contract | None = None

    # Hooks

    def tabs_inside(self) -> tuple[QWidget, QTabWidget]:
        self.aside = PaperAside(self.desk, self)
        return self.aside, self.aside.tabs

    def make_form(self) -> RecordForm:
        return ContractForm(self.check, self.body)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return (
            TabDeclaration(tr("Document"), self.paper),
            TabDeclaration(tr("Files"), self.files),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "contract")),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        if not isinstance(self.record, Contract):
            return ()
        typed = record_values(self.record, values)
        return [in_form(item) for item in contracts.problems(self.record, typed, self._pattern)]

    def form_made(self) -> None:
        pages = [tab.widget for tab in self.tab_declarations if tab.widget is not self.paper]
        below = (self.notice, self.gaps.panel, self.fold, self.form)
        in_order(self.links, self.header, self.offer, *self._panels, self.tabs.tabBar(), *below, *pages, self.paper)

    def load(self, session: "Session", record_id: int) -> Any:
        return self.take(session, self._known(session, record_id))

    def take(self, session: "Session", found: Mapping[str, Any]) -> Any:
        record, self._has_scan = found["record"], found["_has_scan"]
        offered = [item for item in contracts.templates(session) if item.active or item.id == record.template_id]
        titles = [(item.id, item.title(speak().code)) for item in offered]
        people = [(contact.id, contact.name) for contact in contracts.contacts_of(session, record)]
        self.contract_form.offer(titles, people, {item.id: templates.terms_used(item) for item in offered})
        self._pattern = contracts.number_pattern(session)
        self._ours = rules.company(session).signatory
        return record

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        """With the number of gaps, which the paper would tell."""
        found = self._known(session, record_id)
        return {**found, "blanks_left": contract_gaps.count(session, found["record"])}

    @staticmethod
    def _known(session: "Session", record_id: int) -> dict[str, Any]:
        record = contracts.get(session, record_id)
        return {"record": record, "_has_scan": contracts.has_signed_scan(session, record)}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        assert record_id is not None, "contracts are made from orders"
        return contracts.save(session, record_id, record_values(self.record, values), version)

    def message(self, values: Mapping[str, Any]) -> Message:
        del values
        return msg("Change contract {number}", number=self.record.number)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        return self.record.number, "", chips(self.record, today())

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.client.full_name)

    def buttons(self) -> Sequence[QWidget]:
        return self.out.buttons()

    def restore_part(self, draft: Draft) -> None:
        """Ask again what was written by hand, with what was typed then."""
        self.offer.hide()
        if draft.part == GAPS:
            self.gaps.go_on(draft)
            return
        assert draft.part == SIGNING
        self.signing.go_on(draft)

    def place_question(self, panel: QWidget) -> None:
        """Above the tabs, beside the other panels."""

    def filled(self) -> None:
        record = self.record
        if record is None:
            return
        last, self._last = self._last, record
        if last is None or last.id != record.id:
            self.out.leave()
            self.signing.leave()
        elif last is not None and last.state == ContractState.SENT and record.revision > last.revision:
            self.desk.notify.note(
                tr("Version {version} begun as a draft. What was sent stays.", version=record.revision)
            )
        fills = contract_gaps.may_fill(record)
        if last is None or last.id != record.id or fills != contract_gaps.may_fill(last):
            self.fold.setChecked(not fills)
        self.contract_form.freeze(frozen=not fills)
        self._tell_why_locked(record)
        self._show_links(record)
        self.gaps.show_contract(record)
        self.paper.show_contract(record)

    # What is done with a contract

    @property
    def contract_form(self) -> ContractForm:
        """The form by its own name."""
        assert isinstance(self.form, ContractForm)
        return self.form

    def preview(self) -> None:
        """Look at the paper."""
        self.reveal()
        self.look_at_paper()

    def look_at_paper(self) -> None:
        """The keyboard goes to its pages, where they are seen."""
        (self.paper.pane if self.paper.isVisible() else self).setFocus()

    def take_keyboard(self) -> None:
        """Arriving: the first gap, or where nothing is to be filled in the paper."""
        if self.aside.shows_paper_only() or not self.gaps.take_keyboard():
            self.look_at_paper()

    def focus_first(self) -> None:
        """F2: a gap, or the terms."""
        self.show_form()
        if not self.gaps.panel.take_keyboard():
            self.fold.setChecked(True)
            super().focus_first()

    def tell_locked(self) -> bool:
        """Not while the keyboard is in the notes, which go on."""
        if self.record is None or contract_gaps.may_fill(self.record) or self.contract_form.is_in_notes():
            return False
        self.desk.notify.note(say(why_not_changed(self.record)), tone=Tone.ATTENTION)
        return True

    def show_terms(self) -> None:
        """Unfold them, the keyboard on the first."""
        self.forward.emit()
        self.show_form()
        self.fold.setChecked(True)
        self.form.take_keyboard()

    def fill(self) -> None:
        """Go on with the gaps, from the list, too."""
        self.forward.emit()
        self.show_form()
        self.take_keyboard()

    def fill_text(self) -> Message:
        """With their number, where it is known."""
        match self.blanks_left:
            case 0:
                return msg("Fill in the blanks")
            case 1:
                return msg("Fill in 1 blank")
            case many:
                return msg("Fill in {n} blanks", n=many)

    def may_fill(self) -> bool:
        """Whether there are any."""
        return self.record is not None and self.blanks_left > 0

    def turn_paper(self) -> None:
        """F7: the paper alone, or what is filled in, too; the keyboard goes along."""
        self.aside.turn()
        if self.aside.shows_paper_only():
            self.look_at_paper()
        else:
            self.take_keyboard()

    def show_form(self) -> None:
        """What is filled in, beside the paper or in its place."""
        self.aside.set_paper_only(False)
        self.tabs.setCurrentIndex(0)

    def commit(self) -> bool:
        """What is typed into gaps, too."""
        return self.gaps.commit() and super().commit()

    def has_changes(self) -> bool:
        return self.gaps.has_changes() or super().has_changes()

    def has_scan(self) -> bool:
        """Whether what was signed is kept."""
        return self._has_scan

    def show_buttons(self) -> None:
        """The header's, as they are called now."""
        self.header.set_buttons([*self.buttons(), *self._menu()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is typed before the first gap is known is for it."""
        if not self.gaps.hold(event):
            super().keyPressEvent(event)

    def send(self) -> None:
        """The client has it now."""
        self.steps.take(SEND)

    def ask_step(self, step: Step) -> None:
        if step is SIGN:
            self.ask_signed()
        else:
            super().ask_step(step)

    def ask_signed(self) -> None:
        """When was it signed, and what was written into its blanks? Not asked while the paper has empty places."""
        self.forward.emit()
        if self.commit() and self.paper.may_go_out():
            self.signing.ask()

    def ask_withdrawn(self) -> None:
        """Why is its signing taken back?"""
        if self.commit() and self.record is not None:
            from desktop_crm.ui.desk.withdrawing import Withdrawing

            Withdrawing(self.desk, [(self.record.id, self._number)], self._withdraw).open()

    def attach_signed(self) -> None:
        """Keep the scans or photographs of what was signed."""
        kinds = tr("Scans and photographs") + " (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.heic)"
        names, _ = over.waited(QFileDialog.getOpenFileNames, self, tr("Attach the signed scan"), "", kinds)
        if names:
            self.keep_scans([Path(name) for name in names])

    def keep_scans(self, paths: list[Path]) -> None:
        """Among the contract's files."""
        if self.record_id is not None:
            self.forward.emit()
            self.tabs.setCurrentWidget(self.files)
            self.files.show_record(self.record_id)
            self.files.add_paths(paths, role=contracts.SIGNED)

    def keep_usual_terms(self) -> None:
        """What contracts from this template begin with from now on."""
        if not self.commit() or self.record_id is None:
            return
        contract_id, name = self.record_id, self.record.template.title(speak().code)
        self.desk.write(
            msg("Keep the terms of contract {number} for new ones", number=self._number),
            lambda session: contracts.keep_usual_terms(session, contract_id),
            note=NowTrue(msg("Terms kept for new contracts from “{name}”.", name=name)),
        )

    def edit_template(self, line: str = "") -> None:
        """Change the template's own text, in a window of its own."""
        from desktop_crm.ui.template_editor.window import TemplateWindow

        window = TemplateWindow(self.desk, self, self.record.template_id)
        if line:
            window.editor.go_to(f"{self.record.language if self.record.language != 'both' else 'id'}.{line}")
        window.open()

    def go_to(self, noun: str, field: str = "", back: str = "") -> None:
        """Show the client or the order of this contract, or another place."""
        ids = {"client": self.record.client_id, "order": self.record.order_id, self.noun: self.record_id}
        self.desk.navigate(noun, ids.get(noun), field, back=back)

    def mend(self, path: str) -> None:
        """Lead to what mends a problem of the paper; Back leads to the next one. What the pen fills in is typed in on signing."""
        if path in self.record.printed.blanks and self.steps.may(SIGN):
            self.signing.ask(path)
            return
        noun, field = remedy(path)
        if noun == "template":
            self.edit_template(field.removeprefix("template.") if field.startswith("template.") else "")
            return
        ours = path.removeprefix("own.signatory.")
        if ours != path and self._lacks(ours):
            noun, field = "settings", f"signatory_{ours}"
        self.go_to(noun or self.noun, field, back=_PAPER)

    def focus_field(self, name: str) -> None:
        if name == _PAPER:
            self.reveal()
            self.paper.take_keyboard()
        elif self.form.has_field(name):
            self.aside.set_paper_only(False)
            self.fold.setChecked(True)
            super().focus_field(name)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.paper.catch_up()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.aside.fit()
        self._make_room()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.Show, QEvent.Type.Hide}:
            self._make_room()
        return super().eventFilter(watched, event)

    # Inside

    @property
    def _panels(self) -> tuple[QWidget, ...]:
        """What may be asked above the tabs."""
        return self.question, self.sheets, self.signing.panel

    def _make_room(self) -> None:
        """In a low window a question takes the place of the tabs: squeezed together, neither could be read."""
        asked = [panel for panel in self._panels if not panel.isHidden()]
        needed = sum(widget.sizeHint().height() for widget in (self.header, *asked))
        cramped = bool(asked) and self.height() < needed + _TABS
        if cramped != self._cramped:
            self._cramped = cramped
            self.aside.setHidden(cramped)
            self._instead.setVisible(cramped)

    def _show_links(self, record: Contract) -> None:
        self.links.show_contract(record)
        self.header.set_texts(*self.texts())  # which is arranged by how wide they are

    def _tell_why_locked(self, record: Contract) -> None:
        """And what helps."""
        why, again = why_locked(record), self.steps.to(ContractState.DRAFT)
        self.notice.tell(say(why) if why else "", say(again.text) if again else "")

    def reveal(self) -> None:
        """The paper."""
        self.forward.emit()
        self.aside.reveal()

    def _give_up_typed(self) -> None:
        self.gaps.give_up()
        super()._give_up_typed()

    def _forget_typed(self) -> None:
        super()._forget_typed()
        self.gaps.discard()

    def _lacks(self, part: str) -> bool:
        """Whether who signs for the own company lacks this there, too: mended there, it is for every contract."""
        return self.record.own_signatory.name in {"", self._ours.name} and not getattr(self._ours, part)

    @property
    def _number(self) -> str:
        return str(self.record.number)

    def step_doubts(self, session: "Session", record_id: int, step: Step, day: date | None) -> Sequence[Problem]:
        ask = contracts.signing_doubts if step is SIGN else contracts.ending_doubts
        return ask(session, record_id, day)

    def _withdraw(self, reason: str) -> None:
        record = self.record
        try:
            contracts.withdraw(self.desk.workspace, record.id, reason)
        except UserError as error:
            self.desk.notify.error(error)
            return
        self.desk.actions.refresh()
        self.desk.notify.note(
            tr(
                "Signing of contract {number} undone. Next: version {version}.",
                number=record.number,
                version=record.next_version,
            ),
            tone=Tone.GOOD,
        )
        self.reload()

    def step(
        self, step: Step, day: date | None = None, reason: str = "", written: Mapping[str, Any] | None = None
    ) -> bool:
        told = list[Message]()

        def work(session: "Session", contract_id: int) -> Contract:
            return contracts.step(session, contract_id, step.state, day, reason, written=written, tell=told.append)

        now = self.now_true(step)
        if (
            self.act(step.sentence(self.record), work, lambda _contract: replace(now, next=next(iter(told), None)))
            is None
        ):
            return False
        self.reload()
        return True

    def show_refused(self, error: UserError) -> None:
        """Beside the paper."""
        self.reveal()
        self.paper.tell_refused(error)

    def _lay_out_more(self) -> None:
        inside, lines = self.body.layout(), self.layout()
        assert isinstance(inside, QVBoxLayout)
        assert isinstance(lines, QVBoxLayout)
        inside.setSpacing(theme.PAD_16)
        inside.insertWidget(0, self.notice)
        inside.insertWidget(1, self.gaps.panel)
        inside.insertWidget(2, self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.header.setMinimumHeight(_HEAD)
        self.header.take_line(self.links, self.links.least_width, LINK_FRAME)
        asked = QVBoxLayout()
        asked.setContentsMargins(theme.PAD_24, 0, theme.PAD_24, theme.PAD_8)
        for panel in self._panels:
            asked.addWidget(panel)
            panel.installEventFilter(self)
        lines.insertLayout(2, asked)
        self._instead.hide()
        lines.addWidget(self._instead, 1)
