"""Terms of payment as people type them, read where they say nothing but an advance and days: `50 % di muka, sisanya 30 hari`.

What is read this way is written out by a contract in both languages. Anything else stands as it was typed, alone.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

_DAYS: Final = r"(?P<days>\d{1,3}) (?:hari|days?)(?: kalender)?|(?:net|tempo|top) (?P<net>\d{1,3})(?: (?:hari|days?))?"
_TERM: Final = rf"(?:(?:net|tempo|jatuh tempo|kredit|within|dalam) )?(?:{_DAYS})(?: net)?"
_AT_ONCE: Final = (
    r"cod|cash on delivery|(?:saat|pada saat) (?:serah terima|barang diterima|penyerahan)|on (?:delivery|receipt)"
)
_SHARE: Final = r"(?P<share>\d{1,3}(?:[.,]\d{1,2})?) ?%"
_ADVANCE_WORDS: Final = r"(?:di ?muka|uang muka|dp|in advance|advance|advance payment|down payment|prepayment|upfront)"
_ADVANCE: Final = (
    rf"(?:(?:dp|uang muka|advance|advance payment|down payment|prepayment) )?{_SHARE}(?: {_ADVANCE_WORDS})?"
)
_WHOLE: Final = r"(?P<whole>(?:(?:lunas|penuh|bayar|dibayar|seluruhnya) )?(?:di ?muka)|prepaid|(?:full payment|payment|fully) in advance)"
_REST: Final = (
    r"(?:(?:sisanya|sisa|pelunasan|balance|the balance|rest|the rest) ?)?(?:(?P<rest>\d{1,3}(?:[.,]\d{1,2})?) ?% ?)?"
)
_ALONE: Final = re.compile(rf"{_TERM}|(?P<once>{_AT_ONCE})|{_WHOLE}")
_SHARED: Final = re.compile(
    rf"{_ADVANCE}(?: ?(?:[,;+&]|dan|and) ?{_REST}(?:{_TERM}|(?P<once>{_AT_ONCE})))?", re.IGNORECASE
)
_SAYS_ADVANCE: Final = re.compile(_ADVANCE_WORDS)
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Payment:
    """What was read: the advance in percent and the days for the rest; None where nothing is said of it."""

    advance: Decimal | None = None
    days: int | None = None


def payment(text: str) -> Payment | None:
    """What a text says; None where it says anything else."""
    said = re.sub(r"\s+", " ", text.casefold().replace("%", "% ")).replace(" %", "%").strip(" .")
    if not said:
        return Payment()
    alone = _ALONE.fullmatch(said)
    if alone:
        return Payment(_HUNDRED) if alone["whole"] else Payment(Decimal(0), _days(alone))
    shared = _SHARED.fullmatch(said)
    if shared is None or not _SAYS_ADVANCE.search(said):
        return None
    advance = _share(shared["share"])
    rest = shared["rest"] and _share(shared["rest"])
    if not 0 < advance <= _HUNDRED or (rest and advance + rest != _HUNDRED):
        return None
    says_days = shared["once"] or shared["days"] or shared["net"]
    if advance == _HUNDRED and says_days:
        return None
    return Payment(advance, _days(shared) if says_days else None)


def _days(found: re.Match[str]) -> int:
    return int(found["days"] or found["net"] or 0)


def _share(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))
