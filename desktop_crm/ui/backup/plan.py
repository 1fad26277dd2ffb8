"""What is kept per user and business: how it is backed up, and when each place got its last good backup.

`business` is `Workspace.business`: a file that is renamed or moved keeps its plan, and another at its place has its own.
"""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from desktop_crm.model.moments import on_this_clock
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import Place, own_place
from desktop_crm.ui.desk.settings import Settings

#: What can be chosen: hours between two backups (0: only at close), days until a warning.
HOURS: Final = (0, 1, 2, 4, 8)
WARN_DAYS: Final = (1, 2, 3, 7, 14)


def remember(settings: Settings, path: Path, business: str) -> None:
    """Which business lies there, for when it can't be asked; a plan that was kept for the path goes with it."""
    unopened = _key(_hashed(path), "plan")
    if (plan := settings.get(unopened)) is not None:
        if settings.get(_key(business, "plan")) is None:
            settings.set(_key(business, "plan"), plan)
        settings.set(unopened, None)
    settings.set(_key(_hashed(path), "of"), business)


def business_at(settings: Settings, path: Path) -> str:
    """Which one lay there last, as far as this user has opened it; else what stands for it until then."""
    return str(settings.get(_key(_hashed(path), "of")) or _hashed(path))


def load_plan(settings: Settings, business: str) -> Plan:
    """As the user wants it; the program's own folder until places were named."""
    kept = settings.get(_key(business, "plan"))
    if not isinstance(kept, dict):
        return Plan((own_place(),))
    usual = Plan(())
    return Plan(
        _places(kept.get("places")),
        _one_of(kept.get("hours"), HOURS, usual.hours),
        kept.get("at_close") is not False,
        _one_of(kept.get("warn_days"), WARN_DAYS, usual.warn_days),
    )


def save_plan(settings: Settings, business: str, plan: Plan) -> None:
    """Keep it."""
    kept = {
        "places": [place.to_json() for place in plan.places],
        "hours": plan.hours,
        "at_close": plan.at_close,
        "warn_days": plan.warn_days,
    }
    settings.set(_key(business, "plan"), kept)


def load_made(settings: Settings, business: str) -> dict[str, datetime]:
    """Place → when its last good backup was made."""
    kept = settings.get(_key(business, "made"))
    made = {}
    for place, moment in kept.items() if isinstance(kept, dict) else ():
        try:
            made[str(place)] = on_this_clock(datetime.fromisoformat(moment))
        except (TypeError, ValueError, OverflowError):
            continue
    return made


def save_made(settings: Settings, business: str, made: dict[str, datetime], marks: dict[str, str]) -> None:
    """Keep them, on the disk at once: the window may be closing."""
    settings.set(_key(business, "marks"), marks)
    settings.set(_key(business, "made"), {place: moment.isoformat() for place, moment in made.items()})
    settings.save()


def load_marks(settings: Settings, business: str) -> dict[str, str]:
    """Place → the last entry of the history that its last good backup holds, as `services.backup` marks it."""
    kept = settings.get(_key(business, "marks"))
    return {str(place): str(mark) for place, mark in kept.items()} if isinstance(kept, dict) else {}


def is_known(settings: Settings, business: str, folder: Path) -> bool:
    """Whether somebody has looked at the backups of another file of this name in a folder."""
    return _hashed(folder) in _known(settings, business)


def make_known(settings: Settings, business: str, folder: Path) -> None:
    """Tell of them no more."""
    settings.set(_key(business, "known"), sorted({*_known(settings, business), _hashed(folder)}))


def checked_at(settings: Settings, business: str) -> datetime | None:
    """When the whole file was checked last and found well."""
    kept = settings.get(_key(business, "checked"))
    try:
        return on_this_clock(datetime.fromisoformat(kept))
    except (TypeError, ValueError, OverflowError):
        return None


def found_damaged(settings: Settings, business: str) -> bool:
    """Whether the last check found damage."""
    return settings.get(_key(business, "checked")) is False


def save_checked(settings: Settings, business: str, moment: datetime | None) -> None:
    """Keep it; None: the check found damage."""
    settings.set(_key(business, "checked"), False if moment is None else moment.isoformat())


def forget_checked(settings: Settings, business: str) -> None:
    """Another file lies there now."""
    settings.set(_key(business, "checked"), None)


def _places(kept: Any) -> tuple[Place, ...]:
    places = []
    for each in kept if isinstance(kept, list) else ():
        try:
            places.append(Place.from_json(each))
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(places)


def _one_of(kept: Any, choices: tuple[int, ...], usual: int) -> int:
    return kept if kept in choices else usual


def _known(settings: Settings, business: str) -> list[str]:
    kept = settings.get(_key(business, "known"))
    return [str(each) for each in kept] if isinstance(kept, list) else []


def _key(business: str, what: str) -> str:
    return f"backup/{business}/{what}"


def _hashed(path: Path) -> str:
    return hashlib.sha256(str(path).encode(errors="surrogateescape")).hexdigest()[:16]
