"""What the pieces of a pattern are called."""

from collections.abc import Sequence
from typing import Final

from desktop_crm.model.message import Message, msg
from desktop_crm.model.number_pieces import Piece, Place, TextPiece
from desktop_crm.model.numbering import Anew
from desktop_crm.ui.i18n import ntr, say, tr

#: On chips and in menus.
TITLES: Final[dict[str, Message]] = {
    "seq": msg("Number"),
    "year": msg("Year"),
    "year2": msg("Year, 2 digits"),
    "month": msg("Month"),
    "roman_month": msg("Roman month"),
    "day": msg("Day"),
}
#: Among the others of a pattern.
_WORDS: Final[dict[str, Message]] = {
    "seq": msg("number"),
    "year": msg("year"),
    "year2": msg("short year"),
    "month": msg("month"),
    "roman_month": msg("roman month"),
    "day": msg("day"),
}


def title(piece: Piece) -> str:
    """What its chip says."""
    if isinstance(piece, TextPiece):
        return piece.text
    if piece.name == "seq" and piece.digits > 1:
        return number_title(piece.digits)
    return say(TITLES[piece.name])


def number_title(digits: int) -> str:
    """Of the number itself."""
    return ntr("Number, {n} digit", "Number, {n} digits", digits)


def words(pieces: Sequence[Piece]) -> list[tuple[str, bool]]:
    """A pattern in words, and of each whether it is filled in."""
    return [(say(_WORDS[piece.name]), True) if isinstance(piece, Place) else (piece.text, False) for piece in pieces]


def lacking(pieces: Sequence[Piece], anew: str) -> str:
    """What a pattern needs that begins anew so, and does not have; empty when it has all."""
    names = {piece.name for piece in pieces if isinstance(piece, Place)}
    if "seq" not in names:
        return tr("Without a number all papers would have the same: add Number.")
    if anew == Anew.MONTH and not names & {"month", "roman_month"}:
        return tr("Numbers begin anew every month, so without the month one would come twice: add Month.")
    if anew == Anew.MONTH and not names & {"year", "year2"}:
        return tr("Numbers begin anew every month, so without the year one would come twice: add Year.")
    if anew == Anew.YEAR and not names & {"year", "year2"}:
        return tr("Numbers begin anew every year, so without the year one would come twice: add Year.")
    return ""
