"""Which editor belongs to which field: the one table to add to for a new kind."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from desktop_crm.ui.form import fields
from desktop_crm.ui.form.choice_editor import ChoiceEditor, FlagEditor
from desktop_crm.ui.form.date_editor import DateEditor
from desktop_crm.ui.form.days import today
from desktop_crm.ui.form.editor import Editor, Latest
from desktop_crm.ui.form.many_editor import ManyEditor
from desktop_crm.ui.form.number_editor import AmountEditor, NumberEditor
from desktop_crm.ui.form.picture_editor import PictureEditor
from desktop_crm.ui.form.record_editor import RecordEditor
from desktop_crm.ui.form.text_editor import LongTextEditor, TextEditor


@dataclass(frozen=True)
class Surroundings:
    """What editors need of the program: background searches (None: searched at once) and the day."""

    latest: Latest | None = None
    today: Callable[[], date] = today


def make(field: fields.Field, around: Surroundings) -> Editor:
    """The editor of a field; KeyError for a kind nobody has put into the table."""
    return _MAKERS[type(field)](field, around)


_MAKERS: Final[Mapping[type[fields.Field], Callable[[Any, Surroundings], Editor]]] = MappingProxyType(
    {
        fields.Text: lambda field, _: LongTextEditor(field) if field.multiline else TextEditor(field),
        fields.Choice: lambda field, _: ChoiceEditor(field),
        fields.Flag: lambda field, _: FlagEditor(field),
        fields.Date: lambda field, around: DateEditor(field, around.today),
        fields.Number: lambda field, _: NumberEditor(field),
        fields.Percent: lambda field, _: NumberEditor(field),
        fields.Amount: lambda field, _: AmountEditor(field),
        fields.Record: lambda field, around: RecordEditor(field, around.latest),
        fields.Picture: lambda field, around: PictureEditor(field, around.latest),
        fields.Many: lambda field, around: ManyEditor(field, lambda part: make(part, around)),
        fields.Own: lambda field, _: field.make(),
    }
)
