"""Places of a contract that may be left empty for the pen, and what was written there by hand.

A contract needs its object and a price (KUHPerdata articles 1320, 1333, 1458 and 1465), and who concludes it: names, goods,
prices, sums and the papers' own numbers must stand in print, for nobody could tell later what was agreed. What only describes a
party, or says when and where, can be filled in before the eyes of both and initialled.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from desktop_crm.documents.kit.text import Run
from desktop_crm.documents.parts import BankAccount, ContractFacts, Phrase, Signatory

#: What stands where something was struck out by hand.
STRUCK: Final = "–"

_LEFT: Final = re.compile(
    r"place|delivery_(place|day|terms)|payment_terms|starts_on|ends_on|terms\.court_place"
    r"|(own|client)\.(address|city|npwp|nib|phone|email|website|contact|signatory\.(name|office|authority))"
    r"|own\.bank\.(bank|number|holder)"
)
_DAYS: Final = frozenset({"delivery_day", "starts_on", "ends_on"})

#: A gap is one rule, or several between which a line may end, each so many underscores long.
_SHORT: Final = (22,)
_USUAL: Final = (28,)
_LONG: Final = (24, 24)
_LENGTHS: Final = {
    **dict.fromkeys(("npwp", "nib", "phone", "city", "place", "number"), _SHORT),
    **dict.fromkeys(("address", "authority", "delivery_place", "delivery_terms", "payment_terms"), _LONG),
    **dict.fromkeys(_DAYS, _SHORT),
}

#: What stands small behind a gap, where the words before it don't say it.
_NAMES: Final = {
    "name": Phrase("nama", "name"),
    "office": Phrase("jabatan", "position"),
    "authority": Phrase("dasar kewenangan", "basis of authority"),
    "address": Phrase("alamat", "address"),
    "city": Phrase("kota", "city"),
    "place": Phrase("tempat", "place"),
    "bank": Phrase("nama bank", "bank"),
    "holder": Phrase("pemilik rekening", "account holder"),
    "delivery_place": Phrase("tempat penyerahan", "place of delivery"),
    "court_place": Phrase("kota", "city"),
    **dict.fromkeys(_DAYS, Phrase("tanggal", "date")),
}


@dataclass(frozen=True, slots=True)
class Gap:
    """A place for the pen."""

    path: str

    def runs(self, code: str) -> list[Run]:
        """As it is printed."""
        part = self.path.rpartition(".")[2]
        rules = " ".join("_" * count for count in _LENGTHS.get(part, _USUAL))
        name = _NAMES[part].say(code) if part in _NAMES else ""
        return [
            Run(rules, mark="gap", path=self.path),
            *([Run(f"\xa0({name})".replace(" ", "\xa0"), mark="name")] if name else []),
        ]


@dataclass(frozen=True, slots=True)
class Written:
    """A value that was written into such a place: it is printed as one."""

    value: Any

    def __bool__(self) -> bool:
        return bool(self.value)

    def __eq__(self, other: object) -> bool:
        return bool(self.value == (other.value if isinstance(other, Written) else other))

    def __hash__(self) -> int:
        return hash(self.value)

    def __str__(self) -> str:
        return str(self.value)


def may_be_left(path: str) -> bool:
    """Whether this value may be left for the pen."""
    return _LEFT.fullmatch(path) is not None


def is_day(path: str) -> bool:
    """Whether a day is written there, not a text."""
    return path in _DAYS


def filled(facts: ContractFacts, written: Mapping[str, str | date]) -> ContractFacts:
    """The facts with what was written by hand."""
    for path, value in written.items():
        facts = _put(facts, path.split("."), value)
    return facts


def _put(whole: Any, path: list[str], value: str | date) -> Any:
    name, *rest = path
    part = getattr(whole, name)
    if part is None and rest:
        part = {"bank": BankAccount(bank="", number="", holder=""), "signatory": Signatory(name="")}[name]
    return replace(whole, **{name: _put(part, rest, value) if rest else value})
