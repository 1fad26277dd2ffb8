"""Whether a line of a checklist is done."""

from typing import Any

from desktop_crm.model.check_item import DONE
from desktop_crm.model.message import msg
from desktop_crm.ui.form.choice_editor import FlagEditor
from desktop_crm.ui.form.fields import Flag


class DoneEditor(FlagEditor):
    """A box; the value is the line's mark."""

    leads = True

    def __init__(self) -> None:
        super().__init__(Flag("done", msg("Done")))
        self._value = self._kept = ""

    def clean(self, value: Any) -> Any:
        return DONE if value else ""

    def told(self) -> str:
        return "✓" if self._value else "□"

    def show_value(self) -> None:
        self._box.setChecked(bool(self._value))
