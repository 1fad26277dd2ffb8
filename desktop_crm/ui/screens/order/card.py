"""An order's card: who and when, the lines, what they come to, and the next step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import LATENESS, ORDER_STATES
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.model.totals import ARITHMETIC
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.lines.editor import parts_of
from desktop_crm.ui.lines.form import PricedForm
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.header import primary
from desktop_crm.ui.records.notice import Notice
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.unsaved import Answer, ask
from desktop_crm.ui.records.usual_tabs import usual_tabs
from desktop_crm.ui.screens.order import fields
from desktop_crm.ui.screens.order.commands import OrderCommands
from desktop_crm.ui.screens.order.facts import facts
from desktop_crm.ui.screens.order.printed_notes import PrintedNotes
from desktop_crm.ui.screens.order.steps import REOPEN, may, next_step, why_fixed

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

#: What may still change when lines and terms are fixed; saved on leaving the field.
_ALWAYS = ("contact_id", "promised_on", "notes")
_WIDTH = 1180  # px
_ROOMY = 760


class OrderCard(Card):
    """A draft is saved as one with Ctrl+S; what may change later is saved when its field is left."""

    noun = "order"
    record: Order | None
    form: PricedForm

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._contracts: Sequence[tuple[int, str]] = ()
        self.hold: orders.Hold | None = None
        self._told: list[Message] = []
        self._shows_unsaved = False
        self._has_room = False
        super().__init__(desk, place)
        self.commands = OrderCommands(self)
        self.notice = Notice(self.body)
        self.notice.clicked.connect(self._help)
        inside = self.body.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(0, self.notice)
        inside.setSpacing(theme.PAD_12)
        self.form.setMaximumWidth(_WIDTH)
        self.printed_notes = PrintedNotes(self.form)
        self.printed_notes.moved.connect(self.commands.move_notes)
        self.printed_notes.kept.connect(self.commands.keep_notes)
        self.form.edited.connect(self._edited)
        self.form.committed.connect(self._left)
        self.form.reckoned.connect(self._tell_sums)

    # Hooks

    def form_made(self) -> None:
        self.form.add_below("notes", self.printed_notes)

    def make_form(self) -> PricedForm:
        self._people = People(self.desk, lambda: self.form.value("client_id"))
        form = PricedForm(
            self.desk,
            fields.head(self._people),
            fields.foot(),
            self.body,
            self.check,
            called=tr("Order lines"),
            arithmetic=self._arithmetic,
        )
        self.lines = form.lines
        return form

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return usual_tabs(self)

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        record, lines = parts_of(values)
        limited = self.record is None or self._is_open()
        found = self.desk.read(lambda session: orders.problems(session, record, lines, limited=limited))
        return self.form.catalogue.with_hints(found, values["lines"])

    def load(self, session: "Session", record_id: int) -> Order:
        record = orders.get(session, record_id)
        self._contracts, self.hold = orders.contracts_of(session, record_id), orders.hold_on(session, record_id)
        shown = self.record is not None and self.record.id == record_id
        self.form.prepare(session, record, record.currency, again=shown)
        return record

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        def ask_file(session: "Session") -> dict[str, Any]:
            values = orders.start(session, given.get("client_id"))
            self.form.prepare(session, None, values["currency"])
            return values

        return {**self.desk.read(ask_file), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Order:
        own, lines = self.form.to_save(values)
        return orders.save(session, record_id, own, lines, version, tell=self._told.append)

    def message(self, values: Mapping[str, Any]) -> Message:
        if self.record is None:
            return msg("Add order of {client}", client=self._people.client_title(values["client_id"]))
        return msg("Change order {number}", number=self.record.number)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        record, day = self._shown(), today()
        state = title_of(ORDER_STATES, record.state)
        chips = [(say(state.title), state.tone)]
        if record.is_overdue(day):
            chips.append((say(LATENESS[0].title), LATENESS[0].tone))
        if record.notes_on_paper:
            chips.append((tr("Notes are printed"), Tone.ATTENTION))
        return (
            f"{record.number} · {record.client.full_name}",
            facts(record, self.form.sums().total, self._contracts, day),
            chips,
        )

    def client_name(self) -> str:
        client_id = self.form.value("client_id") if self.record is None else None
        if client_id is not None:
            return self._people.client_title(client_id)
        return "" if self.record is None else self.record.client.full_name

    def new_title(self) -> str:
        return tr("New order")

    def buttons(self) -> Sequence[QWidget]:
        self._shows_unsaved = self.form.is_changed() and self._is_open()
        if self._shows_unsaved:
            return [self._button("order.discard", tr("Discard"), self.discard), self._save_button()]
        found: list[QWidget] = []
        if self._has_room:
            found.append(self._button("order.sheet", tr("Order sheet"), self.commands.show_sheet))
            found.append(self._button("order.contract", tr("Make contract"), self.commands.make_contract))
        step = next_step(self._shown(), self.hold)
        if step is not None:
            go_on = primary(say(step.text), self)
            go_on.clicked.connect(self.commands.go_on)
            found.append(go_on)
        return found

    def filled(self) -> None:
        fixed = why_fixed(self.record, self.hold) if self.record is not None else None
        for name in self.form.values():
            self.form.editor(name).set_read_only(fixed is not None and name not in _ALWAYS)
        again = self.record is not None and may(self.record, REOPEN, self.hold)
        helps = tr("Go to the contract") if self.hold is not None else say(REOPEN.text) if again else ""
        self.notice.tell(say(fixed) if fixed else "", helps)
        printed = self.record is not None and self.record.notes_on_paper
        self.printed_notes.tell(printed=printed, may_keep=fixed is None)
        self.form.show_sums()

    def focus_first(self) -> None:
        name = "client_id" if self.is_new and self.form.value("client_id") is None else "lines"
        self.form.focus_field(name)

    # Saving

    def may_leave(self) -> bool:
        """A draft that was changed is asked about: its lines may be half done."""
        if self.record is not None and not self._is_open():
            return super().may_leave()
        self.form.commit()
        if not self.has_changes():
            self.drafts.drop()
            return True
        match ask(self):
            case Answer.SAVE:
                return self.commit()
            case Answer.DISCARD:
                self._give_up_typed()
                return True
            case Answer.STAY:
                return False

    def discard(self) -> None:
        """Also of a draft: back to what is saved."""
        super().discard()
        if self.record is not None:
            self.reload()

    def show_refused(self, error: UserError) -> None:
        """Beside the field it is about, or as a note."""
        rest = self.form.show_problems(error.problems)
        if rest or not error.problems:
            self.refusal.tell(error)
        else:
            self.focus_field(error.problems[0].field)

    def _save(self, values: dict[str, Any]) -> bool:
        self._told.clear()
        saved = super()._save(values)
        if saved:
            for message in self._told:
                self.desk.notify.note(say(message), tone=Tone.ATTENTION)
        elif self.record is not None:
            self._catch_up(self.record)
        return saved

    def _catch_up(self, shown: Order) -> None:
        """Refused because it was changed elsewhere: show that, keep what is typed; the next save is a decision."""
        try:
            stale = self.desk.read(lambda session: orders.get(session, shown.id)).version != shown.version
        except UserError:
            stale = True
        if stale:
            self.reload()

    def _field_left(self, name: str) -> None:
        if self.record is not None and not self._is_open():
            super()._field_left(name)

    # What is seen

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the list only the next step has room; the rest is behind the three dots."""
        super().resizeEvent(event)
        has_room = event.size().width() >= _ROOMY
        if has_room != self._has_room:
            self._has_room = has_room
            self._show_buttons()

    def _show_buttons(self) -> None:
        if self.record is not None:
            self.header.set_buttons([*self.buttons(), *self._menu()])

    def start_related(self, noun: str, record_id: int) -> None:
        """A contract is made from what is on the card, saved first."""
        if noun == "contract":
            self.commands.make_contract()
        else:
            super().start_related(noun, record_id)

    # While one types

    def _edited(self, _name: str) -> None:
        if self.record is not None and self._shows_unsaved != (self.form.is_changed() and self._is_open()):
            self._show_buttons()

    def _tell_sums(self) -> None:
        """Beside the order's number."""
        if self.record is not None:
            self.header.set_texts(*self.texts())

    def _left(self, name: str) -> None:
        """Another client has other contacts; a new order goes on to its lines."""
        if name != "client_id":
            return
        self.shown.emit()
        self._people.follow(self.form)
        client_id = self.form.value("client_id")
        focused = QApplication.focusWidget()
        in_client = focused is not None and self.form.editor("client_id").isAncestorOf(focused)
        if self.is_new and client_id is not None and in_client and not self.form.value("lines"):
            self.form.focus_field("lines")

    def _arithmetic(self) -> int:
        """That of what was saved, and today's of what would be saved."""
        if self.record is None or (self.form.is_changed() and self._is_open()):
            return ARITHMETIC
        return self.record.arithmetic

    def _is_open(self) -> bool:
        """Whether lines and terms may change: a draft that no contract holds."""
        return self._shown().is_editable() and self.hold is None

    def _help(self) -> None:
        """The button beside why the order is fixed."""
        if self.hold is None:
            self.commands.take(REOPEN)
        else:
            self.desk.navigate("contract", self.hold.contract_id)

    def _shown(self) -> Order:
        assert self.record is not None
        return self.record

    def _button(self, name: str, text: str, run: Any) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName(name)
        if name in self.desk.actions:
            button.setToolTip(self.desk.actions.qaction(name).toolTip())
        button.clicked.connect(lambda _checked=False: run())
        return button

    def _save_button(self) -> QPushButton:
        save = primary(tr("Save"), self)
        save.setToolTip(tr("Save (Ctrl+S)"))
        save.clicked.connect(self.commit)
        return save
