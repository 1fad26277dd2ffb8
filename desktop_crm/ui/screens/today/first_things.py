"""What a new file still needs: told until it is there; what was done today keeps its tick until tomorrow."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from desktop_crm.model.message import Message, msg
from desktop_crm.ui.i18n import say
from desktop_crm.ui.screens.today.ways import Ways

#: What is kept of a thing that was missing when it was seen last; else the day on which it was seen done.
_MISSING: Final = "missing"


@dataclass(frozen=True, slots=True)
class FirstThing:
    """As it is told."""

    id: str
    title: str
    about: str
    minutes: int
    icon: str
    act: str
    do: Callable[[Ways], object]
    done: bool


@dataclass(frozen=True, slots=True)
class _Declared:
    id: str
    title: Message
    about: Message
    minutes: int
    icon: str
    act: Message
    do: Callable[[Ways], object]


_ALL: Final = (
    _Declared(
        "company",
        msg("Say who you are"),
        msg("company, city and your name begin every paper"),
        2,
        "building-2",
        msg("Fill in"),
        lambda ways: ways.open("settings", field="name"),
    ),
    _Declared(
        "backup",
        msg("Choose a place for backups"),
        msg("a lost laptop takes everything along without one"),
        1,
        "shield-check",
        msg("Choose place"),
        lambda ways: ways.open("safety"),
    ),
    _Declared(
        "client",
        msg("Bring your clients in"),
        msg("an Excel sheet, a visitor list, or one by one"),
        5,
        "users",
        msg("Import clients"),
        lambda ways: ways.run("client", "clients.import"),
    ),
    _Declared(
        "product",
        msg("Put three products in"),
        msg("enough for a first order"),
        3,
        "package",
        msg("Add product"),
        lambda ways: ways.start_new("product"),
    ),
    _Declared(
        "signatory",
        msg("Say who signs"),
        msg("contracts leave a blank without it"),
        1,
        "pen-line",
        msg("Add name"),
        lambda ways: ways.open("settings", field="signatory_name"),
    ),
    _Declared(
        "bank",
        msg("Add the bank account"),
        msg("invoices and contracts leave a blank without it"),
        1,
        "wallet",
        msg("Add account"),
        lambda ways: ways.open("settings", field="bank_name"),
    ),
    _Declared(
        "logo",
        msg("Add the logo"),
        msg("the letterhead is plain without it"),
        1,
        "image",
        msg("Choose picture"),
        lambda ways: ways.open("settings", field="logo"),
    ),
)


def told(there: Mapping[str, bool], kept: object, day: date) -> tuple[tuple[FirstThing, ...], dict[str, str]]:
    """What is to be told on a day, and what to keep for the next time; `kept` is what was kept, or whatever somebody made of it.

    A thing that is there when it is first looked at counts as done on that day.
    """
    known: dict[str, Any] = dict(kept) if isinstance(kept, dict) else {}
    shown, keep = list[FirstThing](), dict[str, str]()
    for each in _ALL:
        if each.id not in there:
            continue
        before, done = known.get(each.id), there[each.id]
        keep[each.id] = _MISSING if not done else day.isoformat() if before in {None, _MISSING} else str(before)
        if not done or keep[each.id] == day.isoformat():
            texts = (say(each.title), say(each.about), each.minutes, each.icon, say(each.act))
            shown.append(FirstThing(each.id, *texts, each.do, done))
    return (tuple(shown) if any(not thing.done for thing in shown) else ()), keep
