"""An order's card: who and when, the lines, what they come to, and the next step."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QPushButton, QScrollBar, QVBoxLayout, QWidget

from desktop_crm.model.flow import Step
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import LATENESS, ORDER_STATES, OrderState
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.model.totals import ARITHMETIC
from desktop_crm.services import order as orders
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.lines.editor import parts_of
from desktop_crm.ui.lines.form import PricedForm
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.keyed_button import KeyedButton
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.card import TabDeclaration
from desktop_crm.ui.records.draft_card import DraftCard
from desktop_crm.ui.records.notice import Notice
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.usual_tabs import usual_tabs
from desktop_crm.ui.screens.order import fields
from desktop_crm.ui.screens.order.commands import OrderCommands
from desktop_crm.ui.screens.order.facts import facts, why_fixed, why_not_changed
from desktop_crm.ui.screens.order.printed_notes import PrintedNotes
from desktop_crm.ui.story.declared import story_tab

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

#: What may still change when lines and terms are fixed; saved on leaving the field.
_ALWAYS = ("contact_id", "promised_on", "notes")
_HEAD = 48  # px


class OrderCard(DraftCard):
    """Lines and terms may change while it is a draft that no contract holds."""

    noun = "order"
    reads_first = False
    record: Order | None
    form: PricedForm

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._contracts: Sequence[tuple[int, str]] = ()
        self.hold: orders.Hold | None = None
        super().__init__(desk, place)
        self.commands = OrderCommands(self)
        self.notice = Notice(self.body)
        self.notice.clicked.connect(self._help)
        self._put_notice()
        self.header.setMinimumHeight(_HEAD)
        self.printed_notes = PrintedNotes(self.form)
        self.printed_notes.moved.connect(self.commands.move_notes)
        self.printed_notes.kept.connect(self.commands.keep_notes)
        self.form.committed.connect(self._left)
        self.drafts.changed.connect(self._tell_kept)

    # Hooks

    def form_made(self) -> None:
        self.form.add_below("notes", self.printed_notes)
        in_order(self.tabs.tabBar(), self.notice, self.form)

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
        return (story_tab(self), *usual_tabs(self))

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        record, lines = parts_of(values)
        limited = self.record is None or self.is_open()
        found = self.desk.read(lambda session: orders.problems(session, record, lines, limited=limited))
        return self.form.catalogue.with_hints(found, values["lines"])

    def take(self, session: "Session", found: Mapping[str, Any]) -> Order:
        record: Order = found["record"]
        self._contracts, self.hold = found["_contracts"], found["hold"]
        shown = self.record is not None and self.record.id == record.id and not self.is_lent
        self.form.prepare(session, record, record.currency, again=shown)
        return record

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        return {
            "record": orders.get(session, record_id),
            "_contracts": orders.contracts_of(session, record_id),
            "hold": orders.hold_on(session, record_id),
        }

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        def ask_file(session: "Session") -> dict[str, Any]:
            values = orders.start(session, given.get("client_id"))
            self.form.prepare(session, None, values["currency"])
            return values

        return {**self.desk.read(ask_file), **given}

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Order:
        own, lines = self.form.to_save(values)
        return orders.save(session, record_id, own, lines, version, tell=self.told.append)

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
        told = (facts(record, self._contracts, day), self._kept())
        return record.number, " · ".join(filter(None, told)), chips

    def client_name(self) -> str:
        client_id = self.form.value("client_id") if self.record is None else None
        if client_id is not None:
            return self._people.client_title(client_id)
        return "" if self.record is None else self.record.client.full_name

    def new_title(self) -> str:
        return tr("New order")

    def buttons(self) -> Sequence[QWidget]:
        """In the head what leads on from the whole order; what is done with its lines stands in the foot."""
        self._shows_unsaved = self._is_unsaved()
        found: list[QWidget] = []
        if self._shows_unsaved:
            found.append(self.button("order.discard", tr("Discard"), self.discard))
        if self.has_room:
            found.append(self.button("order.sheet", tr("Order sheet"), self.commands.show_sheet))
        step = self.steps.next_button(plain=self._shows_unsaved)
        return found if step is None else [*found, step]

    def foot_buttons(self) -> Sequence[QWidget]:
        """Beside the total."""
        found: list[QPushButton] = []
        if self.record is not None and self.commands.is_alive():
            found.append(self.button("order.contract", tr("Make contract"), self.commands.make_contract))
        if self.is_new or (self.record is not None and self.is_open()):
            found.append(save := KeyedButton(tr("Save"), "Ctrl+S", self))
            save.setObjectName("order.save")
            save.clicked.connect(self.commit)
            if self.is_new or self._is_unsaved():
                theme.mark(save, "primary")
        return found

    def take_keyboard(self) -> None:
        """A draft waits for its next line; of any other nothing is chosen."""
        if self.record is not None and self.form.is_made() and self.tabs.currentIndex() == 0 and self.is_open():
            self.form.focus_field("lines")
        else:
            super().take_keyboard()

    def page_bar(self) -> QScrollBar:
        return self.form.scrolled.verticalScrollBar()

    def filled(self) -> None:
        fixed = why_fixed(self.record, self.hold) if self.record is not None else None
        self.form.set_read_only(fixed is not None, but=_ALWAYS)
        again = self.steps.to(OrderState.DRAFT)
        helps = tr("Go to the contract") if self.hold is not None else say(again.text) if again else ""
        self.notice.tell(say(fixed) if fixed else "", helps)
        printed = self.record is not None and self.record.notes_on_paper
        self.printed_notes.tell(printed=printed, may_keep=fixed is None)
        self.form.show_sums()
        self.form.totals.set_buttons(self.foot_buttons())

    def may_step(self, step: Step) -> bool:
        """Not while the contract that holds it forbids it."""
        return self.hold is None or not self.hold.forbids(step.state)

    def step(self, step: Step, day: date | None = None, reason: str = "") -> bool:
        del reason
        sentence = step.sentence(self.record)

        def work(session: "Session", order_id: int) -> object:
            return orders.step(session, order_id, step.state, day)

        return self.act(sentence, work, self.now_true(step)) is not None

    def focus_first(self) -> None:
        name = "client_id" if self.is_new and self.form.value("client_id") is None else "lines"
        self.form.focus_field(name)

    def tell_locked(self) -> bool:
        """Not while the keyboard is in what may still change."""
        focused = self.window().focusWidget()
        in_open = focused is not None and any(self.form.editor(name).isAncestorOf(focused) for name in _ALWAYS)
        why = None if self.record is None or in_open else why_not_changed(self.record, self.hold)
        if why is None:
            return False
        self.desk.notify.note(say(why), tone=Tone.ATTENTION)
        return True

    def is_open(self) -> bool:
        return self._shown().is_editable() and self.hold is None

    def version_of(self, session: "Session", record_id: int) -> int:
        return orders.get(session, record_id).version

    def start_related(self, noun: str, record_id: int) -> None:
        """A contract is made from what is on the card, saved first."""
        if noun == "contract":
            self.commands.make_contract()
        else:
            super().start_related(noun, record_id)

    # While one types

    def _tell_kept(self) -> None:
        """Beside the order's number."""
        if self.is_new:
            self.header.set_facts(self._kept())
        elif self.record is not None and not self.is_lent:
            self.header.set_facts(self.texts()[1])

    def _kept(self) -> str:
        kept_at = self.drafts.kept_at
        return "" if kept_at is None else tr("draft kept {time}", time=speak().moment(kept_at).rpartition(" ")[2])

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
        if self.record is None or (self.form.is_changed() and self.is_open()):
            return ARITHMETIC
        return self.record.arithmetic

    def _help(self) -> None:
        """The button beside why the order is fixed."""
        if self.hold is None:
            self.steps.take_to(OrderState.DRAFT)
        else:
            self.desk.navigate("contract", self.hold.contract_id)

    def _new_buttons(self) -> list[QWidget]:
        return [self.button("order.discard", tr("Discard"), self.discard)]

    def _show_buttons(self) -> None:
        super()._show_buttons()
        if self.record is not None:
            self.form.totals.set_buttons(self.foot_buttons())

    def _put_form(self) -> None:
        """It scrolls by itself, and has the whole page."""
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self.form, 1)

    def _put_notice(self) -> None:
        inside = self.body.layout()
        assert isinstance(inside, QVBoxLayout)
        above = QVBoxLayout()
        above.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_24, theme.PAD_4)
        above.addWidget(self.notice)
        inside.insertLayout(0, above)

    def _shown(self) -> Order:
        assert self.record is not None
        return self.record
