"""The third step: one action writes everything, or nothing when it is cancelled."""

from PySide6.QtCore import QObject

from desktop_crm.model.message import Message
from desktop_crm.model.tone import Tone
from desktop_crm.services import importing
from desktop_crm.services.importing import Plan
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.importing.words import Words
from desktop_crm.ui.jobs import Job
from desktop_crm.ui.underway import Underway


def write(desk: Desk, plan: Plan, message: Message, *, doubles_too: bool, parent: QObject) -> Underway:
    """Begin; its result is how many records were written."""

    def work(job: Job) -> int:
        with desk.workspace.write(message) as session:
            return importing.apply(session, plan, doubles_too=doubles_too, progress=job.progress)

    return Underway(desk.jobs, say(message), work, parent)


def tell_done(desk: Desk, words: Words, message: Message, count: int) -> None:
    """The note with *Undo*, which takes the whole import back."""
    if count:
        desk.notify.note(words.done(count), undo=lambda: desk.undo_only(message), tone=Tone.GOOD)
    else:
        desk.notify.note(tr("Everything in the sheet was known already. Nothing has changed."))
