"""What stands around the rows of a sheet: styles, head, widths, filter, print settings; made by openpyxl."""

import io
import re
import zipfile
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Final

from desktop_crm.documents.sheet_kit import LEFT, QUOTED, WRAPPED, number_formats, sheet_name
from desktop_crm.language import Language
from desktop_crm.model.listing import Column, Kind

#: Put before a format's name: the bold style of the totals.
TOTAL: Final = "total "

_RIGHT: Final = (Kind.NUMBER, Kind.MONEY, Kind.PERCENT)
_STYLED: Final = re.compile(rb'<c r="[A-Z]+2" s="([0-9]+)"')
_STYLESHEET: Final = "xl/styles.xml"
_HEAD_HEIGHT: Final = 24
_MARGIN: Final = 0.5  # inches
_A4: Final = 9


class Frame:
    """The file without its rows; asked once before the rows come, and again when their number is known."""

    def __init__(self, title: str, columns: Sequence[Column], widths: Sequence[float], language: Language) -> None:
        from openpyxl.utils import get_column_letter

        self._title = title
        self._columns = columns
        self._widths = widths
        self._language = language
        self._formats = number_formats(language)
        self.letters = [get_column_letter(at) for at in range(1, len(columns) + 1)]
        heads = dict.fromkeys(column.kind in _RIGHT for column in columns)
        #: The number of each format in the file.
        self.styles, self._stylesheet = _styles(tuple(self._formats.items()), tuple(heads))
        self._built: tuple[tuple[tuple[int, int], ...], dict[str, bytes]] = ((), {})  # for the sizes asked last

    def parts(self, sizes: Sequence[tuple[int, int]]) -> dict[str, bytes]:
        """Every part of a file whose sheets have these numbers of rows and of lines below them."""
        if self._built[0] != tuple(sizes):
            self._built = tuple(sizes), {**self._build(sizes), _STYLESHEET: self._stylesheet}
        return self._built[1]

    def _build(self, sizes: Sequence[tuple[int, int]]) -> dict[str, bytes]:
        """The same, but only the styles of the head in it."""
        from openpyxl import Workbook

        book = Workbook(write_only=True)
        book.properties.title = self._title
        book.properties.creator = "Desktop CRM"
        for number, (rows, below) in enumerate(sizes, 1):
            self._sheet(book.create_sheet(sheet_name(self._title, number)), rows, below)
        return _parts_of(book)

    def around(self, number: int, sizes: Sequence[tuple[int, int]]) -> tuple[bytes, bytes]:
        """The XML of a sheet up to the end of its head row, and from the end of its rows on."""
        xml = self.parts(sizes)[sheet_part(number)]
        end = xml.index(b"</sheetData>")
        # Codes and phones are digits kept as text on purpose: no green corners.
        corner = f"{self.letters[-1]}{sizes[-1][0] + 1}"
        quiet = f'<ignoredErrors><ignoredError sqref="A1:{corner}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
        return xml[:end], xml[end:].replace(b"</worksheet>", quiet.encode())

    def _sheet(self, sheet: Any, rows: int, below: int) -> None:
        for letter, width in zip(self.letters, self._widths, strict=True):
            sheet.column_dimensions[letter].width = width
        last = self.letters[-1]
        sheet.row_dimensions[1].height = _HEAD_HEIGHT
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{last}{rows + 1}"
        _print_settings(sheet, self._title)
        sheet.print_area = f"A1:{last}{rows + below + 1}"
        sheet.append(
            [_head(sheet, self._language.say(column.title), column.kind in _RIGHT) for column in self._columns]
        )


def sheet_part(number: int) -> str:
    """The name inside the file of its nth sheet, from 1."""
    return f"xl/worksheets/sheet{number}.xml"


@lru_cache(maxsize=8)
def _styles(formats: tuple[tuple[str, str], ...], heads: tuple[bool, ...]) -> tuple[dict[str, int], bytes]:
    """The number of each format, and the part of the file that says what they look like: those of the head come first."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([_head(sheet, "", right) for right in heads])
    sheet.append([_styled(sheet, *each) for each in product((False, True), formats)])
    parts = _parts_of(book)
    names = [name for name, _ in formats]
    numbers = map(int, _STYLED.findall(parts[sheet_part(1)]))
    return dict(zip([*names, *(TOTAL + name for name in names)], numbers, strict=True)), parts[_STYLESHEET]


def _parts_of(book: Any) -> dict[str, bytes]:
    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def _head(sheet: Any, title: str, right: bool) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    cell = WriteOnlyCell(sheet, title)
    cell.data_type = "s"
    cell.font = Font(name="Calibri", bold=True, color="FF0F172A")
    cell.fill = PatternFill("solid", fgColor="FFE2E8F0")
    cell.border = Border(bottom=Side("thin", color="FF64748B"))
    cell.alignment = Alignment(horizontal="right" if right else "left", vertical="center", indent=int(right))
    return cell


def _styled(sheet: Any, bold: bool, named: tuple[str, str]) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Border, Font, Side

    name, code = named
    cell = WriteOnlyCell(sheet, 0)
    cell.alignment = (
        Alignment(horizontal="left", vertical="top", wrap_text=name == WRAPPED)
        if name in LEFT
        else Alignment(horizontal="right", vertical="top", indent=1)
    )
    cell.number_format = code
    cell.quotePrefix = name == QUOTED
    if bold:
        cell.font = Font(name="Calibri", bold=True)
        cell.border = Border(top=Side("thin", color="FF64748B"))
    return cell


def _print_settings(sheet: Any, title: str) -> None:
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    margins = sheet.page_margins
    margins.left = margins.right = _MARGIN
    margins.top = margins.bottom = _MARGIN + 0.25
    sheet.print_title_rows = "1:1"
    sheet.oddHeader.left.text = title.replace("&", "&&")[:200]
    sheet.oddFooter.right.text = "&P / &N"
