"""What is typed into each kind of field, and what its value must be then."""

import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Choice, Date, Field, Flag, Many, Number, Own, Percent, Picture, Record, Text
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.people.check_list import CheckListEditor
from desktop_crm.ui.people.number_editors import IdentifierEditor, PhoneEditor
from tests.keys.seat import Seat
from tests.ui.fields import box_of

#: Texts that must look like something to be saved.
_TEXTS = {
    "email": "u7@a.id",
    "address": "u@a.id",
    "npwp": "0123456789012345",
    "nib": "1234567890123",
    "phone": "+62215550107",
    "time": "10:42",
}
_FIRST_DAY = date(2027, 3, 1)


def type_form(seat: Seat, form: RecordForm, skip: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Type over every field that can be seen; what each of them must hold then, by name."""
    expected: dict[str, Any] = {}
    for number, name in enumerate(form.values()):
        box = box_of(form, name)
        if name in skip or not box.isVisibleTo(form.window()) or box.editor.read_only:
            continue
        box.edit()  # as F2 or a click does where it is read first
        for value in _type(seat, box.editor, box.field, number):
            expected[name] = value
    return expected


def compare(where: str, form: RecordForm, expected: dict[str, Any]) -> list[str]:
    """A sentence for each field that holds something else."""
    return [
        f"{where}, {name}: {value!r} was typed, {form.value(name)!r} is there"
        for name, value in expected.items()
        if form.value(name) != value
    ]


def _type(seat: Seat, editor: Editor, field: Field, number: int) -> Iterator[Any]:
    """Nothing for what nobody types into."""
    match field:
        case Picture() | Record():
            return
        case Many():
            assert isinstance(editor, ManyEditor)
            yield _type_row(seat, editor, field, number)
        case Own() if isinstance(editor, CheckListEditor):
            yield _tick_first(seat, editor)
        case Own() if not isinstance(editor, PhoneEditor | IdentifierEditor):
            return
        case Choice():
            yield _choose(seat, editor)
        case Flag():
            box = _enter(editor)
            assert isinstance(box, QCheckBox)
            before = box.isChecked()
            seat.press("Space")
            yield not before
        case _:
            text, value = _written(field, editor, number)
            _enter(editor)
            seat.press("Ctrl+A")
            for at, line in enumerate(text.split("\n")):
                if at:
                    seat.press("Return")
                seat.type(line)
            yield value


def _written(field: Field, editor: Editor, number: int) -> tuple[str, Any]:
    match field:
        case Date():
            day = _FIRST_DAY + timedelta(days=number)
            return f"{day.day}/{day.month}/{day.year}", day
        case Percent():
            return f"{number % 9}.5", Decimal(f"{number % 9}.5")
        case Number():
            return f"1{number:02}", Decimal(100 + number)
        case Text(multiline=True):
            return f"U {number}\nj", f"U {number}\nj"
        case _ if isinstance(editor, PhoneEditor):
            return f"0812 3456 78{number:02}", f"+62812345678{number:02}"
        case _ if isinstance(editor, IdentifierEditor):
            return f"01234567890123{number:02}", f"01234567890123{number:02}"
        case _:
            text = _TEXTS.get(field.name, f"U {number}j")
            return text, text


def _type_row(seat: Seat, editor: ManyEditor, field: Many, number: int) -> tuple[Any, ...]:
    """One more row, added by its button, or the blank one that waits."""
    before = editor.value()
    rows = editor.rows
    if rows and rows[-1].is_blank():
        rows[-1].focus_first()
    else:
        editor.inputs()[-1].setFocus(Qt.FocusReason.TabFocusReason)
        seat.press("Space")
    row = editor.rows[-1]
    begun = row.read()  # its kind goes by what was typed before: abroad other numbers are asked for
    parts: dict[str, Any] = {}
    for at, part in enumerate(field.fields):
        if isinstance(part, Choice):
            continue
        text, value = _written(part, row.editors[part.name], number + at)
        row.editors[part.name].focus_part("")
        seat.type(text)
        parts[part.name] = value
    return (*before, dataclasses.replace(begun, **parts))


def _tick_first(seat: Seat, editor: CheckListEditor) -> list[str]:
    before, code = editor.value(), next(iter(editor.boxes))
    _enter(editor)
    seat.press("Space")
    ticked = {*before} ^ {code}
    return [each for each in editor.boxes if each in ticked]


def _choose(seat: Seat, editor: Editor) -> Any:
    box = _enter(editor)
    assert isinstance(box, QComboBox)
    last = box.count() - 1
    wanted = box.currentIndex() + (1 if box.currentIndex() < last else -1 if last > 0 else 0)
    if wanted != box.currentIndex():
        seat.press("Down" if wanted > box.currentIndex() else "Up")
    return box.itemData(wanted)


def _enter(editor: Editor) -> QWidget:
    widget = editor.inputs()[0]
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    return widget
