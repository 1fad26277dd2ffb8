"""What notes lie on in the window: the screen, or the sheet for calls over it; above the status line."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell


class NoteGround:
    """Of one window."""

    def __init__(self, shell: "Shell") -> None:
        self._shell = shell

    def pane(self) -> QWidget:
        """What is worked in now."""
        return self._shell.open_sheet() or self._shell.frame.stack

    def bottom(self) -> int:
        """The upper edge of the status line, while there is one."""
        frame = self._shell.frame
        height = frame.height() - (frame.status.height() if frame.status.isVisible() else 0)
        return frame.mapTo(self._shell, QPoint(0, height)).y()

    def make_room(self, height: int) -> None:
        """Between screen and status line; the sheet leaves it free, too."""
        frame, sheet = self._shell.frame, self._shell.open_sheet()
        frame.make_room(height)
        if sheet is not None:
            sheet.leave_free(height + frame.status.height() if height else 0)
