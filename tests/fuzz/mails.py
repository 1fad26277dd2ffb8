"""Readers of mails: `.eml`, Outlook's `.msg`, pages and RTF inside of them."""

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.html_text import html_text
from desktop_crm.exchange.mail.outlook import MAGIC
from desktop_crm.exchange.mail.rtf import rtf_text, unpacked
from desktop_crm.exchange.mail.written import as_eml
from desktop_crm.model.file_name import plain_file_name
from tests.fuzz.target import refused_or_read, target

_HEADERS = (
    *("From: ", "To: a@b.example, ", "Date: Thu, 12 Mar 2026 10:00:00 +0700\r\n", "Subject: ", "Message-ID: <a@b>\r\n"),
    *(
        "Received: from x; ",
        "Content-Type: multipart/mixed; boundary=B\r\n",
        "Content-Type: text/html; charset=",
        "\r\n\r\n",
    ),
    *("Content-Type: message/rfc822\r\n", "Content-Transfer-Encoding: base64\r\n", "quoted-printable", "x-uuencode"),
    *(
        "\r\n--B\r\n",
        "\r\n--B--\r\n",
        "=?utf-8?B?",
        "=?gb2312?Q?=C4",
        "?=",
        "=?",
        "filename*0*=utf-8''%C4",
        "name*99999999=",
    ),
    *(
        "format=flowed; delsp=yes",
        "gb2312",
        "iso-2022-jp",
        "utf-7",
        "utf-16",
        "\xff\xfe",
        "<",
        ">",
        "(",
        '"',
        "\\",
        ":",
        ";",
        ",",
        "@",
    ),
    *(
        "<style>",
        "<div hidden>",
        "<pre>",
        "<table><td>",
        "<a href=http://x.example>",
        "<ol><li>",
        "<!--",
        "<![CDATA[",
        "&#0;",
    ),
)
_RTF = (
    *(
        "{\\rtf1\\ansi\\ansicpg932",
        "\\fromhtml1 ",
        "{\\*\\htmltag64 <p>}",
        "\\htmlrtf ",
        "\\htmlrtf0 ",
        "\\u-10179?",
        "\\uc9 ",
    ),
    *(
        "\\bin99999999 ",
        "{\\fonttbl{\\f0\\fcharset128 x;}}",
        "\\f0 ",
        "\\'93\\'fa",
        "\\par ",
        "{",
        "}",
        "\\",
        "\\ansicpg99999999",
    ),
    *("LZFu", "MELA", "\x01\x0c\xf0", "__substg1.0_1000001E", "__properties_version1.0", "\xfe\xff\xff\xff"),
)


@target(words=_HEADERS, most=8192)
def mail(data: bytes) -> None:
    """A mail as it goes over the wire, also what is within it."""
    with refused_or_read():
        read = read_mail(data)
        assert "\0" not in read.subject + read.text
        assert read.moment is None or read.moment.utcoffset() is not None
        assert all(plain_file_name(file.name) == file.name for file in read.files)
        assert all(str(told) for told in read.problems)
        again = read_mail(as_eml(read) if read.sender.address else b"From: a@b.example\r\n" + as_eml(read))
        assert (again.subject, len(again.files)) == (read.subject, len(read.files))


@target(words=_RTF, most=16384, guided=False)
def outlook(data: bytes) -> None:
    """One of Outlook's."""
    with refused_or_read():
        read = read_mail(MAGIC + data.removeprefix(MAGIC))
        assert all(str(told) for told in read.problems)


@target(words=_RTF, most=4096)
def rtf(data: bytes) -> None:
    """RTF, packed or not."""
    assert "\0" not in rtf_text(unpacked(data) or data)


@target(words=_HEADERS, most=4096)
def mail_page(data: bytes) -> None:
    """A page as the text of a mail."""
    html_text(data)
