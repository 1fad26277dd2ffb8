"""Doing and putting off tasks, wherever they are chosen."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

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
#: So many are written before anybody notices.
_AT_ONCE: Final = 10


def named(titles: Sequence[str]) -> Message:
    """One by its name, several by how many they are."""
    noun = BY_ID["task"]
    return called("task", titles[0]) if len(titles) == 1 else noun.told(len(titles))


def now(titles: Sequence[str], said: Message) -> NowTrue:
    """What a note says of them."""
    return of("task", titles[0], said, n=len(titles))


def put_off(desk: Desk, window: QWidget, step: "Task | None") -> None:
    """Ask for the day and write it; tell it where nothing is to be done."""
    put_off_all(desk, window, [] if step is None else [step.id])


def put_off_all(desk: Desk, window: QWidget, ids: Sequence[int], then: Callable[[], object] = lambda: None) -> None:
    """The same of several; `then` where they were."""
    few = len(ids) <= _AT_ONCE
    if few and not any(each.is_open for each in desk.read(lambda session: tasks.these(session, ids))):
        desk.notify.note(tr("Not put off: no task is open here."), tone=Tone.ATTENTION)
        return

    def go(day: date) -> None:
        said = msg("{thing} put off to {day}.", day=speak().day_soon(day))
        work = partial(_put_off, day)
        together(desk, ids, lambda what: msg("Put off: {what}", what=what), work, said, then=then)

    later.ask_when(window, go)


def together(
    desk: Desk,
    ids: Sequence[int],
    told: Callable[[Message], Message],
    work: "Callable[[Session, Sequence[int]], object]",
    said: Message,
    *,
    then: Callable[[], object] = lambda: None,
    only_open: bool = True,
) -> None:
    """One action with all of these that are open, or with all; in the background where they are many. `then` where it was done."""

    def write(_job: object = None) -> tuple[list[str], int | None]:
        from desktop_crm.services.workspace import entry_of

        with desk.workspace.read() as session:
            found = tasks.these(session, ids)
            chosen = {each.id: each.title for each in found if each.is_open or not only_open}
        if not chosen:
            return [], None
        titles = list(chosen.values())
        with desk.workspace.write(told(named(titles))) as session:
            work(session, list(chosen))
        return titles, entry_of(session)

    def tell(written: tuple[list[str], int | None]) -> None:
        titles, entry_id = written
        if not titles:
            desk.notify.note(tr("Nothing changed: no task is open here."), tone=Tone.ATTENTION)
            return
        desk.tell_now(now(titles, said), entry_id)
        desk.actions.refresh()
        then()

    if len(ids) > _AT_ONCE:
        desk.jobs.run(desk, tr("Changing tasks"), write, tell, keeps=True)
        return
    try:
        written = write()
    except TellableError as error:
        desk.notify.error(error)
        return
    tell(written)


def _put_off(day: date, session: "Session", ids: Sequence[int]) -> object:
    return tasks.put_off_all(session, ids, day)
