"""Writes the beginnings of the corpus anew: `python tests/fuzz/seeds.py`. Findings lie beside them and stay."""

import io
import struct
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests import outlook  # noqa: E402 - the path above first
from tests.fuzz import packages  # noqa: E402
from tests.fuzz.target import CORPUS  # noqa: E402

FAR = [(0, 0, "x"), (1_048_575, 16_383, "y")]
TORN = "<a><table:table table:name='S'><table:table-row></a>"
FAR_CELL = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>y</t></is></c></row>'
CLAIM = f'<sst xmlns="{packages.MAIN}" count="4000000000" uniqueCount="4000000000"><si><t>x</t></si></sst>'
WIDE = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell office:value-type="string" '
    'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell></table:table-row>'
)
LAUGHS = (
    '<!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(12))
    + "]><a>&m;</a>"
)


def _bent(data: bytes, at: int, value: bytes) -> bytes:
    return data[:at] + value + data[at + len(value) :]


def _ods(content: str) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return packages.packed({"mimetype": kind, "META-INF/manifest.xml": "<m/>", "content.xml": content})


PACKAGES = {
    "usual.xlsx": packages.xlsx(),
    "usual.xlsb": packages.xlsb(),
    "usual.ods": packages.ods(),
    "far.xlsx": packages.xlsx(FAR_CELL),
    "far.xlsb": packages.xlsb(FAR),
    "claim.xlsx": packages.xlsx(strings=CLAIM),
    "wide.ods": packages.ods(WIDE),
    "torn.ods": _ods(TORN),
    "laughs.ods": _ods(LAUGHS),
    "cut.xlsx": packages.xlsx()[:700],
}
CONTAINERS = {
    "usual.xls": packages.xls(),
    "far.xls": packages.xls([(0, 0, "x"), (65_535, 65_535, "y")]),
    "claim.xls": packages.xls(size=(0, 0xFFFFFFFF, 0, 0xFFFF)),
    "round.xls": _bent(packages.xls(), 512 + 8, struct.pack("<I", 2)),
    "sectors.xls": _bent(packages.xls(), 72, b"\xff" * 4),
}


def _picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (8, 8), **options: object) -> bytes:
    from PIL import Image

    file = io.BytesIO()
    Image.new(mode, size, 127).save(file, kind, **options)
    return file.getvalue()


def _claiming(png: bytes, side: int) -> bytes:
    """A PNG that says to be larger than its data."""
    head = png[12:16] + struct.pack(">II", side, side) + png[24:29]
    return _bent(png, 12, head + struct.pack(">I", zlib.crc32(head)))


def _pictures() -> dict[str, bytes]:
    png = _picture("PNG")
    return {
        "usual.png": png,
        "usual.jpg": _picture("JPEG"),
        "usual.gif": _picture("GIF", "P"),
        "usual.bmp": _picture("BMP"),
        "usual.tif": _picture("TIFF"),
        "usual.webp": _picture("WEBP"),
        "clear.png": _picture("PNG", "RGBA"),
        "deep.png": _picture("PNG", "I;16"),
        "ink.jpg": _picture("JPEG", "CMYK"),
        "huge.png": _claiming(png, 0x7FFFFFFF),
        "wide.png": _claiming(png, 60_000),
        "large.png": _claiming(png, 15_000),
        "middle.png": _claiming(png, 10_000),
        "shapes.svg": b'<svg xmlns="http://www.w3.org/2000/svg" width="9e9" height="9"><rect width="1" height="1"/></svg>',
    }


TEMPLATE = """# PERJANJIAN
Nomor {{ number }}, {{ day|day_words }}

## Harga [price]

1. {{ client.name }} membayar {{ totals.total|words }}:
   1. tunai; {% if terms.prepayment_percent %}{{ terms.prepayment_percent|percent }}{% endif %}
2. **Tebal** dan *miring*, lihat {{ clause("price") }}.

[specification]

{% for line in lines %}{{ line.name }} {{ line.amount|money }}
{% endfor %}
"""

