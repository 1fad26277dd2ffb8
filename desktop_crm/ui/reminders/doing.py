"""What is done with a reminder that was shown: it is done, or reminds once more."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import called, of
from desktop_crm.services import reminding
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak

if TYPE_CHECKING:
    from desktop_crm.services.facets import Reminder

_FINISHED: Final = msg("{thing} done.")
_MORNING: Final = 8  # o'clock


def finish(desk: Desk, reminder: "Reminder") -> bool:
    """What it is about is done; whether that could be."""
    what = called(reminder.noun, reminder.title)
    try:
        desk.write(
            msg("Finish: {what}", what=what),
            lambda session: reminding.finish(session, reminder),
            note=of(reminder.noun, reminder.title, _FINISHED),
        )
    except TellableError as error:
        desk.notify.error(error)
        return False
    return True


def snooze(desk: Desk, reminder: "Reminder", until: datetime) -> bool:
    """It comes once more; whether it could be put off."""
    what = called(reminder.noun, reminder.title)
    said = msg("{thing}: reminds again {moment}.", moment=speak().moment(until))
    try:
        desk.write(
            msg("Remind again: {what}", what=what),
            lambda session: reminding.snooze(session, reminder, until),
            note=of(reminder.noun, reminder.title, said),
        )
    except TellableError as error:
        desk.notify.error(error)
        return False
    return True


def moments_after(now: datetime) -> list[tuple[Message, datetime]]:
    """Until when one is mostly put off."""
    tomorrow = (now + timedelta(days=1)).replace(hour=_MORNING, minute=0)
    monday = (now + timedelta(days=7 - now.weekday())).replace(hour=_MORNING, minute=0)
    found = [
        (msg("In 10 minutes"), now + timedelta(minutes=10)),
        (msg("In 1 hour"), now + timedelta(hours=1)),
        (msg("In 3 hours"), now + timedelta(hours=3)),
        (msg("Tomorrow morning"), tomorrow),
    ]
    return found if monday == tomorrow else [*found, (msg("On Monday morning"), monday)]
