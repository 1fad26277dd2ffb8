"""What became of the file while it is open, and how it was left when it was opened: told in a note that stays."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from desktop_crm.model.message import Message
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import say, tr

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk


class Whereabouts(QObject):
    """Of one desk's file. What is told in any thread is heard in the window's."""

    moved = Signal()  # the file has another name now, perhaps
    _told = Signal(object)

    def __init__(self, desk: "Desk") -> None:
        super().__init__(desk)
        self._desk = desk
        self._told.connect(self._tell)
        self._unhear = desk.workspace.hear(self._told.emit)

    def tell_how_it_was_left(self) -> None:
        """Once, when it was opened."""
        found = self._desk.workspace.cut_short()
        if found is not None:
            self._note(found)

    def close(self) -> None:
        """Hear nothing more."""
        self._unhear()

    def _tell(self, message: Message) -> None:
        self._note(message)
        self.moved.emit()

    def _note(self, message: Message) -> None:
        folder = QUrl.fromLocalFile(str(self._desk.workspace.path.parent))
        show = (tr("Show the folder"), lambda: QDesktopServices.openUrl(folder))
        self._desk.notify.note(say(message), tone=Tone.ATTENTION, action=show, stays=True)