TEXTS = {
    "delimited": {
        "usual.csv": 'Nama Perusahaan;Telepon;Email\r\nPT A;0812-3456-7890;a@b.co.id\r\n"B\nC";;\r\n',
        "announced.csv": "sep=|\nKode|Harga|Aktif\nK-1|Rp 1.250.000,50|ya\n",
        "products.csv": 'Kode,Nama Barang,Harga,Mata Uang\nK-1,Kopi,"1,5 juta",IDR\nK-1,Kopi,-5,USD\n',
        "quote.csv": 'a,"b\nc,d\n',
        "wide.csv": "," * 2500 + "\nx\n",
        "formulas.csv": "Nama,Telepon\n=cmd|' /C calc'!A0,+62 812\n@SUM(1+1),-1\n",
    },
    "cell": {
        "phones": "021-5551234/35; 0812 3456 789 (Budi) atau +62 22 5550 0177 ext. 5",
        "name": "Nama: PT. Maju, Jaya (Tbk)",
        "number": "Rp 1.250.000,50 juta",
        "date": "Kamis, 12 Maret 2026 10:00",
        "emails": "a@b.co.id; c@d.e/f@g.id",
        "npwp": "01.234.567.8-901.000",
        "letters": "a" * 2000,
        "blanks": "a" + " " * 1500 + "!",
        "commas": "a" + "," * 1500 + "!",
        "bracket": "(" + " " * 1500 + "1",
        "ats": "@" * 1500,
        "dots": "1" + ".000" * 500,
    },
    "template": {
        "usual": TEMPLATE,
        "reach.txt": "{{ own.__class__.__mro__ }}",
        "nest.txt": "{% if number %}" * 60 + "{% endif %}" * 60,
        "and.txt": "{{ " + " and ".join(["number"] * 300) + " }}",
        "not.txt": "{{ " + "not " * 400 + "number }}",
        "brackets.txt": "{{ " + "(" * 500 + "1" + ")" * 500 + " }}",
        "stars.txt": "*a **b " * 280,
        "lists.txt": "1. " * 500 + "x",
        "number.txt": "{{ " + "9" * 1900 + "|words }}",
    },
    "contract": {"usual": TEMPLATE, "stars.txt": "*a **b " * 40, "word.txt": "a" * 1500, "items.txt": "1. x\n" * 300},
    "record_text": {
        "markup": "<b>PT</b> & <font size=99>x</font><br/><img src='/etc/passwd'/>",
        "turned": "\u202ebalik\u2069 \u200b\xad\ufffe\ufdd0",
        "scripts": "شركة 你好 👩‍👧 ﷺ e\u0301" + "\u0301" * 50,
        "long": "a" * 900,
    },
    "paper": {"markup": "<b>PT</b> & 100% {x}\n" * 3, "long": "a" * 1000, "lines": "a\n" * 60, "empty": ""},
    "exported": {
        "formulas": "=1+1\x1f+1\x1f-1\x1f@SUM(A1)\x1f\t=1\x1f\r=1",
        "escapes": "_x0041_\x1f_x000D_\x1f&<>]]>\x1f\0\x1f\ufffe",
        "long": "a" * 1000,
    },
    "pattern": {
        "usual": "{seq:03}/PKS/{roman_month}/{year}",
        "deep": "{seq:{seq:{seq}}}",
        "reach": "{seq.__class__}{year}",
    },
    "clipboard": {
        "usual": "Kode\tJumlah\tHarga\nKOPI-1\t2\t1,5 juta\t5\nLain\tx\t\t\n",
        "lines": "\n\t\n\u2028x\t1e9\t-0",
    },
    "sentence": {
        "usual.json": '{"text":"Order {number} is confirmed","args":{"number":7}}',
        "wide.json": '{"text":"{a:>9999999999}","args":{"a":1}}',
        "reach.json": '{"text":"{a.__class__}","args":{"a":1}}',
        "deep.json": "[" * 500,
    },
    "file_name": {
        "path": "../../etc/passwd",
        "drive": "C:\\aux.txt",
        "nul": "a\0\n.pdf",
        "turned": "kontrak\u202efdp.exe",
        "long": "é" * 300 + ".pdf",
        "dots": ". .. ...",
    },
}

WORKSPACES = {
    "same": b"e",
    "half": b"c" + struct.pack("<I", 20_000),
    "head": b"c" + struct.pack("<I", 100),
    "schema": b"e" + b"".join(struct.pack("<IB", 100 + at, 0xFF) for at in range(0, 60, 7)),
    "owner": b"e" + struct.pack("<IB", 68, 0),
    "log": b"l" + bytes.fromhex("377f0682002de21800001000") + bytes(200),
    "text": b"SQLite format 3\0" + bytes(84),
    "empty": b"",
}


