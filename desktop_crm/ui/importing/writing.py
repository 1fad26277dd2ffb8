"""The third step: one action writes everything, or nothing when it is cancelled."""

from typing import NamedTuple

from PySide6.QtCore import QObject

from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import Plan, Words
from desktop_crm.services.workspace import entry_of
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.underway import Underway
from desktop_crm.ui.i18n import say, tr


class Written(NamedTuple):
    """How many records were written, and by which action."""

    records: int
    people: int  # who joined known clients
    entry_id: int | None


def write(desk: Desk, plan: Plan, message: Message, *, doubles_too: bool, parent: QObject) -> Underway:
    """Begin; its result is `Written`."""

    def work(job: Job) -> Written:
        with desk.workspace.write(message) as session:
            count = importing.apply(session, plan, doubles_too=doubles_too, progress=job.progress)
        return Written(count, import_report.joining(plan, doubles_too=doubles_too), entry_of(session))

    return Underway(desk.jobs, say(message), work, parent)


def tell_done(desk: Desk, words: Words, written: Written) -> None:
    """The note with *Undo*, which takes the whole import back."""
    if written.records or written.people:
        now = NowTrue(msg("{thing}."), words.done(written.records, written.people))
        desk.tell_now(now, written.entry_id)
    else:
        desk.notify.note(tr("Nothing imported: everything was here already."))
