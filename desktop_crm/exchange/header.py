"""Which row of a sheet holds the names of the columns; title lines and logos often stand above it."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final

from desktop_crm.exchange.cells import Cell, as_text
from desktop_crm.model.fold import fold

_LOOK: Final = 40
_LONGEST: Final = 200  # characters of a column's name
_DATA: Final = re.compile(r"[+\-(]?[0-9][0-9 .,:/()+\-]*|\S+@\S+\.\S+|https?://\S+")


@dataclass(frozen=True, slots=True)
class Header:
    """The names of all columns (a letter where the sheet has none) and how many rows to skip to the first record."""

    titles: tuple[str, ...]
    named: tuple[bool, ...]
    rows_above: int


def find_header(rows: Sequence[tuple[Cell, ...]], known: AbstractSet[str] = frozenset()) -> Header:
    """The row with most `known` names; failing that the first well-filled row of words; failing that, no row.

    One row at least must hold something.
    """
    above = next(at for at, row in enumerate(rows) if any(cell is not None for cell in row))
    head = rows[above : above + _LOOK]
    width = len(rows[0])
    best = max(range(len(head)), key=lambda at: (_known(head[at], known), -at))
    if _known(head[best], known) >= min(2, width):
        return _header(head[best], above + best + 1)
    fullest = max(sum(cell is not None for cell in row) for row in head)
    enough = max(1, round(fullest * 0.6))
    first = next(at for at, row in enumerate(head) if sum(cell is not None for cell in row) >= enough)
    if _all_words(head[first]):
        return _header(head[first], above + first + 1)
    return _header((None,) * width, above + first)


def column_letter(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _known(row: tuple[Cell, ...], known: AbstractSet[str]) -> int:
    return len({folded for cell in row if isinstance(cell, str) and (folded := fold(cell)) in known})


def _all_words(row: tuple[Cell, ...]) -> bool:
    filled = [cell for cell in row if cell is not None]
    return all(isinstance(cell, str) and not _DATA.fullmatch(cell[:_LONGEST]) for cell in filled)


def _header(row: tuple[Cell, ...], rows_above: int) -> Header:
    titles = tuple(" ".join(as_text(cell)[:_LONGEST].split()) or column_letter(at) for at, cell in enumerate(row))
    return Header(titles, tuple(cell is not None for cell in row), rows_above)
