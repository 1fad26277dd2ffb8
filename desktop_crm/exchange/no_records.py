"""Rows of a sheet that are no records: totals, feet of pages, repeated heads, titles of sections, hidden ones."""

import re
from collections.abc import Callable, Sequence
from typing import Final

from desktop_crm.exchange.beside import Beside
from desktop_crm.exchange.cells import Cell, Fault, as_text
from desktop_crm.model.fold import fold
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money

_TOTAL: Final = re.compile(
    r"(?:grand |sub |sub)?(?:total|jumlah|totaal|sum|subtotal)(?: (?:keseluruhan|harga|semua|seluruhnya|akhir|umum|all))?"
    r"(?: (?:[0-9]+ )?(?:klien|pelanggan|clients?|customers?|produk|products?|barang|items?|baris|rows?|data|records?|pengunjung|"
    r"visitors?))?(?: [0-9 ]+)?|total .{0,40} [0-9 ]+|rata rata|average|terbilang.*"
)
_FOOT: Final = re.compile(
    r"(?:hal|halaman|hlm|page|seite)(?: ke)? [0-9]{1,4}(?: (?:dari|of|von|total) [0-9]{1,4})?|[0-9]{1,4} (?:dari|of) [0-9]{1,4}"
    r"|(?:dicetak|tanggal cetak|printed|generated|exported|diekspor|dibuat)(?: (?:pada|on|oleh|by|from|at|dari|tanggal))\b.*"
    r"|(?:end of (?:report|list|file)|akhir (?:laporan|daftar)|bersambung|continued)(?: .{0,40})?"
)
_COUNTING: Final = frozenset({"no", "nr", "nomor", "num", "urut", "no urut", "nomor urut", "s n", "sl no", "sn"})
_ENOUGH: Final = 3  # rows with a number make it a numbered list
_FEW: Final = 3  # cells of a page's foot
_LONGEST: Final = 100  # characters of the word that makes it so

_HIDDEN: Final = msg("This row is hidden in the sheet")
_TOTALS: Final = msg("This is a total, not a record")
_HEAD: Final = msg("These are the titles of the columns once more")
_PAGE: Final = msg("This is the foot of a page, not a record")
_SECTION: Final = msg("This is the title of a section, not a record")
_LINE: Final = msg("This is a line, not a record")

Row = tuple[Cell, ...]


def hidden(rows: list[Row], start: int, beside: Beside) -> dict[int, Message]:
    """Empties the rows that are hidden; those that held something, with the reason."""
    return _emptied(rows, start, lambda number, _row: _HIDDEN if number in beside.hidden_rows else None)


def left_out(header: Sequence[str], rows: list[Row], start: int, beside: Beside) -> dict[int, Message]:
    """Empties the rows that are no records; each with the reason."""
    titles = [fold(title) for title in header]
    counting = counting_column(header, rows)

    def why(number: int, row: Row) -> Message | None:
        if number in beside.total_rows:
            return _TOTALS
        filled = [(at, cell) for at, cell in enumerate(row) if cell is not None]
        word = next((fold(cell[:_LONGEST]) for _, cell in filled if isinstance(cell, str)), None)
        if word is None:
            return None
        if _is_total(word, filled):
            return _TOTALS
        if word in titles and _is_head(filled, titles):
            return _HEAD
        if len(filled) <= _FEW and _FOOT.fullmatch(fold(" ".join(as_text(cell) for _, cell in filled))):
            return _PAGE
        if not word and not any(char.isalnum() for _, cell in filled for char in as_text(cell)):
            return _LINE
        return _SECTION if _is_section(filled, number in beside.bars, counting) else None

    return _emptied(rows, start, why)


def _emptied(rows: list[Row], start: int, why: Callable[[int, Row], Message | None]) -> dict[int, Message]:
    found = {}
    for at, row in enumerate(rows):
        if any(cell is not None for cell in row) and (reason := why(start + at, row)) is not None:
            found[start + at] = reason
            rows[at] = (None,) * len(row)
    return found


def _is_total(word: str, filled: Sequence[tuple[int, Cell]]) -> bool:
    """A word for it first, and nothing but numbers behind; a firm may be called Total, but has an address."""
    if not _TOTAL.fullmatch(word):
        return False
    texts = [cell for _, cell in filled if isinstance(cell, str)]
    return all(_is_amount(cell) or _TOTAL.fullmatch(fold(cell[:_LONGEST])) for cell in texts[1:])


def _is_amount(text: str) -> bool:
    return sum(char.isdigit() for char in text) * 2 >= len(text.replace(" ", "")) and not text.startswith(("0", "+"))


def _is_head(filled: Sequence[tuple[int, Cell]], titles: Sequence[str]) -> bool:
    same = sum(isinstance(cell, str) and fold(cell) == titles[at] for at, cell in filled)
    return same >= min(2, len(titles)) and same * 5 >= len(filled) * 4


def counting_column(header: Sequence[str], rows: Sequence[Row]) -> int:
    """The column of the list's own numbers, -1 without one."""
    for at, title in enumerate(header):
        if fold(title) in _COUNTING and sum(isinstance(row[at], int) or _is_number(row[at]) for row in rows) >= _ENOUGH:
            return at
    return -1


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.rstrip(".").isdecimal()


def _is_section(filled: Sequence[tuple[int, Cell]], is_bar: bool, counting: int) -> bool:
    """One text alone: joined across the sheet, with a colon, or without the number that all others have."""
    if len(filled) != 1 or isinstance(filled[0][1], Money | Fault):
        return False
    at, cell = filled[0]
    if not isinstance(cell, str):
        return False
    return (
        is_bar or cell.endswith(":") or (counting >= 0 and at != counting) or (at == counting and not _is_number(cell))
    )
