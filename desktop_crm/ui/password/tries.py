"""What is wrong with a password that was typed, and for how many seconds no other one is tried."""

from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import TellableError, WrongPasswordError
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import ntr, say, tr

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts

_TICK: Final = 200  # ms


class Tries(ProblemLabel):
    """A sentence beside the field; while it counts down, `seconds` is not 0."""

    counted = Signal()

    def __init__(self, attempts: "Attempts", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attempts = attempts
        self._sentence = ""
        self._told = 0
        self._timer = QTimer(self, interval=_TICK)
        self._timer.timeout.connect(self._tell)
        self._tell()

    @property
    def seconds(self) -> int:
        """Until the next try; not 0 for as long as a person still reads so."""
        return self._told or ceil(self._attempts.wait_seconds)

    def tell(self, sentence: str) -> None:
        """This is wrong; an empty one takes it back."""
        self._sentence = sentence
        self._tell()

    def refuse(self, error: Exception) -> None:
        """Say why it did not work; a wrong password is counted."""
        if isinstance(error, WrongPasswordError):
            self._attempts.failed()
        self.tell(self._words(error))

    def _words(self, error: Exception) -> str:
        if isinstance(error, WrongPasswordError):
            wrong, count = tr("This is neither the password nor the recovery key."), self._attempts.count
            counted = ntr("{n} wrong try so far.", "{n} wrong tries so far.", count)
            return wrong if count < 2 else f"{wrong} {counted}"
        return say(error.message) if isinstance(error, TellableError) else tr("It did not work. Try again.")

    def _tell(self) -> None:
        lines = [self._sentence] if self._sentence else []
        if seconds := ceil(self._attempts.wait_seconds):
            lines.append(ntr("You can try again in {n} second.", "You can try again in {n} seconds.", seconds))
            self._timer.start()
        else:
            self._timer.stop()
        self._told = seconds
        self.show_text("\n".join(lines), error=True)
        self.counted.emit()
