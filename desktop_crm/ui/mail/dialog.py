"""The sheet for mails: what was found in them, whose unknown senders are, and *Keep*. Closing it keeps nothing."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.services import mail
from desktop_crm.services.mail import Choice, Look, Owner, Result, State
from desktop_crm.services.workspace import entry_of
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.underway import Underway
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.importing.rows import RowsView
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.mail.strangers import Strangers

_SIZE: Final = QSize(1040, 640)
_TITLES: Final = (msg("File"), msg("Becomes"), msg("Subject"), msg("From or to"), msg("When"))
_BECOMES: Final = 1


class Kept(NamedTuple):
    """What was kept, and by which action."""

    result: Result
    entry_id: int | None


class MailDialog(QDialog):
    """Reads `paths` at once; `of` is the client, and the contact, on whose page they were dropped, `about` the paper of that page."""

    def __init__(
        self,
        desk: Desk,
        paths: Sequence[Path],
        of: tuple[int, int | None] | None,
        parent: QWidget | None = None,
        about: str = "",
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self._about = about
        self._looks: list[Look] = []
        self._work: Underway | None = None
        self._is_given = of is not None
        self.setWindowTitle(tr("Keep mails"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.counts = PlainLabel(parent=self, wrap=True)
        self.rows = RowsView(tr("Mails"), self)
        self.strangers = Strangers(desk, self)
        self.strangers.changed.connect(self._name_button)
        self.says = QLabel(self)
        theme.mark(self.says, "muted")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(220)
        self.bar.setAccessibleName(tr("Progress"))
        self.stop = QPushButton(tr("Cancel"), self)
        self.stop.setAutoDefault(False)
        self.stop.clicked.connect(self.reject)
        self.go = QPushButton(self)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.keep)
        self.go.hide()
        self._lay_out()
        self._read(list(paths), of)

    def keep(self) -> None:
        """All that are somebody's, in one action."""
        if self._work is not None or not self.go.isEnabled():
            return
        looks, choices, workspace, about = self._looks, self._choices(), self.desk.workspace, self._about
        message = mail.told([look for look in looks if self._is_kept(look)])

        def work(job: Job) -> Kept:
            with workspace.write(message) as session:
                result = mail.keep(session, looks, choices, job.progress, about)
            return Kept(result, entry_of(session))

        self._begin(say(message), work, self._kept)

    def reject(self) -> None:
        """Close, or stop what goes on."""
        if self._work is None:
            super().reject()
            return
        self._work.cancel()
        self.says.setText(tr("Stopping…"))

    # Reading

    def _read(self, paths: list[Path], whom: tuple[int, int | None] | None) -> None:
        workspace = self.desk.workspace

        def work(job: Job) -> list[Look]:
            of = None if whom is None else _owner(self.desk, whom[0])
            return mail.look(workspace, paths, job.progress, of=of)

        self._begin(tr("Reading mails"), work, self._found)

    def _found(self, looks: list[Look]) -> None:
        self._end("")
        self._looks = looks
        self.counts.setText(_counts(looks))
        self.strangers.show_looks([look for look in looks if look.state is State.UNKNOWN], take=self._is_given)
        self._show_rows()
        self.go.show()
        self.go.setDefault(True)
        self._name_button()
        (self.strangers.first() or self.go).setFocus()

    def _show_rows(self) -> None:
        looks = self._looks
        self.rows.rows.show(
            _TITLES, len(looks), lambda row: self._line(looks[row]), lambda row, column: self._tint(looks[row], column)
        )
        self.rows.fit()

    def _line(self, look: Look) -> tuple[object, ...]:
        who = look.partner.name or look.partner.address
        when = look.mail.moment if look.mail.moment is not None else ""
        return look.path.name, self._becomes(look), look.mail.subject, who, when

    def _becomes(self, look: Look) -> Message | str:
        if look.state is State.BROKEN:
            return look.problems[0]
        if look.state is State.KNOWN:
            return msg("Here already")
        if look.owner is not None:
            name = look.owner.contact or look.owner.client
            return msg("Email to {name}", name=name) if look.is_ours else msg("Email from {name}", name=name)
        return msg("Of a new contact") if look.key in self._choices() else msg("Left out")

    def _tint(self, look: Look, column: int) -> str:
        if column != _BECOMES:
            return ""
        return {State.BROKEN: "danger", State.KNOWN: "muted"}.get(look.state, "" if self._is_kept(look) else "muted")

    # Keeping

    def _choices(self) -> dict[str, Choice]:
        return {key: Choice(client_id) for key, client_id in self.strangers.chosen().items()}

    def _is_kept(self, look: Look) -> bool:
        return look.owner is not None or (look.state is State.UNKNOWN and look.key in self._choices())

    def _name_button(self) -> None:
        n = sum(map(self._is_kept, self._looks))
        self.go.setText(ntr("Keep {n} mail", "Keep {n} mails", n))
        self.go.setEnabled(n > 0 and self._work is None)
        self.rows.viewport().update()

    def _kept(self, kept: Kept) -> None:
        self._end("")
        self.accept()
        result = kept.result
        n = len(result.kept)
        self.desk.tell_now(
            NowTrue(msg("{thing} kept."), msg("1 mail") if n == 1 else msg("{n} mails", n=n)), kept.entry_id
        )
        broken = {look.path for look in self._looks if look.state is State.BROKEN}
        for look in result.broken:
            if look.path not in broken:  # it could be read before
                self.desk.notify.error(UserError(mail.sentence(look)))

    # Work

    def _begin(self, title: str, work: Callable[[Job], Any], done: Callable[[Any], None]) -> None:
        self._work = Underway(self.desk.jobs, title, work, self)
        self._work.progress.connect(self._show_progress)
        self._work.done.connect(done)
        self._work.failed.connect(self._failed)
        self._work.cancelled.connect(self._cancelled)
        self._show_progress(0, 0)
        self.bar.show()
        self.rows.setEnabled(False)
        self.strangers.setEnabled(False)
        self.go.setEnabled(False)

    def _end(self, says: str) -> None:
        self._work = None
        self.bar.hide()
        self.rows.setEnabled(True)
        self.strangers.setEnabled(True)
        self.says.setText(says)

    def _show_progress(self, number: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(number)
        self.says.setText(tr("{n} of {total}", n=number, total=total) if total else tr("Reading…"))

    def _failed(self, error: Exception) -> None:
        self._end(tr("Nothing was written."))
        self._name_button()
        if isinstance(error, UserError | WorldError):
            self.says.setText(say(error.message))
        else:
            self.desk.notify.error(error)

    def _cancelled(self) -> None:
        self._end(tr("Cancelled. Nothing was written."))
        if self._looks:
            self._name_button()
        else:
            super().reject()

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_12)
        foot.addWidget(self.bar)
        foot.addWidget(self.says, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.go)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_16)
        column.setSpacing(theme.PAD_12)
        column.addWidget(self.counts)
        column.addWidget(self.strangers)
        column.addWidget(self.rows, 1)
        column.addLayout(foot)
        parent = self.parentWidget()
        room = parent.size() - QSize(40, 40) if parent is not None and parent.isVisible() else _SIZE
        self.resize(_SIZE.boundedTo(room))


def _owner(desk: Desk, client_id: int) -> Owner | None:
    from desktop_crm.services.who import known

    who = known(desk.workspace, client_id)
    return None if who is None else Owner(client_id, who.client, None, "")


def _counts(looks: Sequence[Look]) -> str:
    n = {state: sum(look.state is state for look in looks) for state in State}
    told = {
        State.MATCHED: ntr("{n} mail is a client's", "{n} mails are clients'", n[State.MATCHED]),
        State.KNOWN: ntr("{n} is here already", "{n} are here already", n[State.KNOWN]),
        State.UNKNOWN: ntr("{n} is of somebody unknown", "{n} are of people unknown", n[State.UNKNOWN]),
        State.BROKEN: ntr("{n} can't be read", "{n} can't be read", n[State.BROKEN]),
    }
    return " · ".join(text for state, text in told.items() if n[state])
