"""Give the workspace a password, change it, or take it off; then the recovery key is offered on paper."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QWidget

from desktop_crm.model.errors import TellableError, UserError, WrongPasswordError
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.desk.underway import Underway
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.password.after import AfterPage, Since
from desktop_crm.ui.password.given import GivenPage, Wish

if TYPE_CHECKING:
    from desktop_crm.services.safety.protection import Attempts


class PasswordDialog(NarrowDialog):
    """What *Password…* opens. The file is written anew meanwhile; until that is done, the old one stays."""

    def __init__(self, desk: Desk, attempts: "Attempts", parent: QWidget | None = None, *, lead: str = "") -> None:
        super().__init__(tr("Password"), parent)
        self._desk = desk
        self._rewriting: Underway | None = None
        self.page = GivenPage(desk, attempts, lead, self)
        self.page.wish_changed.connect(self._name_button)
        self.page.entered.connect(self.go_on)
        self.says = PlainLabel(parent=self, wrap=True)
        theme.mark(self.says, "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(tr("Progress"))
        self.bar.hide()
        self.says.hide()
        self.stop = QPushButton(tr("Cancel"), self)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.reject)
        self.go = QPushButton(self)
        self.go.setDefault(True)
        self.go.clicked.connect(self.go_on)
        self._lay_out()
        self._name_button()
        self.page.take_keyboard()
        desk.destroyed.connect(self.close)

    def go_on(self) -> None:
        """Do what is wished, if all that it needs is typed."""
        if self._rewriting is not None or not self.page.is_complete():
            return
        wish, present, password = self.page.wish, self.page.present_typed, self.page.new_typed
        workspace = self._desk.workspace

        def work(job: Job) -> None:
            from desktop_crm.services.safety import protection
            from desktop_crm.services.safety.present_password import refuse_wrong

            refuse_wrong(workspace, present)
            if password:
                protection.refuse_weak(password, password)
            was_remembered = protection.can_remember() and protection.remembered(workspace.path) is not None
            workspace.protect(password, job.progress)
            if was_remembered and password:
                protection.remember(workspace.path, password)
            elif was_remembered:
                protection.forget(workspace.path)

        self._rewriting = Underway(self._desk.jobs, _doing(wish), work, self)
        self._rewriting.progress.connect(self._show_progress)
        self._rewriting.done.connect(lambda: self._done(wish))
        self._rewriting.failed.connect(self._failed)
        self._rewriting.cancelled.connect(lambda: self._stand_still(tr("Cancelled. The workspace is as it was.")))
        self._show_progress(0, 0)
        self.bar.show()
        self.page.setEnabled(False)
        self.go.setEnabled(False)
        self.stop.setFocus()

    def reject(self) -> None:
        """Close, or stop the writing."""
        if self._rewriting is not None:
            self._rewriting.cancel()
            self.says.setText(tr("Stopping…"))
            return
        self.page.clear()
        super().reject()

    def _show_progress(self, number: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(number)
        self.says.show()
        self.says.setText(tr("The workspace is being written anew. You can go on reading meanwhile."))

    def _done(self, wish: Wish) -> None:
        self._stand_still("")
        self.page.clear()
        self._desk.actions.refresh()
        self._desk.notify.note(_told(wish), tone=Tone.ATTENTION if wish is Wish.TAKE_OFF else Tone.GOOD)
        if wish is Wish.TAKE_OFF:
            self.accept()
            return
        after = AfterPage(self._desk, Since.BEFORE if wish is Wish.CHANGE else Since.NOW, self)
        self.page.hide()
        self.lines.insertWidget(0, after)
        self.go.hide()
        self.stop.setText(tr("Close"))
        after.offer.print.setFocus()

    def _failed(self, error: Exception) -> None:
        self._stand_still("")
        if isinstance(error, WrongPasswordError):
            self.page.refuse(error)
        elif isinstance(error, UserError):
            self.page.refuse_new(say(error.message))
        elif isinstance(error, TellableError):
            self.says.setText(say(error.message))
            self.says.show()
        else:
            self._desk.notify.error(error)

    def _stand_still(self, says: str) -> None:
        self._rewriting = None
        self.bar.hide()
        self.page.setEnabled(True)
        self.go.setEnabled(True)
        self.says.setText(says)
        self.says.setVisible(bool(says))
        self.page.take_keyboard()

    def _name_button(self) -> None:
        names = {
            Wish.GIVE: tr("Protect the workspace"),
            Wish.CHANGE: tr("Change the password"),
            Wish.TAKE_OFF: tr("Remove the password"),
        }
        self.go.setText(names[self.page.wish])

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        for widget in (self.page, self.bar, self.says):
            self.lines.addWidget(widget)
        self.lines.addLayout(foot)


def _doing(wish: Wish) -> str:
    return tr("Removing the password") if wish is Wish.TAKE_OFF else tr("Protecting the workspace")


def _told(wish: Wish) -> str:
    match wish:
        case Wish.GIVE:
            return tr("Workspace protected. It opens with the password only.")
        case Wish.CHANGE:
            return tr("Password and recovery key changed.")
        case Wish.TAKE_OFF:
            return tr("Password removed. Whoever has the file can read it.")
