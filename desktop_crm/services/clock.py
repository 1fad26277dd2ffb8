"""The day it is, on this machine, and whether its clock agrees with the file.

Days (due dates, dates on papers) are calendar days without a time zone; moments (who did what when) are kept in UTC. The
order of what was done is the journal's own and asks no clock.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from desktop_crm.model.moments import moment_from_int
from desktop_crm.storage import bare
from desktop_crm.storage.workspace import Workspace

#: Clocks of two computers may differ by so much.
_TOLERANCE: Final = timedelta(minutes=10)


class Ahead(NamedTuple):
    """The latest action, which by this machine's clock is still to come."""

    entry_id: int
    at: datetime


def today() -> date:
    """The local calendar day."""
    return datetime.now().astimezone().date()


def now() -> datetime:
    """This minute, on this machine's clock."""
    return datetime.now().astimezone().replace(second=0, microsecond=0)


def ahead(workspace: Workspace, now: datetime | None = None) -> Ahead | None:
    """The latest action, when its moment lies in the future: the clock was wrong then, or is now."""
    with workspace.driver_connection() as connection:
        found = bare.newest(connection)
    if found is None:
        return None
    entry_id, at = found[0], moment_from_int(found[1])
    return Ahead(entry_id, at) if at > (now or datetime.now(UTC)) + _TOLERANCE else None
