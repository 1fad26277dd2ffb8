"""How long history is kept in full: the choice, what it would forget now, and forgetting it when asked to."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.moments import on_this_clock
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.storage.journal import thinning
from desktop_crm.storage.journal.thinning import Old
from desktop_crm.storage.workspace import Workspace

__all__ = ["YEARS", "Old", "first_day", "old", "save_years", "thin", "years"]

#: What can be chosen; 0 is for ever.
YEARS: Final = (0, 5, 2, 1)


def years(session: Session) -> int:
    """For how many years history is kept in full; 0 is for ever."""
    return settings.company(session).history_years


def save_years(session: Session, chosen: int) -> None:
    """Choose it; nothing is forgotten by that."""
    if chosen not in YEARS:
        raise UserError(msg("History can be kept for ever, or for 5, 2 or 1 years."))
    company = settings.company(session)
    company.history_years = chosen
    session.add(company)


def first_day(chosen: int, day: date | None = None) -> date:
    """The first day of which history would be kept in full."""
    day = day or today()
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - chosen, day=28 if leap and chosen else day.day)


def old(workspace: Workspace, chosen: int, day: date | None = None) -> Old:
    """What `thin` would forget; nothing when history is kept for ever."""
    if not chosen:
        return Old(0, None, None)
    with workspace.driver_connection() as connection:
        return thinning.old(connection, _beginning(first_day(chosen, day)))


def thin(
    workspace: Workspace,
    chosen: int,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
    day: date | None = None,
) -> int:
    """Forget the details of older history and give their space back; how many actions. Long for a large file.

    Raises:
        UserError: history is kept for ever.
        WorldError: the disk has no room for the file beside itself.
    """
    if not chosen:
        raise UserError(msg("History is kept for ever. Choose how long to keep it first."))
    first = first_day(chosen, day)
    return workspace.thin(_beginning(first), msg("Delete the details of history before {day}", day=first), progress)


def _beginning(day: date) -> datetime:
    """Midnight on this machine's clock."""
    return on_this_clock(datetime.combine(day, time()))
