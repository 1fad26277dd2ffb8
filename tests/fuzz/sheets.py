"""Readers of foreign sheets: files to rows, rows to clients and products, single cells to values."""

import math
import os
import struct
from collections.abc import Iterable
from pathlib import Path

from desktop_crm.exchange import archive
from desktop_crm.exchange.cells import clean_row, clean_text
from desktop_crm.exchange.client_fields import CLIENT_FIELDS
from desktop_crm.exchange.client_sheet import client_rows
from desktop_crm.exchange.columns import ValueKind, known_names, match
from desktop_crm.exchange.contact_points import emails_in, phones_in
from desktop_crm.exchange.header import find_header
from desktop_crm.exchange.marks import marks_of
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, product_rows
from desktop_crm.exchange.sheet import Sheet, read_sheets
from desktop_crm.exchange.values import reader
from desktop_crm.model.identifier import identifier_doubt, identifier_problem, normalise_identifier
from desktop_crm.model.written_name import split_legal_form, split_title
from desktop_crm.model.written_number import currency_of
from tests.fuzz.mutating import mutated_package
from tests.fuzz.target import file_of, refused_or_read, target

_KNOWN = known_names((*CLIENT_FIELDS, *PRODUCT_FIELDS))
_WORDS = (
    *("Nama Perusahaan", "Telepon", "Email", "NPWP", "Kode", "Harga", "Mata Uang", "Aktif", "PIC", "sep=;"),
    *(";", ",", "\t", "|", '"', '""', "\r\n", "\n", "Rp 1.250.000,-", "1,5 juta", "(1.500)", "12/03/2026"),
    *("0812-3456-7890", "021-5551234/35", "a@b.co.id", "PT. Maju Jaya, Tbk", "=1+1", "\ufeff", "1e400", "ya"),
)
_MARKUP = (
    *("<row>", '<row r="1048576">', "</row>", '<c r="XFD1048576">', '<c t="s"><v>0</v></c>', '<c t="inlineStr">'),
    *("<is><t>x</t></is>", 'table:number-columns-repeated="16384"', 'table:number-rows-repeated="1048576"'),
    *("<table:table-row>", "<table:table-cell/>", "&amp;", "&#0;", "<!DOCTYPE a [", "<![CDATA[", "-->"),
    *("\xff\xff\xff\xff", "\x00\x00\x00\x80", "\xfe\xff\xff\xff", "\x09\x08", "\x04\x02", "\x94\x01", "\x91\x01"),
)


@target(words=_WORDS, most=2048)
def delimited(data: bytes) -> None:
    """A text with separators."""
    if archive.kind_of(data[:4096]) is archive.Kind.TEXT:
        with refused_or_read():
            _take_over(read_sheets(file_of(data, "input.csv"), _KNOWN))


def _in_a_fork(data: bytes) -> None:
    """The same as `workbook` in a fork, which is quicker; what the reader would die of is not looked for."""
    import desktop_crm.exchange.workbook  # noqa: F401 - here once, not in each fork
    from tests.fuzz.forked import survives

    assert survives(lambda: _read_all(file_of(data, _name(data))))


def _read_all(path: Path) -> None:
    from desktop_crm.exchange.workbook import tables

    with refused_or_read():
        for _, _, _, rows in tables(path):
            for _ in rows:
                pass


_FORKED = _in_a_fork if hasattr(os, "fork") else None


@target(words=_MARKUP, slow=True, most=16384, mutate=mutated_package, guided=False, long=_FORKED)
def workbook(data: bytes) -> None:
    """A workbook of any kind."""
    if archive.kind_of(data[:4096]) is archive.Kind.WORKBOOK:
        with refused_or_read():
            _take_over(read_sheets(file_of(data, _name(data)), _KNOWN))


@target(words=_MARKUP, most=16384, mutate=mutated_package)
def package(data: bytes) -> None:
    """What is asked of a package before and after it is read."""
    path = file_of(data, "input")
    archive.kind_of(data[:4096])
    archive.is_encrypted(path)
    for ask in (archive.endings, archive.refuse, archive.refuse_far_cells, archive.repacked, marks_of):
        with refused_or_read():
            ask(path)


@target(text=True, words=_WORDS, most=1024)
def cell(text: str) -> None:
    """One cell, read as whatever a column may hold."""
    first = text.encode(errors="surrogateescape")[:8].ljust(8, b"\0")
    number = clean_row(struct.unpack("<dd", first * 2))[0]
    words = clean_text(text.encode(errors="replace").decode())
    for value in (number, words):
        if value is not None:
            find_header([(value,)], _KNOWN)
            for kind in ValueKind:
                reader(kind, [value])(value)
    if words is not None:
        _read_words(words)


def _read_words(words: str) -> None:
    currency_of(words)
    match([words], CLIENT_FIELDS)
    match([words], PRODUCT_FIELDS)
    assert split_legal_form(words)[1] is not None
    split_title(words)
    phones_in(words)
    emails_in(words)
    for kind in ("npwp", "nib"):
        identifier = normalise_identifier(kind, words)
        identifier_problem(identifier)
        identifier_doubt(identifier)


def _take_over(sheets: Iterable[Sheet]) -> None:
    for sheet in sheets:
        assert sheet.first_row_number >= 1
        assert {len(row) for row in sheet.rows} <= {len(sheet.header)}
        assert not any(isinstance(value, float) and not math.isfinite(value) for row in sheet.rows for value in row)
        for fields, rows in ((CLIENT_FIELDS, client_rows), (PRODUCT_FIELDS, product_rows)):
            _, problems = rows(sheet, match(sheet.header, fields))
            assert all(str(problem.told()) for problem in problems)


def _name(data: bytes) -> str:
    """With the ending that the reader goes by."""
    if not data.startswith(b"PK"):
        return "input.xls"
    return f"input{'.xlsb' if b'workbook.bin' in data else '.ods' if b'content.xml' in data else '.xlsx'}"
