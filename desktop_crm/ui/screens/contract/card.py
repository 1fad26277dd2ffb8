"""A contract's card: what of it goes into the form and back, and the steps from draft to fulfilled."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_flow import SEND, SIGN
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.flow import Step
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_gaps
from desktop_crm.services import template as templates
from desktop_crm.services.clock import today
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.screens.contract.facts import chips, why_locked, why_not_changed
from desktop_crm.ui.screens.contract.form import ContractForm
from desktop_crm.ui.screens.contract.gaps import GAPS
from desktop_crm.ui.screens.contract.going_out import GoingOut
from desktop_crm.ui.screens.contract.mending import Mending
from desktop_crm.ui.screens.contract.page import ContractPage
from desktop_crm.ui.screens.contract.signed_paper import SignedPaper
from desktop_crm.ui.screens.contract.signing import SIGNING, Signing
from desktop_crm.ui.screens.contract.values import in_form, record_values

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class ContractCard(ContractPage):
    """Everything about one contract."""

    has_scan = False  # what was signed is kept

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._pattern = ""
        self._last: Contract | None = None
        super().__init__(desk, place)
        self.question = self.steps.question
        self.out = GoingOut(self)
        self.sheets = self.out.sheets
        self.signing = Signing(self)
        self.signed_paper = SignedPaper(self)
        self.mending = Mending(self)
        for panel in (self.sheets, self.signing.panel):
            self.questions.add(panel)
        self.paper.problem_chosen.connect(self.mend)
        self.links.chosen.connect(self.mending.go_to)

    # What is in the file

    def make_form(self) -> ContractForm:
        return ContractForm(self.check, self.body)

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        if not isinstance(self.record, Contract):
            return ()
        typed = record_values(self.record, values)
        return [in_form(item) for item in contracts.problems(self.record, typed, self._pattern)]

    def load(self, session: "Session", record_id: int) -> Any:
        return self.take(session, self._known(session, record_id))

    def take(self, session: "Session", found: Mapping[str, Any]) -> Any:
        record, self.has_scan = found["record"], found["has_scan"]
        offered = [item for item in contracts.templates(session) if item.active or item.id == record.template_id]
        titles = [(item.id, item.title(speak().code)) for item in offered]
        people = [(contact.id, contact.name) for contact in contracts.contacts_of(session, record)]
        self.form.offer(titles, people, {item.id: templates.terms_used(item) for item in offered})
        self._pattern = contracts.number_pattern(session)
        return record

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        """With the number of gaps, which the paper would tell."""
        found = self._known(session, record_id)
        return {**found, "blanks_left": contract_gaps.count(session, found["record"])}

    @staticmethod
    def _known(session: "Session", record_id: int) -> dict[str, Any]:
        record = contracts.get(session, record_id)
        return {"record": record, "has_scan": contracts.has_signed_scan(session, record)}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        assert record_id is not None, "contracts are made from orders"
        return contracts.save(session, record_id, record_values(self.record, values), version)

    def message(self, values: Mapping[str, Any]) -> Message:
        del values
        return msg("Change contract {number}", number=self.record.number)

    def restore_part(self, draft: Draft) -> None:
        """Ask again what was written by hand, with what was typed then."""
        self.offer.hide()
        if draft.part == GAPS:
            self.gaps.go_on(draft)
            return
        assert draft.part == SIGNING
        self.signing.go_on(draft)

    # What is shown of it

    def _show(self, *, keep_typed: bool) -> None:
        with self.form.held():  # what is filled in is frozen, too
            super()._show(keep_typed=keep_typed)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        return self.record.number, "", chips(self.record, today())

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.client.full_name)

    def buttons(self) -> Sequence[QWidget]:
        return self.out.buttons()

    def show_buttons(self) -> None:
        """The header's, as they are called now."""
        self.header.set_buttons([*self.buttons(), *self._menu()])

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
        self.form.freeze(frozen=not fills)
        self._tell_why_locked(record)
        self.links.show_contract(record)
        self.header.set_texts(*self.texts())  # which is arranged by how wide they are
        self.gaps.show_contract(record)
        self.paper.show_contract(record)

    def tell_locked(self) -> bool:
        """Not while the keyboard is in the notes, which go on."""
        if self.record is None or contract_gaps.may_fill(self.record) or self.form.is_in_notes():
            return False
        self.desk.notify.note(say(why_not_changed(self.record)), tone=Tone.ATTENTION)
        return True

    def _tell_why_locked(self, record: Contract) -> None:
        """And what helps."""
        why, again = why_locked(record), self.steps.to(ContractState.DRAFT)
        self.notice.tell(say(why) if why else "", say(again.text) if again else "")

    def mend(self, path: str) -> None:
        """Lead to what mends a problem of the paper."""
        self.mending.lead_to(path)

    # What becomes of it

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

    def step_doubts(self, session: "Session", record_id: int, step: Step, day: date | None) -> Sequence[Problem]:
        ask = contracts.signing_doubts if step is SIGN else contracts.ending_doubts
        return ask(session, record_id, day)

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
