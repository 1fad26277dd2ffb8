"""A sheet: what lies over the window for a moment, and keeps what is typed into it."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_crm.services.draft import Draft


class Sheet(QWidget):
    """Made with the desk, what it lies over, and the client whose page that shows; gone when it was closed."""

    def press_again(self) -> None:
        """Its key was pressed while it lies there."""

    def type_draft(self, draft: "Draft") -> None:
        """Go on with what was typed and not saved."""
        raise LookupError(draft)

    def leave_free(self, height: int) -> None:
        """So many px at its lower edge are the notes'."""

    def give_way(self) -> None:
        """What it lies over goes, or shows something else."""


def load_sheet(factory: str) -> Any:
    """What makes it, as `module:Class`."""
    module, name = factory.split(":")
    return getattr(import_module(module), name)
