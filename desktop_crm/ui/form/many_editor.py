"""Editor of a list of small values: phones, e-mails, addresses, identifiers."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Choice, Field, Flag, Many, Width
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.privacy import privacy


class ManyEditor(Editor):
    """A tuple of dataclasses. Enter goes to the next row or makes one, Ctrl+Delete removes, Alt+↑ and Alt+↓ move."""

    def __init__(self, field: Many, make: Callable[[Field], Editor]) -> None:
        super().__init__()
        self._field = field
        self._make = make
        self._name = say(field.label)
        self.rows: list[_Row] = []  # from above to below, blank ones too
        self._spare: _Row | None = None
        self._gathers = False
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        self._place.setSpacing(6)
        self._add = QPushButton(icon("plus", "accent"), say(field.add))
        self._add.setAutoDefault(False)
        theme.mark(self._add, "quiet")
        self._add.clicked.connect(lambda: self.add_row().focus_first())
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        box.addLayout(self._place)
        box.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        self._value = self._kept = ()

    def clean(self, value: Any) -> tuple[Any, ...]:
        return tuple(value or ())

    def show_value(self) -> None:
        """Rows that are there stay: the keyboard may be in one of them while a save reloads the record."""
        if self._value == tuple(row.read() for row in self.rows if not row.is_blank()):
            return
        kept = [row for row in self.rows if not row.is_blank()][: len(self._value)]
        for row, item in zip(kept, self._value, strict=False):
            row.put(item)
        typing = [row for row in self.rows if row not in kept and row.is_blank() and row.has_focus()]
        for row in set(self.rows) - {*kept, *typing}:
            self._drop(row)
        self.rows = kept
        for item in self._value[len(kept) :]:
            self.rows.append(self._row(item, len(self.rows)))
        self.rows += typing
        self._changed_rows()

    def begin_as(self, blank: Any) -> None:
        """What a new row begins as from now on; the choices of all rows are asked for anew."""
        self._field = dataclasses.replace(self._field, blank=blank)
        for row in [*self.rows, *filter(None, [self._spare])]:
            row.begin_as(blank)

    def add_row(self, at: int | None = None) -> "_Row":
        """A blank row, at the end by default."""
        at = len(self.rows) if at is None else at
        row = self._row(self._field.blank, at)
        self.rows.insert(at, row)
        self._changed_rows()
        return row

    def told(self) -> str:
        """Each on a line of its own: what is typed, then of which kind it is."""
        return "\n".join(row.told_whole() for row in self.rows if not row.is_blank())

    def inputs(self) -> list[QWidget]:
        """All rows in order, then the button."""
        return [widget for row in self.rows for widget in row.inputs()] + [self._add]

    def draft(self) -> Any:
        return [dataclasses.asdict(row.read()) for row in self.rows if not row.is_blank()]

    def restore(self, draft: Any) -> None:
        self.take(tuple(dataclasses.replace(self._field.blank, **item) for item in draft))
        self.show_value()

    def trouble(self) -> Any:
        return next((why for row in self.rows if (why := row.trouble())), None)

    def is_typing(self) -> bool:
        return any(editor.is_typing() for row in self.rows for editor in row.editors.values())

    def tell_trouble(self) -> None:
        for row in self.rows:
            for editor in row.editors.values():
                editor.tell_trouble()

    def told_trouble(self) -> Any:
        return next(
            (why for row in self.rows for editor in row.editors.values() if (why := editor.told_trouble())), None
        )

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        self._add.setVisible(not read_only)
        for row in self.rows:
            row.set_read_only(read_only)

    def name_for_readers(self, name: str, hint: str = "") -> None:
        self._name = name
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self._changed_rows()

    def mark_invalid(self, invalid: bool) -> None:
        """The rows mark themselves."""

    def show_parts(self, problems: Sequence[Problem]) -> list[Problem]:
        """`0.number` belongs to the first row that counts."""
        counted = [row for row in self.rows if not row.is_blank()]
        placed: dict[int, list[Problem]] = {at: [] for at in range(len(counted))}
        rest = []
        for problem in problems:
            at, _, part = problem.field.partition(".")
            if at.isdecimal() and int(at) in placed:
                placed[int(at)].append(dataclasses.replace(problem, field=part))
            else:
                rest.append(problem)
        for row in self.rows:
            row.show_problems(placed[counted.index(row)] if row in counted else [])
        return rest

    def focus_part(self, path: str) -> None:
        at, _, part = path.partition(".")
        counted = [row for row in self.rows if not row.is_blank()]
        if at.isdecimal() and int(at) < len(counted):
            counted[int(at)].focus(part)
        elif at and not at.isdecimal():
            self._row_of(at).focus(part)
        elif self.rows:
            self.rows[0].focus_first()
        elif self.read_only:
            self._add.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.add_row().focus_first()

    def _row_of(self, kind: str) -> "_Row":
        """The row for what is of this kind: one that is there, else a blank one, else a new one."""
        found = next((row for row in self.rows if not row.is_blank() and row.read().kind == kind), None)
        if found is None:
            found = next((row for row in self.rows if row.is_blank()), None) or self.add_row()
            found.put(dataclasses.replace(found.read(), kind=kind))
        return found

    def commit(self) -> None:
        """The cell that is being typed in counts as left, too: Esc must not take back what was saved."""
        for row in self.rows:
            for editor in row.editors.values():
                editor.commit()
        super().commit()

    def gather(self, *, on: bool) -> None:
        """While on, all that is typed counts as one change, which `commit` keeps and `take_back` undoes."""
        self._gathers = on

    def take_back(self) -> bool:
        """What was gathered, offered back where it was more than a word; else single cells alone are taken back with Esc."""
        blank = any(row.is_blank() for row in self.rows)
        typed, kept = self._value, self._kept
        if not self._gathers or (typed == kept and not blank and self.trouble() is None):
            return False
        self._add.setFocus(Qt.FocusReason.OtherFocusReason)  # or Qt leads the keyboard on as Tab does
        self._value = kept
        rows, self.rows = self.rows, self.rows[: len(kept)]
        for row in rows[len(kept) :]:
            self._drop(row)
        for row, item in zip(self.rows, kept, strict=False):
            row.put(item)
        for item in kept[len(self.rows) :]:
            self.rows.append(self._row(item))
        self._changed_rows()
        self.edited.emit()
        if _is_much(typed, kept):
            told = tr("{field}: undone, as they were before.", field=self._name)
            self.removed.emit(told, lambda: self._type_again(typed))
        return True

    def _type_again(self, typed: tuple[Any, ...]) -> None:
        if not self.read_only:
            self.take(typed)
            self.show_value()
            self._settle()

    def focus_wrong(self) -> None:
        """The first row with an error, if one has."""
        wrong = next((row for row in self.rows if row.is_wrong()), None)
        if wrong is not None:
            wrong.focus_wrong()

    def _settle(self) -> None:
        """Something is done with it, or with a part of it."""
        if not self._gathers:
            self.commit()

    def remove(self, row: "_Row") -> None:
        """Take a row out; the focus goes to its neighbour, and what stood there can be put back."""
        at = self.rows.index(row)
        item = None if row.is_blank() else row.read()
        told = row.told()
        self.rows.remove(row)
        self._drop(row)
        self._changed_rows()
        self._read()
        if self.rows:
            self.rows[min(at, len(self.rows) - 1)].focus_first()
        else:
            self._add.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._settle()
        if item is not None:
            self.removed.emit(tr("{what} removed.", what=privacy.veil(told)), lambda: self._put_back(at, item))

    def _put_back(self, at: int, item: Any) -> None:
        if item not in self._value and not self.read_only:  # Ctrl+Z may have done it
            at = min(at, len(self.rows))
            self.rows.insert(at, self._row(item, at))
            self._changed_rows()
            self._read()
            self._settle()

    def move_row(self, row: "_Row", by: int) -> None:
        """Change places with a neighbour; the keyboard stays where it is."""
        at = self.rows.index(row)
        to = at + by
        if 0 <= to < len(self.rows):
            self.rows.insert(to, self.rows.pop(at))
            self._place.removeWidget(row)
            self._place.insertWidget(to, row)
            self._changed_rows()
            self._read()
            self._settle()

    def next_row(self, row: "_Row") -> None:
        """Enter: the row below, a new one after the last, none after a blank one."""
        at = self.rows.index(row)
        if at + 1 < len(self.rows):
            self.rows[at + 1].focus_first()
        elif not row.is_blank():
            self.add_row().focus_first()

    def make_spare(self) -> None:
        """A row for the first value that is shown, before it is."""
        if self._spare is None and not self.rows:
            self._spare = self._made_row(self._field.blank)
            self._spare.hide()

    def _row(self, item: Any, at: int | None = None) -> "_Row":
        row, self._spare = self._spare, None
        if row is None:
            row = self._made_row(item)
        else:
            row.put(item)
        row.set_read_only(self.read_only)
        self._place.insertWidget(self._place.count() if at is None else at, row)
        row.setVisible(True)  # the layout would do it later, and Tab passes over what is not seen yet
        return row

    def _made_row(self, item: Any) -> "_Row":
        row = _Row(self, self._field, item, self._make)
        for editor in row.editors.values():
            editor.edited.connect(self._read)
            editor.committed.connect(self._settle)
            editor.left.connect(self.left)
        return row

    def _drop(self, row: "_Row") -> None:
        self._place.removeWidget(row)
        row.hide()
        row.deleteLater()

    def _read(self) -> None:
        self.take(tuple(row.read() for row in self.rows if not row.is_blank()))

    def _changed_rows(self) -> None:
        for number, row in enumerate(self.rows, 1):
            row.name_for_readers(self._name, number)
        self.chain_changed.emit()


_TYPED: Final = 180  # px for what is typed, with what removes it


class _Row(QWidget):
    """The editors of one value beside each other."""

    def __init__(self, many: ManyEditor, field: Many, item: Any, make: Callable[[Field], Editor]) -> None:
        super().__init__(many)  # put there later, Qt would look at all that is in it
        self._many = many
        self._field = field
        self._item = item
        self._wrong: set[str] = set()
        self.editors: dict[str, Editor] = {}
        lines = QVBoxLayout()
        lines.setSpacing(4)
        line = self._first = QHBoxLayout()
        for part in field.fields:
            if part.name in field.breaks:
                lines.addLayout(line)
                line = QHBoxLayout()
            line.setSpacing(6)
            editor = self.editors[part.name] = make(part)
            editor.set_value(getattr(item, part.name))
            if part.width is Width.SHORT:
                editor.setFixedWidth(_room(editor))
            line.addWidget(editor, 0 if part.width is Width.SHORT else 3 if part.width is Width.WIDE else 2)
            for widget in editor.inputs():
                widget.installEventFilter(self)
        lines.addLayout(line)
        self._remove = QToolButton()
        self._remove.setIcon(icon("x"))
        self._remove.setToolTip(tr("Remove (Ctrl+Delete)"))
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # nobody types on a button that removes
        self._remove.clicked.connect(lambda: many.remove(self))
        self._problem = ProblemLabel()
        across = QHBoxLayout()
        across.setSpacing(4)
        across.addLayout(lines, 1)
        across.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addLayout(across)
        box.addWidget(self._problem)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Parts stand below each other where what is typed would have no room beside what is chosen."""
        super().resizeEvent(event)
        chosen = [self.editors[part.name] for part in self._field.fields if part.width is Width.SHORT]
        cramped = not self._field.breaks and event.size().width() < sum(each.width() for each in chosen) + _TYPED
        way = QBoxLayout.Direction.TopToBottom if cramped and chosen else QBoxLayout.Direction.LeftToRight
        if self._first.direction() != way:
            self._first.setDirection(way)

    def put(self, item: Any) -> None:
        """Show another value; editors that show it already are left alone."""
        self._item = item
        for name, editor in self.editors.items():
            if editor.trouble() is not None or editor.value() != editor.clean(getattr(item, name)):
                editor.set_value(getattr(item, name))

    def begin_as(self, blank: Any) -> None:
        """Other choices; a row in which nothing is typed yet becomes a new one."""
        for part in self._field.fields:
            editor = self.editors[part.name]
            if isinstance(editor, ChoiceEditor):
                editor.refill()
                if part.width is Width.SHORT:
                    editor.setFixedWidth(_room(editor))
        if self.is_blank():
            self.put(blank)

    def inputs(self) -> list[QWidget]:
        return [widget for editor in self.editors.values() for widget in editor.inputs()]

    def has_focus(self) -> bool:
        """Whether the keyboard is in this row."""
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def read(self) -> Any:
        """What is typed, over what is not shown."""
        return dataclasses.replace(self._item, **{name: editor.value() for name, editor in self.editors.items()})

    def told(self) -> str:
        """The first text in it, as it is shown."""
        texts = (
            one.text() for editor in self.editors.values() for one in editor.inputs() if isinstance(one, QLineEdit)
        )
        return next((text.strip() for text in texts if text.strip()), "")

    def told_whole(self) -> str:
        """All of it in one line."""
        kinds = [part.name for part in self._field.fields if isinstance(part, Choice)]
        words = [editor.told() for name, editor in self.editors.items() if name not in kinds and not editor.leads]
        first = [editor.told() for editor in self.editors.values() if editor.leads]
        told = " ".join([*first, ", ".join(word for word in words if word)])
        return " · ".join([told, *filter(None, (self.editors[name].told() for name in kinds))])

    def is_blank(self) -> bool:
        """No text in it: a kind alone says nothing."""
        told = [part.name for part in self._field.fields if not isinstance(part, Choice | Flag)]
        return not any(self.editors[name].value() for name in told) and self.trouble() is None

    def trouble(self) -> Any:
        return next((why for editor in self.editors.values() if (why := editor.trouble())), None)

    def set_read_only(self, read_only: bool) -> None:
        self._remove.setVisible(not read_only)
        for editor in self.editors.values():
            editor.set_read_only(read_only)

    def name_for_readers(self, name: str, number: int) -> None:
        for part in self._field.fields:
            self.editors[part.name].name_for_readers(f"{name} {number}: {say(part.label)}")
        self._remove.setAccessibleName(tr("Remove {what}", what=f"{name} {number}"))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Below the row, the field itself marked."""
        self._wrong = {problem.field for problem in problems if problem.severity is Severity.ERROR}
        for name, editor in self.editors.items():
            editor.mark_invalid(name in self._wrong)
        self._problem.show_problems(problems)

    def is_wrong(self) -> bool:
        """Whether an error is told of it."""
        return bool(self._wrong)

    def focus_wrong(self) -> None:
        """The first part with one."""
        self.focus(next((name for name in self.editors if name in self._wrong), ""))

    def focus(self, part: str) -> None:
        """The part's editor, or the first one that is typed into."""
        if part in self.editors:
            self.editors[part].focus_part("")
        else:
            self.focus_first()

    def focus_first(self) -> None:
        """Where one types: a kind is right as it stands more often than not."""
        typed = [part.name for part in self._field.fields if not isinstance(part, Choice | Flag)]
        texts = typed or list(self.editors)
        self.editors[texts[0]].focus_part("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or self._many.read_only:
            return False
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not modifiers and not watched.inherits("QPlainTextEdit"):
                self._many.next_row(self)
            case Qt.Key.Key_Delete if modifiers == Qt.KeyboardModifier.ControlModifier:
                self._many.remove(self)
            case Qt.Key.Key_Up | Qt.Key.Key_Down if modifiers == Qt.KeyboardModifier.AltModifier:
                self._many.move_row(self, -1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                return False
        return True


def _room(editor: Editor) -> int:
    """The width in px of a short part."""
    return editor.room_for_longest() if isinstance(editor, ChoiceEditor) else 104


def _is_much(typed: tuple[Any, ...], kept: tuple[Any, ...]) -> bool:
    """Whether a row, or more than one part of one, is another."""
    if len(typed) != len(kept):
        return True
    pairs = [(dataclasses.astuple(one), dataclasses.astuple(other)) for one, other in zip(typed, kept, strict=True)]
    return sum(bool(part != other) for one, two in pairs for part, other in zip(one, two, strict=True)) > 1
