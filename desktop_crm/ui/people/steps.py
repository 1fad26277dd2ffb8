"""Doing and putting off tasks, wherever they are chosen."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import BY_ID
from desktop_crm.model.now_true import NowTrue, called, of
from desktop_crm.model.tone import Tone
from desktop_crm.services import task as tasks
from desktop_crm.ui.desk import later
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import speak, tr

if TYPE_CHECKING:
    from desktop_crm.model.task import Task
    from desktop_crm.services.workspace import Session

FINISHED = msg("{thing} done.")


def named(titles: Sequence[str]) -> Message:
    """One by its name, several by how many they are."""
    noun = BY_ID["task"]
    return called("task", titles[0]) if len(titles) == 1 else noun.told(len(titles))


def now(titles: Sequence[str], said: Message) -> NowTrue:
    """What a note says of them."""
    return of("task", titles[0], said, n=len(titles))


def put_off(desk: Desk, window: QWidget, step: "Task | None") -> None:
    """Ask for the day and write it; tell it where nothing is to be done."""
    put_off_all(desk, window, [step] if step is not None else [])


def put_off_all(
    desk: Desk, window: QWidget, chosen: "Sequence[Task]", then: Callable[[], object] = lambda: None
) -> None:
    """The same of several; `then` where they were."""
    still = [(task.id, task.title) for task in chosen if task.is_open]
    if not still:
        desk.notify.note(tr("Not put off: no task is open here."), tone=Tone.ATTENTION)
        return
    later.ask_when(window, lambda day: _to(desk, still, day, then))


def _to(desk: Desk, still: Sequence[tuple[int, str]], day: date, then: Callable[[], object]) -> None:
    titles = [title for _, title in still]
    said = msg("{thing} put off to {day}.", day=speak().day_soon(day))

    def work(session: "Session") -> object:
        return tasks.put_off_all(session, [task_id for task_id, _ in still], day)

    try:
        desk.write(msg("Put off: {what}", what=named(titles)), work, note=now(titles, said))
    except TellableError as error:
        desk.notify.error(error)
        return
    then()