MAIL = """From: =?utf-8?Q?Dewi=2C_Toko?= <dewi@toko.example>
To: Tim: Budi <budi@kantor.example>, sri@kantor.example;
Date: Thu, 12 Mar 2026 10:00:00 +0700 (WIB)
Subject: =?utf-8?B?SGFyZ2Eg4oCc?= =?utf-8?B?YmFyddKd?=
Message-ID: <a.1@toko.example>
In-Reply-To: <b.2@kantor.example>
Content-Type: multipart/mixed; boundary="B"

--B
Content-Type: multipart/alternative; boundary="A"

--A
Content-Type: text/plain; format=flowed; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Halo =
Budi, =E9
--A
Content-Type: text/html; charset=gb2312

<style>p{}</style><p>Halo <b>Budi</b><ul><li>satu</ul><a href="https://toko.example">x</a>
--A--
--B
Content-Type: application/pdf; name*0*=utf-8''harga%20; name*1=baru.pdf
Content-Transfer-Encoding: base64

JVBERg==
--B
Content-Type: message/rfc822

From: sri@kantor.example
Subject: Dalam

x
--B--
"""
DEEP = "From: a@b.example\n" + "".join(
    f"Content-Type: multipart/mixed; boundary=b{at}\n\n--b{at}\n" for at in range(100)
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1{\fonttbl{\f0\fcharset128 x;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Gr\'f6\'dfe \u24179?"
    rb"\htmlrtf }\htmlrtf0{\*\htmltag72 </p>}}"
)
MAILS = {
    "mail": {
        "usual.eml": MAIL.replace("\n", "\r\n").encode(),
        "apple.emlx": b"30\nFrom: a@b.example\nSubject: x\n\nx",
        "mbox.eml": b"From x\nFrom: a@b.example\n\nx",
        "deep.eml": DEEP.encode(),
        "signed.eml": b"From: a@b.example\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nMIAG",
        "boundary.eml": b"From: a@b.example\nContent-Type: multipart/mixed\n\n--B\nContent-Type: text/plain\n\nx\n--B--",
        "wide.eml": "From: a@b.example\n\nx".encode("utf-16"),
        "colons.eml": b"From: " + b":" * 3000,
        "words.eml": b"Subject: " + b"=?a?q?" * 1000,
    },
    "outlook": {
        "usual.msg": outlook.msg_file(
            t0037="Harga",
            t1000="Halo",
            t0C1F="a@b.example",
            people=[{"t3001": "B", "n0C15": 1}],
            files=[{"t3707": "a.pdf", "b3701": b"x" * 5000}, {"n3705": 5, "inner": {"t0037": "Dalam"}}],
        ),
        "old.msg": outlook.msg_file(o0037="日本".encode("cp932"), n3FFD=932, b1009=outlook.packed_rtf(RTF)),
        "head.msg": outlook.msg_file(t0037="x")[:600],
        "empty.msg": outlook.container({}),
    },
    "rtf": {
        "page.rtf": RTF,
        "packed.rtf": outlook.packed_rtf(RTF),
        "deep.rtf": b"{" * 2000,
        "bin.rtf": rb"{\rtf1\bin999999999 x",
    },
    "mail_page": {
        "usual.html": b"<meta charset=cp1251><table><tr><td>\xd6<td>b</table><blockquote><pre>a\n b</pre></blockquote>",
        "deep.html": b"<div>" * 700,
        "open.html": b"<" * 3000,
    },
}


def main() -> None:
    """Write all of them."""
    made = {
        name: {file: text.encode(errors="surrogatepass") for file, text in texts.items()}
        for name, texts in TEXTS.items()
    }
    made |= {"package": PACKAGES, "workbook": {**PACKAGES, **CONTAINERS}}
    made |= MAILS
    made |= {"picture": _pictures(), "workspace": WORKSPACES}
    for name, files in made.items():
        folder = CORPUS / name
        folder.mkdir(parents=True, exist_ok=True)
        for file, data in files.items():
            (folder / file).write_bytes(data)


if __name__ == "__main__":
    main()
