"""The card of one record: header, form, tabs. Saved records save each field when it is left, new ones with Ctrl+S."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop_crm.model.errors import DamagedError, UnreadableError, UserError
from desktop_crm.model.flow import Step
from desktop_crm.model.message import Message
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.problem import Severity
from desktop_crm.services import flow as flows
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.menu_button import menu_button
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.notes.refusal import Refusal
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.card_page import CardPage
from desktop_crm.ui.records.drafts import DraftKeeper, offer_draft
from desktop_crm.ui.records.header import primary
from desktop_crm.ui.records.steps import Steps
from desktop_crm.ui.records.tabs import Tab, TabDeclaration
from desktop_crm.ui.records.unsaved import Answer, ask

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

__all__ = ["Card", "Tab", "TabDeclaration"]

T = TypeVar("T")


class Card(CardPage):
    """Shows, edits and makes one record. A noun's card fills in the hooks."""

    made = Signal(int)  # a new record was saved under this id
    back = Signal()  # the user wants the list
    gone = Signal()  # the record is no longer there
    unreadable = Signal(int)  # it is there, but holds something that can't be read
    shown = Signal()  # another record, or other values of it
    forward = Signal()  # it has something to ask or to show: it must be seen

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        super().__init__(desk, place)
        self.menu_ids: Sequence[str] = ()  # what the three dots of the header open
        self.refusal = Refusal(desk.notify)
        self._saving = False
        self._given: dict[str, Any] = {}
        self._lent: tuple[int, Mapping[str, Any]] | None = None  # what was found of a record a moment ago
        self.drafts = DraftKeeper(desk, self._typed, self)
        self.steps = Steps(self)
        self.form = self.make_form()
        self.form.made.connect(self.form_made)
        self.form.committed.connect(self._field_left)
        self.form.edited.connect(self.draft_changed)
        self.form.removed.connect(desk.offer_back)
        self._put_form()
        self.tab_declarations = tuple(self.make_tabs())
        for tab in self.tab_declarations:
            if tab.beside:
                self.first.put(tab)
            else:
                self.tabs.addTab(tab.widget, tab.title)
            tab.widget.setAccessibleName(tab.title)
        self.tabs.currentChanged.connect(self._fill_tab)
        privacy.signals.changed.connect(self._follow_privacy)
        desk.changed.connect(self._forget_lent)

    # What the screen does with it

    def show_record(self, record_id: int) -> None:
        """Show a saved record, all its fields as the file has them; what was typed over it and not saved is offered."""
        self.record_id, self.is_new, self.is_lent, self._given = record_id, False, False, {}
        self.refusal.settle()
        self.offer.hide()
        self._show(keep_typed=False)
        if self.record is not None:
            self._begin_draft()
            self.offer_left()

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record; one that was typed and not saved is offered again."""
        self.record_id, self.record, self.is_new, self.is_lent = None, None, True, False
        self._given = dict(given or {})
        self.refusal.settle()
        self.form.set_read_only(False)
        self.form.set_reading(False)
        self.form.load(self.blank(self._given))
        self.header.set_texts(self.new_title(), "", ())
        self.figures_row.tell(())
        self.header.set_buttons(self._new_buttons())
        self._fit()
        for at in range(1, self.tabs.count()):
            self.tabs.setTabVisible(at, False)
        self.tabs.setCurrentIndex(0)
        self.tabs.tabBar().hide()
        self.page_bar().setValue(0)
        self.drafts.begin(self.noun, given=self._given)
        self.offer_left()
        self.filled()
        self.shown.emit()

    def lend(self, record_id: int, found: Mapping[str, Any]) -> None:
        """Let commands know a record that is not shown: whoever runs one shows it first. What is shown stays."""
        if self.is_new or (record_id == self.record_id and not self.is_lent):
            return
        for name, value in found.items():
            setattr(self, name, value)
        self.record_id, self.is_lent = record_id, True
        self._lent = (record_id, found) if found else None  # nothing of one that can't be read

    def reload(self) -> None:
        """Show what the file has now, keeping what is typed and not saved."""
        if self.record_id is not None and not self._saving and not self.is_lent:
            self._show(keep_typed=True)

    def commit(self) -> bool:
        """Ctrl+S: save what is typed; False when something is wrong with it."""
        self.form.commit()
        if self.is_new or self.form.is_changed():
            problems = self.form.validate()
            if any(problem.severity is Severity.ERROR for problem in problems):
                self.tabs.setCurrentIndex(0)
                return False
            if not self._save(self.form.values() if self.is_new else self.form.changed_values()):
                return False
        return all(tab.widget.commit() for tab in self.tab_declarations)

    def has_changes(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.form.is_changed() or any(tab.widget.has_changes() for tab in self.tab_declarations)

    def saves_by_itself(self) -> bool:
        """Whether what was typed is saved when the card is left, without a question."""
        return not self.is_new

    def may_leave(self) -> bool:
        """Save what can be saved; ask about what can't."""
        self.form.commit()
        if not self.has_changes():
            self.drafts.drop()
            return True
        if self.saves_by_itself() and self.commit():
            return True
        match ask(self):
            case Answer.SAVE:
                return self.commit()
            case Answer.DISCARD:
                self._give_up_typed()
                return True
            case Answer.STAY:
                return False

    def leave_kept(self) -> bool:
        """Esc: leave what is typed as the draft it is, without a question; whether there was any that may be left so."""
        return False

    def discard(self) -> None:
        """Give up what is typed, which is offered back; a new record goes back to the list."""
        was_new = self.is_new
        self._give_up_typed()
        if was_new:
            self.back.emit()

    def focus_field(self, name: str) -> None:
        """Lead to the field that mends a problem."""
        if self.form.has_field(name):
            self.forward.emit()
            self.tabs.setCurrentIndex(0)
            self.form.focus_field(name)

    def draft_changed(self) -> None:
        """Something was typed; nouns with editors outside the form call it, too."""
        if self.is_new or self.record is not None:
            self.drafts.keep_soon()

    def resume(self, draft: Draft) -> None:
        """Go on with what was left; where the record is another one by now, that is told first."""
        if draft.version not in (None, self.draft_version(draft)):
            self.offer_left()
        else:
            self.type_draft(draft)

    def type_draft(self, draft: Draft) -> None:
        """Go on with what was typed and not saved."""
        keeping = next(
            (tab.widget for tab in self.tab_declarations if draft.part and tab.widget.part == draft.part), None
        )
        if keeping is not None:
            self.offer.hide()
            self.tabs.setCurrentWidget(keeping)
            keeping.go_on(draft)
            return
        if draft.part:
            if not self.steps.go_on_with(draft):
                self.restore_part(draft)
            return
        if draft.record_id is None:
            self.start_new(draft.given)
        elif self.form.is_frozen(draft.typed):  # it stays what it is, and is offered on
            self.tell_locked()
            self.offer_left()
            return
        self.offer.hide()
        self.drafts.take_over(draft)
        self.tabs.setCurrentIndex(0)
        self.restore_draft(draft.typed)
        self.drafts.keep_soon()
        if draft.record_id is None:
            self.focus_first()
        else:
            self.focus_field(next(iter(draft.typed)))

    def buttons(self) -> Sequence[QWidget]:
        """The header's buttons for `self.record`: its next step, unless a noun has others."""
        button = self.steps.next_button()
        return () if button is None else (button,)

    def step(self, step: Step, day: date | None = None, reason: str = "") -> bool:
        """Take the record to another state, as its flow says; whether that went well."""

        def work(session: "Session", record_id: int) -> object:
            return flows.take(session, self.noun, record_id, step.state, day=day, reason=reason)

        return self.act(step.sentence(self.record), work, self.now_true(step)) is not None

    def now_true(self, step: Step) -> NowTrue:
        """What a step's note says."""
        flow, record = self.flow, self.record
        assert flow is not None
        return step.now_true(self.noun, getattr(record, record.called), flow)

    def ask_step(self, step: Step) -> None:
        """Ask what a step needs to know."""
        self.steps.ask(step)

    def act(
        self,
        message: Message,
        work: "Callable[[Session, int], T]",
        note: NowTrue | Callable[[T], NowTrue],
    ) -> T | None:
        """One action with the record, after what is typed was saved; None when something must be mended first.

        The `note` tells what is true then.
        """
        if not self.commit() or self.record_id is None:
            return None
        record_id = self.record_id
        try:
            done = self.desk.write(message, lambda session: work(session, record_id), note=note)
        except UserError as error:
            self.show_refused(error)
            return None
        self.refusal.settle()
        return done

    def show_refused(self, error: UserError) -> None:
        """Beside the field it is about, or as a note."""
        rest = self.form.show_problems(error.problems)
        if rest or not error.problems:
            self.refusal.tell(error)
        else:
            self.focus_field(error.problems[0].field)

    def offer_left(self) -> None:
        """The newest of what was typed here before and not saved."""
        shown = [tab.widget for tab in self.tab_declarations]
        every = self.desk.drafts.of_card(self.noun, self.record_id)
        left = (each for each in every if not self.drafts.holds(each))  # not what is being typed now
        draft = next((each for each in left if not any(tab.has_draft(each) for tab in shown)), None)
        version = self.draft_version(draft) if draft is not None else None
        offer_draft(self.desk, self.offer, draft, version, lambda: self.type_draft(draft) if draft else None)

    # Inside

    def _show(self, *, keep_typed: bool) -> None:
        record_id = self.record_id
        assert record_id is not None
        try:
            self.record = self.desk.read(lambda session: self._read(session, record_id))
        except UserError as error:
            if not keep_typed:  # asked for; on a reload the person knows, having deleted or undone it
                self.desk.notify.error(error)
            self.record = None
            self._forget_typed()
            self.gone.emit()
            return
        except (UnreadableError, DamagedError):
            self.record = None
            self._forget_typed()
            self.unreadable.emit(record_id)
            return
        with self.form.held():
            self.form.load(self.record, keep_typed=keep_typed)
            self.form.set_reading(self.reads_first)
            self.drafts.seen(self.record.version)
            self._show_doubts()
        if not keep_typed:
            self.page_bar().setValue(0)
        self.header.set_texts(*self.texts())
        self.header.set_buttons([*self.buttons(), *self._menu()])
        self.figures_row.tell(self.figures)
        self._fit()
        for at in range(1, self.tabs.count()):
            self.tabs.setTabVisible(at, True)
        self.tabs.tabBar().setVisible(self.tabs.count() > 1)
        self._fill_tab(self.tabs.currentIndex())
        self.filled()
        self.shown.emit()

    def _read(self, session: "Session", record_id: int) -> Any:
        """What was found of it for its peek need not be read again, once, while nothing has changed."""
        lent = self._lent
        self._forget_lent()
        if lent is None or lent[0] != record_id:
            return self.load(session, record_id)
        return self.take(session, lent[1])

    def _forget_lent(self) -> None:
        self._lent = None

    def _follow_privacy(self) -> None:
        if self.record is not None and not self.is_new:
            self.header.set_facts(self.texts()[1])
        if not self.offer.isHidden():
            self.offer_left()

    def _show_doubts(self) -> None:
        """What may be saved and should be looked at again, told also when the card is opened."""
        problems = self.check(self.form.values())
        self.form.show_problems([problem for problem in problems if problem.severity is Severity.WARNING])

    def _field_left(self, _name: str) -> None:
        """A saved record keeps each field as soon as it is left, unless something is wrong with it."""
        if self.is_new or self.record is None:
            return
        problems = self.check(self.form.values())
        wrong = {problem.field.partition(".")[0] for problem in problems if problem.severity is Severity.ERROR}
        right = {name: value for name, value in self.form.changed_values().items() if name not in wrong}
        if right:
            self._save(right)

    def _save(self, values: dict[str, Any]) -> bool:
        was_new = self.is_new
        if (
            not was_new and self.record is None
        ):  # it went while one typed: what is typed can be discarded, and is offered then
            return False
        try:
            record = self._write(values)
        except UserError as error:
            rest = self.form.show_problems(error.problems)
            if rest or not error.problems:
                self.refusal.tell(error)
            return False
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self.desk.notify.error(error)
            return False
        self.refusal.settle()
        self.form.mark_saved(values)
        self.record_id, self.is_new = record.id, False
        if was_new:
            self.drafts.drop()
            self.offer.hide()
        self._show(keep_typed=not was_new)
        self._draft_saved(was_new=was_new)
        if was_new:
            self.made.emit(record.id)
            if self.reads_first:  # where one typed is read now
                self.take_keyboard()
        return True

    def _write(self, values: dict[str, Any]) -> Any:
        """In one action; what others change by it is shown once, at its end."""
        record_id, version = self.record_id, None if self.record is None else self.record.version
        self._saving = True
        try:
            return self.desk.write(self.message(values), lambda session: self.save(session, record_id, values, version))
        finally:
            self._saving = False

    def _give_up_typed(self) -> None:
        """By the person's wish: offered back."""
        if self.record is not None:
            self.drafts.give_up(self.texts()[0], is_whole=False)
        else:
            client = self.client_name()
            self.drafts.give_up(f"{self.new_title()} · {client}" if client else "")
        for tab in self.tab_declarations:
            tab.widget.discard()
        self._forget_typed()

    def _forget_typed(self) -> None:
        """Back to the saved record, or to no record at all."""
        self.drafts.drop()
        self.offer.hide()
        for tab in self.tab_declarations:
            tab.widget.discard()
        if self.is_new or self.record is None:
            self.record_id, self.record, self.is_new = None, None, False
            self.form.load({})
        else:
            self.form.load(self.record)

    def _typed(self) -> Mapping[str, Any]:
        return self.draft() if self.is_new or self.record is not None else {}

    def _begin_draft(self) -> None:
        self.drafts.begin(self.noun, self.record_id, version=self.record.version)

    def _draft_saved(self, *, was_new: bool) -> None:
        """What is wrong and so not saved stays a draft."""
        if was_new and self.record is not None:
            self._begin_draft()
        elif not was_new:
            self.drafts.keep()

    def _menu(self) -> list[QWidget]:
        return [menu_button(self.desk.actions, self.menu_ids, self)] if self.menu_ids else []

    def _new_buttons(self) -> list[QWidget]:
        discard = QPushButton(tr("Discard"), self)
        discard.clicked.connect(self.discard)
        save = primary(tr("Save"), self)
        save.setToolTip(tr("Save (Ctrl+S)"))
        save.clicked.connect(self.commit)
        return [discard, save]

    def _fill_tab(self, at: int) -> None:
        widget = self.tabs.widget(at)
        if self.record_id is None:
            return
        if isinstance(widget, Tab):
            widget.show_record(self.record_id)
        elif widget is self.first:
            self.first.fill(self.record_id)
        if not self.offer.isHidden():
            self.offer_left()
