"""Putting off the next step with someone, wherever it is chosen."""

from datetime import date

from PySide6.QtWidgets import QWidget

from desktop_crm.model.activity import Activity
from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.tone import Tone
from desktop_crm.services import activity
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak, tr


def put_off(desk: Desk, window: QWidget, step: Activity | None) -> None:
    """Ask for the day and write it; tell it where nothing is to be done."""
    if step is None or not step.has_open_step:
        desk.notify.note(tr("Not put off: no step is open here."), tone=Tone.ATTENTION)
        return
    step_id, name = step.id, step.next_step
    later.ask_when(window, lambda day: _to(desk, step_id, name, day))


def _to(desk: Desk, step_id: int, name: str, day: date) -> None:
    now = NowTrue(msg("Step “{name}” put off to {day}.", name=name, day=speak().day_soon(day)))
    try:
        desk.write(
            msg("Put off step “{name}”", name=name), lambda session: activity.put_off(session, step_id, day), note=now
        )
    except TellableError as error:
        desk.notify.error(error)
