"""What a cell may hold once a foreign sheet has been read."""

import html
import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Final

from desktop_crm.model.money import Money


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell whose value the sheet itself does not know: `#N/A`, or a formula that nobody has reckoned."""

    shown: str


#: Numbers are exact (a whole one is an int, whatever the sheet made of it), with their currency where the cell's format
#: tells it (of a currency not known here its sign); a blank cell is None.
Cell = str | int | Decimal | bool | date | datetime | time | Money | Fault | None

#: What spreadsheets show in place of a value, in the languages whose sheets come here.
FAULTS: Final = frozenset(
    {"#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!", "#spill!", "#calc!", "#getting_data", "#nv"}
    | {"#wert!", "#bezug!", "#valeur!", "#nom?", "#valor!", "#nome?", "#error!", "#field!", "#blocked!", "#busy!"}
    | {"err:502", "err:504", "err:508", "err:511", "err:522"}
)

# Left-overs of other programs: zero-width characters and marks of order, control characters, Excel's escaped ones.
_INVISIBLE: Final = re.compile("[\xad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b\x0c\x0e-\x1f]")
_SUSPECT: Final = re.compile("[^ -^`-~\xc0-\u024f]|_x|&[#a-zA-Z]|<[a-zA-Z/]|^[\x22'=]")
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|[AEIOUaeiou][a-z]{3,6}|#[0-9]{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)
_LINE_BREAK: Final = re.compile(r"[ ]*<(?:br[ ]*/?|/p|/div|/li)>\s*", re.IGNORECASE)
_MARKUP: Final = re.compile(
    r"</?(?:p|div|span|b|i|u|em|strong|font|small|a|ul|ol|li|td|tr|table)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_AS_TEXT: Final = re.compile(r'="([^"]*)"')
_QUOTED: Final = re.compile(r"'(?=[0-9+=@\-(])")
_MAX_EXACT: Final = 10**17


def clean_row(row: Iterable[Any]) -> tuple[Cell, ...]:
    """A row as calamine or csv gives it, its cells cleaned."""
    return tuple([_fault_or(clean_text(cell)) if type(cell) is str else _clean(cell) for cell in row])


def clean_text(text: str) -> str | None:
    """Without blanks around it and invisible characters in it; None when nothing is left."""
    if _SUSPECT.search(text):
        text = _without_left_overs(text)
    return text.strip() or None


def _without_left_overs(text: str) -> str:
    """What web pages and spreadsheets leave behind: `&amp;`, `<br>`, `="01010"`, `'10110`, soft hyphens."""
    bare = text.replace("\r\n", "\n").replace("_x000D_", "").strip()
    bare = _QUOTED.sub("", bare, count=1) if bare.startswith("'") else bare
    if whole := _AS_TEXT.fullmatch(bare):
        bare = whole[1]
    if "<" in bare:
        bare = _MARKUP.sub("", _LINE_BREAK.sub("\n", bare))
    if "&" in bare:
        bare = _ENTITY.sub(lambda found: html.unescape(found[0]), bare)
    return _INVISIBLE.sub("", bare.replace("\xa0", " "))


def _fault_or(text: str | None) -> Cell:
    return Fault(text) if text and text[0] in "#E" and len(text) < 14 and text.lower() in FAULTS else text


def as_text(cell: Cell) -> str:
    """The cell as the text that was meant: 6281234567890 rather than 6.28E+12, a date as 2026-03-12."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case Decimal():
            return f"{cell:f}"
        case Money():
            return f"{cell.currency} {cell.amount:f}"
        case Fault():
            return cell.shown
        case datetime():
            return cell.isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case time():
            return cell.isoformat("minutes")
        case _:
            return str(cell)


def _clean(cell: Any) -> Cell:
    match cell:
        case float():
            return _number(cell)
        case datetime():
            # Date-only cells of xls and ods come with midnight.
            return cell.date() if cell.time() == time() else cell
        case timedelta():
            return _number(cell.total_seconds() / 86400)
        case None | bool() | int() | date() | time() | Decimal() | Money() | Fault():
            return cell
        case _:
            return str(cell)


def _number(value: float) -> int | Decimal | None:
    """The number that the sheet showed: floats carry 15 digits that mean something."""
    if not math.isfinite(value):
        return None
    if value.is_integer() and abs(value) < _MAX_EXACT:
        return int(value)
    return Decimal(f"{value:.15g}")
