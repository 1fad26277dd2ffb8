"""An editor of several of a few choices, as boxes to tick."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QCheckBox

from desktop_crm.model.listing import Choice
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.i18n import say
from desktop_crm.ui.table.flow import Flow


class CheckListEditor(Editor):
    """The value is the list of ticked codes in the order of the choices; codes that are no choice stay."""

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self.boxes = {choice.code: QCheckBox(say(choice.title)) for choice in choices}
        place = Flow()
        for box in self.boxes.values():
            place.add(box)
            box.clicked.connect(self._clicked)
        self.fill(place)
        self.watch(*self.boxes.values())
        self._value = self._kept = []

    def clean(self, value: Any) -> list[str]:
        return list(value or ())

    def show_value(self) -> None:
        for code, box in self.boxes.items():
            box.setChecked(code in self._value)

    def told(self) -> str:
        return ", ".join(box.text() for box in self.boxes.values() if box.isChecked())

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        for box in self.boxes.values():
            box.setEnabled(not read_only)

    def name_for_readers(self, name: str, hint: str = "") -> None:
        for box in self.boxes.values():
            box.setAccessibleName(f"{name}: {box.text()}")
            box.setAccessibleDescription(hint)

    def _clicked(self) -> None:
        other = [code for code in self._value if code not in self.boxes]
        self.take([code for code, box in self.boxes.items() if box.isChecked()] + other)
        self.commit()
