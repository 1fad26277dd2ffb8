"""Text with separators (csv, tsv): its encoding and its separator are found out."""

import csv
import io
from collections import Counter
from pathlib import Path
from typing import Final

from desktop_crm.exchange.cells import Cell, clean_row
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg

_SEPARATORS: Final = ",;\t|"
_SAMPLE_LINES: Final = 50
_MAX_FIELD: Final = 2**20


def read(path: Path, max_cells: int) -> list[tuple[Cell, ...]]:
    """All rows, equally long; UserError when the text can't be read as a table or is too large."""
    text = decode(path.read_bytes())
    separator, text = _announced(text)
    separator = separator or sniff(text)
    csv.field_size_limit(_MAX_FIELD)
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for row in reader:
            rows.append(clean_row(row))
            cells += len(row)
            if cells > max_cells:
                raise UserError(msg("{file} is too large; split it into smaller files", file=path.name))
    except csv.Error as error:
        raise UserError(msg("{file} is damaged at line {line}", file=path.name, line=reader.line_num)) from error
    width = max(map(len, rows), default=0)
    if width * len(rows) > max_cells:
        raise UserError(msg("{file} is too large; split it into smaller files", file=path.name))
    return [row if len(row) == width else row + (None,) * (width - len(row)) for row in rows]


def decode(data: bytes) -> str:
    """UTF-8 or UTF-16 by their marks or by their look, else Windows' western code page, which reads anything."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    head = data[:4096]
    if b"\0" in head:
        return data.decode("utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def sniff(text: str) -> str:
    """The separator that cuts the first lines most evenly; a comma when none does."""
    sample = "\n".join(text.splitlines()[:_SAMPLE_LINES])
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: str, separator: str) -> tuple[float, int]:
    try:
        widths = Counter(len(row) for row in csv.reader(io.StringIO(sample), delimiter=separator) if row)
    except csv.Error:
        return 0.0, 0
    cut = {width: count for width, count in widths.items() if width > 1}
    if not cut:
        return 0.0, 0
    width, count = max(cut.items(), key=lambda item: (item[1], item[0]))
    return count / sum(widths.values()), width


def _announced(text: str) -> tuple[str, str]:
    """The separator of Excel's own first line `sep=;`, and the text without that line but with its number kept."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip("\r")) == 5:
        return first[4], f"\n{rest}"
    return "", text
