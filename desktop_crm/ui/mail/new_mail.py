"""The sheet for a new mail: to whom, about what; it is opened in the mail program, and kept as what happened."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_crm.model.activity import ActivityKind
from desktop_crm.model.listing import Choice as ListedChoice
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.problem import Problem
from desktop_crm.services import activity, mail
from desktop_crm.services.mail import Written
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.narrow import NarrowDialog
from desktop_crm.ui.form.fields import Choice, Section, Text, Width
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme

_FIRST: Final = "0"


class NewMail(NarrowDialog):
    """`client_id` is whom it goes to, `contact_id` who there, `about` an order or a contract: `order:7`."""

    def __init__(
        self, desk: Desk, client_id: int, contact_id: int | None = None, about: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(tr("New mail"), parent)
        self._desk = desk
        self._client_id = client_id
        self._people = desk.read(lambda session: mail.whom(session, client_id, contact_id))
        papers = desk.read(lambda session: activity.abouts(session, client_id, about))
        addresses = [ListedChoice(str(at), _told(person)) for at, (person, _) in enumerate(self._people)]
        fields = (
            Choice("to", msg("Recipient"), addresses, width=Width.WIDE),
            Text("subject", msg("Subject"), width=Width.WIDE, sensitive=True, required=True),
            Text("text", msg("Text"), multiline=True, lines=8, width=Width.WIDE, sensitive=True),
            Choice("about", msg("About"), papers, optional=True, width=Width.WIDE),
        )
        self.form = RecordForm((Section(None, fields),), self)
        self.go = QPushButton(tr("Open in the mail program"), self)
        self.go.setToolTip("Ctrl+Enter")
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.write)
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setAutoDefault(False)
        self.cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.go)
        self.lines.addWidget(self.form)
        self.lines.addLayout(foot)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.write)
        known = about if about in {each.code for each in papers} else ""
        self.form.load({"to": _FIRST, "subject": "", "text": "", "about": known})
        self.form.focus_field("subject")

    def written(self) -> Written:
        """As it is typed."""
        values = self.form.values()
        person, contact_id = self._people[int(values["to"])]
        return Written(
            self._client_id, contact_id, person, values["subject"], values["text"] or "", values["about"] or ""
        )

    def write(self) -> None:
        """Hand it to the mail program, and keep it."""
        self.form.commit()
        written = self.written()
        if not written.subject.strip():
            self.form.show_problems([Problem("subject", msg("What is the mail about?"))])
            self.form.focus_field("subject")
            return
        told = activity.told(ActivityKind.EMAIL_OUT, written.to.name)
        self._desk.write(told, lambda session: mail.write(session, written), note=NowTrue(msg("{thing} kept."), told))
        self.accept()
        hand_over(self._desk, written)


def show(desk: Desk, window: QWidget, client_id: int, contact_id: int | None = None, about: str = "") -> None:
    """Ask for it; a client without any address says so."""
    if not desk.read(lambda session: mail.whom(session, client_id, contact_id)):
        desk.notify.note(tr("No e-mail address is known of this client."))
        return
    NewMail(desk, client_id, contact_id, about, window).open()


def hand_over(desk: Desk, written: Written) -> None:
    """By a link where it is short enough, else as a draft; with no mail program the text goes to the clipboard."""
    link = mail.link(written)
    if link is not None:
        url = QUrl.fromEncoded(link.encode())
    else:
        sender = desk.read(mail.own_address)
        data = mail.draft(sender, [written.to], written.subject, written.text)
        url = QUrl.fromLocalFile(str(_copy(written, data)))
    if not QDesktopServices.openUrl(url):
        QGuiApplication.clipboard().setText(written.text or written.to.address)
        desk.notify.note(tr("No mail program opened: the text is on the clipboard."))


def _copy(written: Written, data: bytes) -> Path:
    return OUTSIDE.copy_of(f"{written.subject.strip()[:60]}.eml", data)


def _told(person: mail.Person) -> Message:
    return Message("{name}", {"name": f"{person.name} <{person.address}>"})
