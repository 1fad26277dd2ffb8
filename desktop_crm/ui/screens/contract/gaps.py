"""Fills the gaps of a contract's paper on its card: each is kept where it says, and the paper follows."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import contract_gaps
from desktop_crm.services.contract_gaps import Gap
from desktop_crm.services.draft import Draft
from desktop_crm.ui.records.drafts import DraftKeeper
from desktop_crm.ui.screens.contract.gap_row import GapRow
from desktop_crm.ui.screens.contract.gaps_panel import GapsPanel

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session
    from desktop_crm.ui.screens.contract.page import ContractPage

#: The part of the card's drafts that is what was typed into gaps.
GAPS: Final = "gaps"
_TYPING: Final = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class Gaps(QObject):
    """Of the contract that is shown; its panel stands above the terms."""

    def __init__(self, card: "ContractPage") -> None:
        super().__init__(card)
        self._card = card
        self.panel = GapsPanel(card.desk.actions, card.body)
        self._drafts = DraftKeeper(card.desk, self.panel.draft, self)
        self._contract: Contract | None = None  # which is shown; the card may know another one by now
        self._waits = False  # the keyboard is to go to the first gap as soon as it is known
        self._restoring: Mapping[str, Any] | None = None
        self._ahead: list[QKeyEvent] = []  # typed by fast fingers while it waits
        self.panel.wanted.connect(self._keep)
        self.panel.entered.connect(card.paper.pane_shows)
        self.panel.edited.connect(self._drafts.keep_soon)
        self.panel.finished.connect(self._finished)
        card.paper.gaps_known.connect(self._tell)
        card.paper.gap_clicked.connect(self.go_to)

    def show_contract(self, contract: Contract) -> None:
        """This one; its gaps come with its paper."""
        if self._contract is None or contract.id != self._contract.id:
            self._drafts.catch_up()
            self.panel.clear()
            self._waits, self._restoring, self._ahead = False, None, []
            self._drafts.begin(self._card.noun, contract.id, part=GAPS, version=contract.version)
        self._contract = contract
        self._drafts.seen(contract.version)
        self._card.paper.needed = contract_gaps.may_fill(contract)
        if not self._card.paper.needed:
            self.panel.clear()
        self._card.paper.asked = tuple(self.panel.paths)

    def take_keyboard(self) -> bool:
        """To the first gap, now or when it is known; whether there is or may be one."""
        if not contract_gaps.may_fill(self._card.record):
            return False
        if self.panel.isHidden() or self._card.paper.current is None:
            self._waits = True
            self._card.setFocus()
            return True
        return self.panel.take_keyboard()

    def hold(self, event: QKeyEvent) -> bool:
        """A key that came before the first gap did; whether it is kept for it."""
        types = event.text().isprintable() and event.text() and not event.modifiers() & ~_TYPING
        enters = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace} and not event.modifiers()
        if self._waits and (types or enters):
            self._ahead.append(QKeyEvent(event.type(), event.key(), event.modifiers(), event.text()))
            return True
        return False

    def go_to(self, path: str) -> bool:
        """Into this gap; whether there is one."""
        row = self.panel.row(path)
        if row is None:
            return False
        self._card.show_form()
        return self.panel.take_keyboard(path)

    def fill(self) -> None:
        """Go on with them, from the list, too."""
        self._card.forward.emit()
        self._card.show_form()
        self._card.take_keyboard()

    def may_fill(self) -> bool:
        """Whether there are any."""
        return self._card.record is not None and self._card.blanks_left > 0

    def fill_text(self) -> Message:
        """With their number, where it is known."""
        match self._card.blanks_left:
            case 0:
                return msg("Fill in the blanks")
            case 1:
                return msg("Fill in 1 blank")
            case many:
                return msg("Fill in {n} blanks", n=many)

    def has_changes(self) -> bool:
        """Whether something is typed that is not kept."""
        return bool(self.panel.draft())

    def commit(self) -> bool:
        """Keep what is typed; False when something is wrong with it, and the keyboard is there."""
        for row in self.panel.rows:
            if row.is_dirty():
                row.editor.leave()
            if row.is_dirty():
                self.go_to(row.gap.path)
                return False
        return True

    def give_up(self) -> None:
        """By the person's wish: what is typed is offered back."""
        self._drafts.give_up(self._card.record.number if self._card.record is not None else "", is_whole=False)

    def discard(self) -> None:
        """Forget what is typed."""
        self._drafts.drop()
        for row in self.panel.rows:
            row.put_back()

    def go_on(self, draft: Draft) -> None:
        """Type again what was typed then."""
        self._drafts.take_over(draft)
        self._restoring = draft.typed
        if not self.panel.isHidden():
            self._restore()

    def _restore(self) -> None:
        typed, self._restoring = self._restoring, None
        if typed:
            self.panel.restore(typed)
            self._drafts.keep_soon()
            self.go_to(next(iter(typed)))

    def _tell(self, gaps: tuple[Gap, ...], left: tuple[str, ...]) -> None:
        """The paper was made."""
        record = self._card.record
        self._card.blanks_left = len(left) if record is not None and contract_gaps.may_fill(record) else 0
        if record is None or not contract_gaps.may_fill(record):
            return
        self.panel.tell(gaps, left)
        if self.panel.isHidden() and not gaps:
            self._card.fold.setChecked(True)  # nothing is to be filled in: it is read
        self.panel.show()
        self._card.paper.asked = tuple(self.panel.paths)
        if self._restoring is not None:
            self._restore()
        waits, self._waits = self._waits, False
        typed, self._ahead = self._ahead, []
        if waits and self._is_where_it_arrived():
            if not self.panel.take_keyboard():
                self._card.look_at_paper()
            for press in typed:
                QApplication.sendEvent(QApplication.focusWidget() or self._card, press)

    def _is_where_it_arrived(self) -> bool:
        """Nobody has gone elsewhere meanwhile."""
        focused = QApplication.focusWidget()
        return focused is None or focused is self._card or not self._card.window().isAncestorOf(focused)

    def _finished(self) -> None:
        """Behind the last gap: the button that goes on."""
        main = self._card.header.main_button()
        (main or self._card).setFocus(Qt.FocusReason.TabFocusReason)

    def _keep(self, row: GapRow) -> None:
        """In one action, which can be undone."""
        contract, path, value = self._contract, row.gap.path, row.editor.value()
        if contract is None or row.editor.is_half_typed() or not row.is_dirty():
            return
        contract_id, before = contract.id, row.replaced()

        def work(session: "Session") -> contract_gaps.Value:
            return contract_gaps.fill(session, contract_id, path, value, before)

        try:
            kept = self._card.desk.write(contract_gaps.message(contract, path), work)
        except UserError as error:
            row.refused(error.problems or [Problem(path, error.message)])
            return
        except Exception as error:  # noqa: BLE001 - each kind has its place in the window; what is typed stays
            self._card.desk.notify.error(error)
            return
        row.kept(kept)
        self.panel.tell_count()
        self._drafts.keep()
