"""How long ago, in words; and what was wrong in a backup."""

from datetime import UTC, datetime
from typing import Final

from desktop_crm.services.safety.backup import Inside
from desktop_crm.ui.i18n import ntr, speak, tr

_MINUTE: Final = 60
_HOUR: Final = 60 * _MINUTE
_DAY: Final = 24 * _HOUR
_UNITS: Final = ((1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"))


def seconds_since(moment: datetime) -> float:
    """Never less than 0, whatever the clock did."""
    return max(0.0, (datetime.now(UTC) - moment).total_seconds())


def age(moment: datetime) -> str:
    """Roughly: 5 minutes ago."""
    seconds = seconds_since(moment)
    if seconds < _MINUTE:
        return tr("just now")
    if seconds < _HOUR:
        return ntr("{n} minute ago", "{n} minutes ago", int(seconds // _MINUTE))
    if seconds < _DAY:
        return ntr("{n} hour ago", "{n} hours ago", int(seconds // _HOUR))
    return ntr("{n} day ago", "{n} days ago", int(seconds // _DAY))


def size(number: int) -> str:
    """Roughly: 12 MB."""
    for unit, name in _UNITS:
        if number >= unit:
            return f"{speak().number(round(number / unit))} {name}"
    return f"{speak().number(number)} B"


def problems(found: Inside) -> str:
    """What was known to be wrong in it."""
    return ntr(
        "{n} thing in it was not as it should be when it was made; “Check of the file” names it once it is open.",
        "{n} things in it were not as they should be when it was made; “Check of the file” names them once it is open.",
        found.problems,
    )
