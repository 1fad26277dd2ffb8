"""A form made from declared fields: labels, editors, tab order, problems beside the fields, drafts.

A screen that saves on leaving a field listens to `committed` and writes `changed_values()`, then calls `mark_saved()`.
One that saves with Ctrl+S asks `validate()` first. Its fields come when somebody first asks for one of them; whoever has the
time makes them sooner, one by one (`make_next`), so that the window is not held up.
"""

import contextlib
import dataclasses
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, pairwise
from typing import Any

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.editors import Surroundings, make
from desktop_crm.ui.form.empties import Empties
from desktop_crm.ui.form.field_box import FieldBox
from desktop_crm.ui.form.fields import Amount, Field, Picture, Section
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.form.number_editor import AmountEditor
from desktop_crm.ui.form.section import SectionView
from desktop_crm.ui.form.text_editor import LongTextEditor
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

Check = Callable[[dict[str, Any]], Sequence[Problem]]
CHECK_AFTER = 200  # ms


class RecordForm(QWidget):
    """Edits the attributes of one record.

    `check` gets `values()` while one types and gives the problems; only those of fields that were touched are shown before
    `validate()`. The form has no scroll area of its own.
    """

    edited = Signal(str)
    committed = Signal(str)
    made = Signal()  # all fields are there
    removed = Signal(str, object)  # what is gone, translated, and a function that puts it back if it still can

    def __init__(
        self,
        fields: Sequence[Field | Section],
        parent: QWidget | None = None,
        *,
        check: Check | None = None,
        around: Surroundings | None = None,
    ) -> None:
        super().__init__(parent)
        self._check = check
        self._around = around or Surroundings()
        self._made: dict[str, FieldBox] = {}
        self._sections: list[SectionView] = []
        self._first: list[Callable[[], None]] = []
        self._stops: dict[str, tuple[QWidget, ...]] = {}
        self._to_make = _sections(fields)
        self._to_end = bool(self._to_make)
        self._making: SectionView | None = None  # the next section, and those of its fields that are there
        self._coming: list[FieldBox] = []
        self._called = _told_apart(self._to_make)
        self._saved: dict[str, Any] = {}
        self._touched: set[str] = set()
        self._shown: tuple[Problem, ...] = ()
        self.is_locked = False
        self._open: frozenset[str] = frozenset()  # fields, where all others are locked
        self._loading = self._reading = self._folds = False
        self._shown_record = 0
        self._held = 0
        self._to_fold = self._to_chain = False  # at the end of what is held
        self.empties = Empties(self)
        self.empties.turned.connect(self._fold_empty)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.PAD_24)
        self._timer = QTimer(self, singleShot=True, interval=CHECK_AFTER)
        self._timer.timeout.connect(self._check_now)
        privacy.signals.changed.connect(self._tell_facts)

    def make_first(self, step: Callable[[], None]) -> None:
        """What stands beside the form and is made before its sections, in a step of its own."""
        self._first.append(step)

    def make_next(self) -> bool:
        """Make one more field; False when all of them are there."""
        if self._first:
            self._first.pop(0)()
        elif self._to_make:
            self._make_field()
        elif self._to_end:
            self._to_end = False
            self._end()
        else:
            return False
        return True

    def _make_field(self) -> None:
        """One more of the section that is made now."""
        section = self._to_make[0]
        view = self._making = self._making or SectionView(section, self)
        if len(self._coming) < len(section.fields):
            self._coming.append(self._box(section.fields[len(self._coming)], view))
        if len(self._coming) < len(section.fields):
            return
        view.fill(self._coming)
        self._sections.append(view)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(view)
        self._to_make.pop(0)
        self._making, self._coming = None, []

    def _end(self) -> None:
        """All fields are there."""
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.empties, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch()
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # for a moment, or nothing can follow it
        for first in list(self._made.values())[:1]:
            QWidget.setTabOrder(self, first.inputs()[0])  # not behind what came sooner
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._chain()
        self.load({})
        self.made.emit()

    def make_in_steps(self, place: QWidget) -> None:
        """Make a field each turn of the window's thread, while `place` is seen; a form that is seen makes them at once."""
        if place.isVisible() and self.make_next():
            QTimer.singleShot(0, self, lambda: self.make_in_steps(place))

    def make_spares(self) -> Iterator[None]:
        """What the first record will need of rows, an editor a step."""
        for box in self._boxes.values():
            if isinstance(box.editor, ManyEditor):
                box.editor.make_spare()
                yield

    def make_facts(self) -> Iterator[None]:
        """The values as they are read, a section a step."""
        if self._reading:
            return
        for view in self.sections:
            for box in view.boxes:
                box.set_reading(True)
            yield

    def is_made(self) -> bool:
        """Whether all of them are there."""
        return not self._first and not self._to_make and not self._to_end

    @property
    def sections(self) -> list[SectionView]:
        """As they were declared."""
        self.make_rest()
        return self._sections

    @property
    def _boxes(self) -> dict[str, FieldBox]:
        self.make_rest()
        return self._made

    def make_rest(self) -> None:
        """All that are missing, now."""
        while self.make_next():
            pass

    def load(self, record: Any, *, keep_typed: bool = False) -> None:
        """Show a record or mapping; what it lacks is empty. With `keep_typed` changed fields stay as they are typed."""
        kept = set(self.changed_values()) | self._being_typed() if keep_typed else set()
        self._loading = True
        self._shown_record += not keep_typed
        for name, box in self._boxes.items():
            if name not in kept:
                box.editor.set_value(_of(record, name))
                self._saved[name] = box.editor.value()
            elif self._has(record, name):
                self._saved[name] = box.editor.clean(_of(record, name))
        self._loading = False
        self._touched = kept
        self._follow_currencies()
        self.show_problems(())
        self._timer.stop()  # what was typed before is no longer there
        if kept:
            self._timer.start()
        self._tell_facts()

    def values(self) -> dict[str, Any]:
        """All fields, as last readable."""
        return {name: box.editor.value() for name, box in self._boxes.items()}

    def value(self, name: str) -> Any:
        """One field."""
        return self._boxes[name].editor.value()

    def put(self, name: str, value: Any) -> None:
        """Fill a field as if it had been typed and left."""
        box = self._boxes[name]
        before = self._saved.get(name)
        box.editor.set_value(value)
        self._touched.add(name)
        if box.editor.value() != before:
            self._tell_edited(name)
            self.committed.emit(name)

    def changed_values(self) -> dict[str, Any]:
        """The fields that differ from what was loaded or saved last."""
        return {name: value for name, value in self.values().items() if value != self._saved.get(name)}

    def is_changed(self) -> bool:
        """Whether anything was typed that is not saved, readable or not."""
        return bool(self.changed_values() or self._unreadable())

    def mark_saved(self, names: Collection[str] | None = None) -> None:
        """What stands there now (in these fields, or in all) is what the file has."""
        self._saved.update({name: value for name, value in self.values().items() if names is None or name in names})
        for name in names or ():
            self._boxes[name].tell_saved()

    def validate(self) -> list[Problem]:
        """Check now and show everything; the keyboard goes to the first error."""
        self._touched = set(self._boxes)
        for box in self._boxes.values():
            box.editor.tell_trouble()
        self._check_now()
        found = [*self._own_problems(), *(self._check(self.values()) if self._check else ())]
        wrong = [problem.field for problem in found if problem.severity is Severity.ERROR]
        ordered = [name for name in self._boxes if any(field.partition(".")[0] == name for field in wrong)]
        if ordered:
            self.focus_field(next(field for field in wrong if field.partition(".")[0] == ordered[0]))
        return found

    def show_problems(self, problems: Sequence[Problem]) -> list[Problem]:
        """Tell these beside their fields, and no others; gives back those of no field here."""
        self._shown = tuple(problems)
        rest = list(problems)
        for name, box in self._boxes.items():
            mine = [problem for problem in rest if problem.field.partition(".")[0] == name]
            rest = [problem for problem in rest if problem not in mine]
            box.show_problems(mine)
        if self._reading:
            self._fold_empty()
        return rest

    def has_field(self, name: str) -> bool:
        """Whether a problem's field (`phones.0.number`) is here."""
        return name.partition(".")[0] in self._boxes

    def focus_field(self, name: str) -> None:
        """Lead the keyboard to a field, dotted into its parts; KeyError when there is none."""
        head, _, part = name.partition(".")
        box = self._boxes[head]
        if self._reading and not box.is_covered():
            box.edit()
            self._fold_empty()
        box.focus_part(part)
        self._show_box(box)

    @staticmethod
    def _show_box(box: FieldBox) -> None:
        """As much of it as there is room for."""
        parent = box.parentWidget()
        while parent is not None and not isinstance(parent, QScrollArea):
            parent = parent.parentWidget()
        if parent is not None:
            parent.ensureWidgetVisible(box, 0, theme.PAD_24)

    def meet_field(self, name: str) -> None:
        """Lead the keyboard to a field one comes to from elsewhere: what is stored is read first, what is empty is filled in."""
        box = self._boxes[name.partition(".")[0]]
        if box.is_read and not box.is_empty():
            box.inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_field(name)

    def set_read_only(self, read_only: bool, *, but: Collection[str] = ()) -> None:
        """Freeze the whole form, or all `but` some fields; its values can still be read and copied."""
        with self.held():
            for name, box in self._boxes.items():
                box.set_read_only(read_only and name not in but)
            self.is_locked, self._open = read_only, frozenset(but) if read_only else frozenset()
            self._fold_empty()

    def lock(self, name: str, *, locked: bool) -> None:
        """Freeze one field."""
        self._boxes[name].set_read_only(locked)

    def begin_line(self, name: str, letters: str) -> None:
        """Lead the keyboard to a text, and type on in a line of its own below what is there."""
        self.focus_field(name)
        box = self._boxes[name]
        if isinstance(box.editor, LongTextEditor) and not box.is_covered():
            box.editor.begin_line(letters)

    def show_field(self, name: str, shown: bool) -> None:
        """Hide a field that makes no sense now; its value is kept."""
        box = self._boxes[name]
        section = box.parentWidget()
        assert isinstance(section, SectionView)
        section.show_box(box, shown=shown)

    def add_below(self, name: str, widget: QWidget) -> None:
        """Put something of the screen's own below a field, where its problems are told."""
        self._boxes[name].add_below(widget)

    def editor(self, name: str) -> Editor:
        """The widget behind a field, for what the form does not know."""
        return self._boxes[name].editor

    def draft(self) -> dict[str, Any]:
        """What is typed and not saved, as plain JSON; empty when nothing is."""
        names = [name for name in self._boxes if name in self.changed_values() or name in self._half_typed()]
        return {name: self._boxes[name].editor.draft() for name in names}

    def restore_draft(self, draft: Mapping[str, Any]) -> None:
        """Type a draft over what is loaded; fields that are gone or frozen since, and what none can read, are left out."""
        for name, typed in draft.items():
            if name in self._boxes and not self._boxes[name].editor.read_only:
                with contextlib.suppress(LookupError, TypeError, ValueError, ArithmeticError, UserError):
                    self._boxes[name].editor.restore(typed)

    def is_frozen(self, names: Iterable[str]) -> bool:
        """Whether one of these fields can't be typed into now."""
        return any(name in self._boxes and self._boxes[name].editor.read_only for name in names)

    def put_stop(self, name: str, *before: QWidget) -> None:
        """Tab comes by these on its way to a field: what is no field stands above it."""
        self._stops[name] = before
        self._chain()

    def set_reading(self, reading: bool, *, all_of_it: bool = False) -> None:
        """Values beside their labels, each edited in its place; those that are empty are folded away, but for `all_of_it`."""
        if not (reading or self._reading):
            return
        with self.held(), self._out_of_sight(if_any=reading != self._reading):
            if reading != self._reading:
                self._reading, self._folds = reading, reading and not all_of_it
                layout = self.layout()
                assert isinstance(layout, QVBoxLayout)
                layout.setSpacing(theme.PAD_12 if reading else theme.PAD_24)
                for view in self.sections:
                    view.set_reading(reading, roomy=all_of_it)
            for box in self._boxes.values():
                box.set_reading(reading)
            self._fold_empty()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Fold what is empty, and put Tab in order, once, at the end of what changes much."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
            if not self._held:
                self._catch_up()

    @contextmanager
    def _out_of_sight(self, *, if_any: bool) -> Iterator[None]:
        """Qt lies out all of the window again for each widget that is shown in it, but not in one that is hidden itself."""
        focused = self.window().focusWidget()
        hides = if_any and not self.isHidden() and not (focused is not None and self.isAncestorOf(focused))
        if hides:
            self.hide()
        try:
            yield
        finally:
            if hides:
                self.show()

    def _catch_up(self) -> None:
        if self._to_fold:
            self._fold_empty()
        if self._to_chain:
            self._chain()

    def _fold_empty(self) -> None:
        self._to_fold = self._held > 0
        if self._to_fold:
            return
        folded = self._folds and not self.empties.shown
        empty = [label for view in self._sections for label in view.fold(empty=folded, but=self._open)]
        self.empties.tell(empty if self._folds else ())
        self._chain()

    def _tell_facts(self) -> None:
        """What is read may be another value now, or none."""
        if self._reading:
            for box in self._boxes.values():
                box.tell()
            self._fold_empty()

    def _move(self, box: FieldBox, by: int) -> None:
        """The keyboard, from one fact to another."""
        seen = [each for each in self._boxes.values() if each.isVisible()]
        at = seen.index(box) + by
        if 0 <= at < len(seen):
            seen[at].inputs()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def take_keyboard(self) -> bool:
        """On the first field that is open: where the record is read, on its value; whether there is any in sight."""
        seen = [box for box in self._asked().values() if box.isVisible()]
        first = next((box for box in seen if not box.editor.read_only), next(iter(seen), None))
        if first is not None:
            first.inputs()[0].setFocus(
                Qt.FocusReason.OtherFocusReason if self._reading else Qt.FocusReason.TabFocusReason
            )
        return first is not None

    def focus_first(self) -> None:
        """Lead the keyboard into the first field that takes it."""
        for name, box in self._asked().items():
            if any(each.isEnabled() and not each.isHidden() for each in box.inputs()):
                if self._reading:
                    self.focus_field(name)
                else:
                    box.inputs()[0].setFocus(Qt.FocusReason.TabFocusReason)
                return

    def commit(self) -> None:
        """Count the field that is being typed in as left: before Ctrl+S, before closing."""
        for box in self._boxes.values():
            box.editor.commit()

    def _box(self, field: Field, view: SectionView) -> FieldBox:
        editor = make(field, self._around)
        box = self._made[field.name] = FieldBox(field, editor, view, self._called.get(field.name, ""))
        editor.edited.connect(lambda: self._tell_edited(field.name))
        editor.left.connect(box.show_trouble)
        editor.committed.connect(lambda: self.committed.emit(field.name))
        box.kept.connect(self._check_what_waits)
        box.opened.connect(lambda: QTimer.singleShot(0, box, lambda: self._show_box(box)))  # once it has its height
        box.moved.connect(lambda by: self._move(box, by))
        editor.chain_changed.connect(self._chain)
        editor.refused.connect(box.tell_refused)
        editor.removed.connect(self._offer_back)
        return box

    def _offer_back(self, told: str, put_back: Callable[[], None]) -> None:
        """Only into the record it was taken from."""
        shown = self._shown_record

        def back() -> bool:
            same = shiboken6.isValid(self) and self._shown_record == shown
            if same:
                put_back()
            return same

        self.removed.emit(told, back)

    def _tell_edited(self, name: str) -> None:
        if self._loading:
            return
        self._touched.add(name)
        self._follow_currencies()
        self._boxes[name].show_trouble()
        self._timer.start()
        self.edited.emit(name)

    def showEvent(self, event: QShowEvent) -> None:
        self.make_rest()
        super().showEvent(event)
        if self._touched:
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()  # what it would ask may be closed by then

    def _check_what_waits(self) -> None:
        if self._timer.isActive():
            self._check_now()

    def _check_now(self) -> None:
        self._timer.stop()
        found = self._check(self.values()) if self._check else ()
        own = self._own_problems()
        touched = [problem for problem in found if problem.field.partition(".")[0] in self._touched]
        unread = {problem.field for problem in own} | self._unreadable()
        self.show_problems([*own, *(problem for problem in touched if problem.field.partition(".")[0] not in unread)])

    def _own_problems(self) -> list[Problem]:
        troubles = ((name, box.editor.told_trouble()) for name, box in self._asked().items())
        return [Problem(name, trouble) for name, trouble in troubles if trouble is not None]

    def _half_typed(self) -> set[str]:
        return {name for name, box in self._boxes.items() if box.editor.is_half_typed()}

    def _being_typed(self) -> set[str]:
        """Fields whose text is not all in their value: nothing may be put in its place."""
        editors = ((name, box.editor) for name, box in self._boxes.items())
        return self._unreadable() | {name for name, one in editors if one.is_typing() or one.is_half_typed()}

    def _unreadable(self) -> set[str]:
        return {name for name, box in self._asked().items() if box.editor.trouble() is not None}

    def _asked(self) -> dict[str, FieldBox]:
        """Without fields that make no sense now: what is half typed there must not hold up what can be seen."""
        return {name: box for name, box in self._boxes.items() if not box.isHidden()}

    def _follow_currencies(self) -> None:
        for box in self._boxes.values():
            field, editor = box.field, box.editor
            if isinstance(field, Amount) and isinstance(editor, AmountEditor) and field.currency_field in self._boxes:
                editor.set_currency(self.value(field.currency_field) or field.currency)

    def _chain(self) -> None:
        """Tab goes in the order of the declarations, rows that came later included; a picture at their end stands beside all."""
        self._to_chain = self._held > 0
        if self._to_chain:
            return
        boxes = list(self._boxes.items())
        fields = len(boxes)
        while fields and isinstance(boxes[fields - 1][1].field, Picture):
            fields -= 1
        stops = [[*self._stops.get(name, ()), *box.inputs()] for name, box in boxes]
        ring = [*chain.from_iterable(stops[:fields]), self.empties, *chain.from_iterable(stops[fields:])]
        for before, after in pairwise(ring):
            if before.window() is after.window():
                QWidget.setTabOrder(before, after)

    @staticmethod
    def _has(record: Any, name: str) -> bool:
        return name in record if isinstance(record, Mapping) else hasattr(record, name)


def _of(record: Any, name: str) -> Any:
    return record.get(name) if isinstance(record, Mapping) else getattr(record, name, None)


def _told_apart(sections: Sequence[Section]) -> dict[str, str]:
    """What readers call fields whose label another one has had before: with the title of their section."""
    seen: set[str] = set()
    found = {}
    for section in sections:
        for field in section.fields:
            label = say(field.label)
            if label in seen and section.title is not None:
                found[field.name] = f"{say(section.title)}: {label}"
            seen.add(label)
    return found


def _sections(fields: Iterable[Field | Section]) -> list[Section]:
    """Fields outside a section make one without a title."""
    found: list[Section] = []
    for item in fields:
        if isinstance(item, Section):
            found.append(item)
        elif found and found[-1].title is None:
            found[-1] = dataclasses.replace(found[-1], fields=(*found[-1].fields, item))
        else:
            found.append(Section(None, (item,)))
    return found
