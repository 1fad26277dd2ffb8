"""Small workbooks of each kind, made by hand: the smallest that the reader takes, so that each byte of them matters."""

import io
import struct
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKED = "http://schemas.openxmlformats.org/package/2006/relationships"

HEAD = ("Nama Perusahaan", "Telepon")
BODY = ("PT Maju Jaya", "0812-3456-7890")


def packed(parts: dict[str, Any], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A package with these parts, the same bytes each time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name), content, packing, 9)
    return made.getvalue()


def xlsx(rows: str = "", strings: str = "", sheets: int = 1, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Excel's usual kind; all its sheets are the same part, which stands under another name if `part` says so."""
    listed = "".join(f'<sheet name="S{at}" sheetId="{at}" r:id="r1"/>' for at in range(1, sheets + 1))
    parts = {
        "_rels/.rels": _links("xl/workbook.xml", "officeDocument"),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _links("worksheets/sheet1.xml", "worksheet"),
        part: f'<worksheet xmlns="{MAIN}"><sheetData>{rows or _rows()}</sheetData></worksheet>',
    }
    return packed({**parts, **({"xl/sharedStrings.xml": strings} if strings else {})})


def bomb(megabytes: Any, claim: int = 0) -> Any:
    """A workbook whose sheet unpacks to so many megabytes of blanks; `claim` is what it says instead."""
    packer = zlib.compressobj(9, wbits=-15)
    piece = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)  # may be repeated as it stands
    data, name = piece * megabytes + packer.flush(), b"xl/worksheets/sheet1.xml"
    whole = xlsx(part="xl/other.xml")
    end = whole.rindex(b"PK\5\6")
    count, size, start = struct.unpack_from("<HII", whole, end + 10)
    facts = struct.pack("<5H3I2H", 20, 0, 8, 0, 0x21, 0, len(data), claim or megabytes * 2**20, len(name), 0)
    entry = b"PK\1\2\x14\0" + facts + struct.pack("<3H2I", 0, 0, 0, 0, start) + name
    closing = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count + 1, count + 1, size + len(entry), 0, 0)
    file = b"PK\3\4" + facts + name + data
    closing = closing[:16] + struct.pack("<I", start + len(file)) + closing[20:]
    return whole[:start] + file + whole[start:end] + entry + closing


def _links(target: str, kind: str) -> str:
    link = f'<Relationship Id="r1" Type="{LINKS}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKED}">{link}</Relationships>'


def _rows() -> str:
    texts = ["".join(f'<c t="inlineStr"><is><t>{word}</t></is></c>' for word in row) for row in (HEAD, BODY)]
    return "".join(f"<row>{text}</row>" for text in texts)


def ods(table: str = "") -> bytes:
    """The Open Document's kind."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = ["".join(map(cell.format, row)) for row in (HEAD, BODY)]
    usual = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="S">{table or usual}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": content,
        }
    )


def xlsb(cells: Sequence[tuple[int, int, str]] = (), size: tuple[int, int, int, int] = (0, 1, 0, 1)) -> Any:
    """Excel's binary kind; `cells` are (row, column, text), `size` the first and last row and column it claims."""
    cells = cells or [(row, at, word) for row, words in enumerate((HEAD, BODY)) for at, word in enumerate(words)]
    sheet = [_record(0x81), _record(0x94, struct.pack("<4I", *size)), _record(0x91)]
    last = None
    for row, column, text in cells:
        if row != last:
            sheet.append(_record(0x00, struct.pack("<I", row) + bytes(13)))
            last = row
        sheet.append(_record(0x06, struct.pack("<2I", column, 0) + _wide(text)))
    sheet += [_record(0x92), _record(0x82)]
    bundle = struct.pack("<2I", 0, 1) + _wide("r1") + _wide("S")
    book = [_record(0x83), _record(0x8F), _record(0x9C, bundle), _record(0x90), _record(0x9D, bytes(4)), _record(0x84)]
    return packed(
        {
            "_rels/.rels": _links("xl/workbook.bin", "officeDocument"),
            "xl/workbook.bin": b"".join(book),
            "xl/_rels/workbook.bin.rels": _links("worksheets/sheet1.bin", "worksheet"),
            "xl/worksheets/sheet1.bin": b"".join(sheet),
        }
    )


def _record(kind: int, content: bytes = b"") -> Any:
    """Kind and length are written in groups of seven bits, the kind in at most two."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, groups = len(content), []
    while True:
        groups.append(length & 0x7F | (0x80 if length > 0x7F else 0))
        length >>= 7
        if not length:
            return head + bytes(groups) + content


def _wide(text: str) -> Any:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xls(cells: Sequence[tuple[int, int, str]] = (), size: tuple[int, int, int, int] = (0, 2, 0, 2)) -> bytes:
    """Excel's kind of 1997 to 2003: records of a stream in a container with sectors."""
    cells = cells or [(row, at, word) for row, words in enumerate((HEAD, BODY)) for at, word in enumerate(words)]
    begin = struct.pack("<6H", 0x0600, 0x0005, 0, 0, 0, 0)
    bound = struct.pack("<IHBB", 0, 0, 1, 0) + b"S"
    globals_length = sum(len(part) for part in (_old(0x0809, begin), _old(0x85, bound), _old(0x0A)))
    bound = struct.pack("<I", globals_length) + bound[4:]
    stream = [_old(0x0809, begin), _old(0x85, bound), _old(0x0A), _old(0x0809, begin)]
    stream.append(_old(0x0200, struct.pack("<IIHHH", *size, 0)))
    for row, column, text in cells:
        stream.append(_old(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le")))
    stream.append(_old(0x0A))
    return _contained(b"".join(stream))


def _old(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _contained(stream: bytes) -> bytes:
    """An OLE container with the stream `Workbook`: header, table of sectors, directory, then the stream's sectors."""
    stream = stream.ljust(4096, b"\0")
    count = -(-len(stream) // 512)
    stream = stream.ljust(count * 512, b"\0")
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    chain = [table, end, *range(3, count + 2), end]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(512, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<9I", 0, 1, 1, 0, 4096, end, 0, end, 0) + struct.pack("<I", 0) + b"\xff" * 432
    entries = _entry("Root Entry", 5, end, 0, 1) + _entry("Workbook", 2, 2, len(stream)) + bytes(256)
    assert free == 0xFFFFFFFF
    return header + fat + entries + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    head = wide.ljust(64, b"\0") + struct.pack("<HBBIII", len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)
