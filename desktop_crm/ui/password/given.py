"""The first page of the password dialog: what is wished, and what it needs to be typed."""

from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QRadioButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.new_password import NewPassword
from desktop_crm.ui.password.present import PresentPassword

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts
    from desktop_crm.services.workspace import Session


class Wish(Enum):
    """What shall be done with the password."""

    GIVE = auto()
    CHANGE = auto()
    TAKE_OFF = auto()


class GivenPage(QWidget):
    """Shows only what the wish needs."""

    wish_changed = Signal()
    entered = Signal()

    def __init__(self, desk: Desk, attempts: "Attempts", lead: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._protected = desk.workspace.protected
        self.change = QRadioButton(tr("Change it"), self)
        self.take_off = QRadioButton(tr("Remove the password"), self)
        self.change.setChecked(True)
        self.change.toggled.connect(self._show)
        self.present = PresentPassword(attempts, self)
        known = (desk.workspace.name, *desk.read(_names))
        self.new = NewPassword(desk.jobs, lambda: known, self)
        self.present.entered.connect(self.entered)
        self.new.entered.connect(self.entered)
        self.meaning = PlainLabel(parent=self, wrap=True)
        self.forget = QPushButton(tr("Stop remembering it on this computer"), self)
        theme.mark(self.forget, "quiet")
        self.forget.setAutoDefault(False)
        self.forget.clicked.connect(self._forget)
        self.forget.hide()
        self.present_typed = self.new_typed = ""
        self._lay_out(lead)
        self._show()
        self._ask_key_ring()

    @property
    def wish(self) -> Wish:
        """What is chosen."""
        if not self._protected:
            return Wish.GIVE
        return Wish.TAKE_OFF if self.take_off.isChecked() else Wish.CHANGE

    def is_complete(self) -> bool:
        """Take what is typed; when something is missing, it is told beside its field."""
        self.present_typed = self.present.typed() if self._protected else ""
        if self._protected and not self.present_typed:
            return False
        self.new_typed = "" if self.wish is Wish.TAKE_OFF else self.new.password()
        return self.wish is Wish.TAKE_OFF or bool(self.new_typed)

    def refuse(self, error: Exception) -> None:
        """The present password was wrong."""
        self.present.refuse(error)

    def refuse_new(self, sentence: str) -> None:
        """The new one is not good enough."""
        self.present.accept()
        self.new.refuse(sentence)

    def clear(self) -> None:
        """Forget everything that was typed."""
        self.present.field.clear()
        self.new.clear()
        self.present_typed = self.new_typed = ""

    def take_keyboard(self) -> None:
        """To the first field that is empty."""
        if self._protected and not self.present.field.text():
            self.present.field.select()
        elif not self.new.isHidden():
            self.new.first.select()

    def _show(self) -> None:
        self.new.setVisible(self.wish is not Wish.TAKE_OFF)
        self.meaning.setText(_meaning(self.wish))
        self.wish_changed.emit()

    def _ask_key_ring(self) -> None:
        path = self._desk.workspace.path

        def work(_job: Job) -> bool:
            from desktop_crm.services.safety import protection

            return protection.can_remember() and protection.remembered(path) is not None

        if self._protected:
            self._desk.jobs.latest(
                ("key ring", id(self)), work, self.forget.setVisible, lambda _error: None, parent=self
            )

    def _forget(self) -> None:
        path = self._desk.workspace.path

        def work(_job: Job) -> None:
            from desktop_crm.services.safety.protection import forget

            forget(path)

        def done(_nothing: None) -> None:
            self.forget.hide()
            self._desk.notify.note(tr("Password no longer kept here. The next start asks for it."))

        self._desk.jobs.run(self, tr("Removing the kept password"), work, done)

    def _lay_out(self, lead: str) -> None:
        choice = QWidget(self)
        row = QHBoxLayout(choice)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_16)
        row.addWidget(self.change)
        row.addWidget(self.take_off)
        row.addStretch(1)
        row.addWidget(self.forget)
        choice.setVisible(self._protected)
        self.present.setVisible(self._protected)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_12)
        if lead:
            column.addWidget(PlainLabel(lead, self, wrap=True))
        for widget in (choice, self.meaning, self.present, self.new):
            column.addWidget(widget)
        column.addStretch(1)


def _names(session: "Session") -> tuple[str, ...]:
    """What a person who knows us would try first."""
    from desktop_crm.services import settings

    company = settings.company(session)
    names = (company.name, company.manager, company.signatory_name)
    return tuple(name for name in names if name)


def _meaning(wish: Wish) -> str:
    match wish:
        case Wish.GIVE:
            return tr(
                "With a password the file is encrypted: whoever finds or steals the laptop reads nothing. "
                "A forgotten password can't be found out; only the recovery key helps then."
            )
        case Wish.CHANGE:
            return tr("The file is encrypted anew. The recovery key becomes another one, too.")
        case Wish.TAKE_OFF:
            return tr(
                "The file will no longer be encrypted: whoever gets hold of it can read all clients, prices and notes. "
                "The window can't be locked any more, and new backups have no password either."
            )
