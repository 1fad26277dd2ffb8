"""Cases from the public bug reports of other programs, rebuilt small: what went wrong there must not here."""

import base64
from datetime import UTC, datetime

import pytest

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.mail import Mail, Person
from tests.outlook import msg_file


def mail_of(*head: str, body: str | bytes = "") -> Mail:
    data = body if isinstance(body, bytes) else body.encode()
    return read_mail("\r\n".join([*head, "", ""]).encode() + data)


SUBJECTS = {
    # node-imap 360, neomutt 1015: a letter torn between two words
    "=?UTF-8?Q?Kvie=C4=8Diame_pasi=C5=BEad=C4?=\r\n =?UTF-8?Q?=97jim=C5=B3?=": "Kviečiame pasižadėjimų",
    # zammad 2953: the same in base64
    "=?utf-8?B?dmVyc2Nob2JlbiAtICBCZWjD?=\r\n =?utf-8?B?tnJkZW4=?=": "verschoben - Behörden",
    # thunderbird-android 2499: and in GB2312, whose name says less than is in it
    "=?gb2312?B?Obv9t9az6cnu29rHsLqju6rHyLPHSlfN8rrAvsa16qOsuPzT0DIwvNIzOTnU?=\r\n\t=?gb2312?B?qr6r0aG439DHytTLr77Gteq1yMTjwLSjoQ==?=": (
        "9积分抽深圳前海华侨城JW万豪酒店，更有20家399元精选高星试睡酒店等你来！"
    ),
    # postal-mime 68: each piece has its own padding
    "=?ISO-2022-JP?B?GyRCRUUbKEI=?=\r\n =?ISO-2022-JP?B?GyRCO1IbKEI=?=": "電子",
    # mail-parser 29: no blank before the word, and an empty one
    "[SPAM]=?utf-8?B?VGhpcyBpcw==?= text =?utf-8?Q??=": "[SPAM]This is text",
    # MimeKit 449: bits of charsets that don't exist are no reason to read nothing
    "=?UTF-8?B??==?X-NONE?Q?=54?==?UTF-8?Q?est?=": "Test",
    # a word that was cut within four letters of base64
    "=?utf-8?B?SGFyZ2E?= =?utf-8?B?gQmFydQ==?=": "Harga Baru",
}


@pytest.mark.parametrize("subject", SUBJECTS, ids=SUBJECTS.values())
def test_subjects(subject: str) -> None:
    assert mail_of("From: a@b.example", f"Subject: {subject}").subject == SUBJECTS[subject]


def test_raw_chinese_in_a_header() -> None:
    """mailparser 351: letters of no charset came as boxes"""
    head = "From: a@b.example\r\nSubject: 发信方已撤回邮件：测试测试\r\n\r\n".encode("gb18030")
    assert read_mail(head + b"x").subject == "发信方已撤回邮件：测试测试"


PEOPLE = {
    # mail-parser 146, osTicket 940, modoboa 4179: a comma in an encoded name made two people of one
    "=?iso-8859-1?Q?Last=DFlName=2C_FirstName?= <c@a.example>": [Person("LastßlName, FirstName", "c@a.example")],
    # nodemailer 973, addressparser 9: and one without quotes
    "Steve Jobs, Ceo <jobs@a.example>": [Person("Steve Jobs, Ceo", "jobs@a.example")],
    # mailparser 223: quotes within quotes
    '"Dr\\", Watson" <dr@a.example>': [Person('Dr", Watson', "dr@a.example")],
    # mail-parser 146
    "simple@a.example, =?UTF-8?Q?John_=22Johnny=22_Doe?= <j@a.example>": [
        Person("", "simple@a.example"),
        Person('John "Johnny" Doe', "j@a.example"),
    ],
    # MimeKit 662: name and address are both within the word
    "=?utf-8?Q?Nama_-_Toko_=3Cinfo=40a.example=3E?=": [Person("Nama - Toko", "info@a.example")],
    # cpython 103800: a name of colons ended the program
    "a" + ":" * 3000 + " <b@a.example>": [Person("", "b@a.example")],
}


@pytest.mark.parametrize("said", PEOPLE, ids=range(len(PEOPLE)))
def test_people(said: str) -> None:
    assert list(mail_of("From: x@y.example", f"To: {said}").to) == PEOPLE[said]


@pytest.mark.parametrize("head", ["To: b@a.example", "Subject: Harga"])
def test_nobody_is_told_as_sender_or_recipient(head: str) -> None:
    """twenty 3946: a mail without recipients stopped the import"""
    assert mail_of(head, body="x").text == "x"


def test_without_an_id() -> None:
    """krayin 2553, mail-importer 5, attachment-downloader 65: no id, no mail"""
    mail = mail_of("From: a@b.example", "X-Mozilla-Status: 0001", body="x")
    assert (mail.message_id, mail.text) == ("", "x")
    assert mail.identity


def test_something_before_the_headers() -> None:
    """mail-archiver 351: one stray line, and the headers were read as the text"""
    mail = mail_of(
        "Re", "Return-Path: <m@a.example>", "Date: 13 May 2001 00:55:37 -0000", "From: f@a.example", body="x"
    )
    assert (mail.sender.address, mail.text) == ("f@a.example", "x")


FILES = {
    # chatmail 1455, elixir-mail 199: the name is in the other header
    'Content-Type: application/octet-stream; name="document.pdf"\r\nContent-Disposition: attachment': "document.pdf",
    # Indy 694: a name in pieces, without quotes
    "Content-Type: application/octet-stream;\r\n name*0=352-procNFe.x;\r\n name*1=ml": "352-procNFe.xml",
    # mail-api 693
    "Content-Disposition: attachment; filename*=utf-8''2023%E5%B9%B406%E6%9C%88.zip": "2023年06月.zip",
    # Email-MIME 76: an encoded word where none may be
    'Content-Type: image/jpeg;\r\n name="=?UTF-8?B?cHVibGljLmpwZw==?="': "public.jpg",
    # mail 1606: and one without quotes
    "Content-Type: image/jpeg; name==?utf-8?B?dGVzdC5qcGc=?=": "test.jpg",
    # ripMIME 26: a mail without a name was no file
    "Content-Type: message/rfc822\r\nContent-Disposition: attachment": "mail.eml",
}


@pytest.mark.parametrize("head", FILES, ids=FILES.values())
def test_names_of_files(head: str) -> None:
    [file] = mail_of(
        "From: a@b.example", 'Content-Type: multipart/mixed; boundary="B"', body=f"--B\r\n{head}\r\n\r\nx\r\n--B--"
    ).files
    assert (file.name, file.content) == (FILES[head], b"x")


@pytest.mark.parametrize(
    "charset", ["iso-8859-8-i", "bogus", "cp-850", "utf-8*fr", "windows-1252http-equivcontent-type", ""]
)
def test_a_charset_that_nobody_knows(charset: str) -> None:
    """unstructured 801, django-mailbox 34, imbox 177 and 113, imapbox 49: the whole mail was lost for it"""
    mail = mail_of("From: a@b.example", f"Content-Type: text/plain; charset={charset}", body="Halo")
    assert mail.text == "Halo"


def test_base64_in_pieces_that_were_padded_each() -> None:
    """and with lines of other things in it"""
    body = base64.b64encode(b"Halo ") + b"\r\n\r\n" + base64.b64encode(b"Budi, apa kabar?") + b"\r\n-- \r\n"
    mail = mail_of("From: a@b.example", "Content-Transfer-Encoding: base64", body=body)
    assert mail.text == "Halo Budi, apa kabar?"


def test_what_is_said_to_be_base64_and_is_none() -> None:
    mail = mail_of(
        "From: a@b.example", "Content-Transfer-Encoding: base64", body="Halo, Budi! (Ini teks biasa: 5 & 6.)"
    )
    assert mail.text == "Halo, Budi! (Ini teks biasa: 5 & 6.)"


def test_styles_are_no_text() -> None:
    """Mailpile 1325, nodemailer 258, stalwart 2598: the text began with pages of CSS"""
    page = "<style>#outlook a{padding:0}</style><div><!-- no --><p>Halo</p></div><script>x()</script>"
    assert mail_of("From: a@b.example", "Content-Type: text/html", body=page).text == "Halo"


def test_an_attached_mail_in_a_mail_in_a_mail() -> None:
    """eml_parser 44, openrag 364: read on and on until the memory was full"""
    data = b"From: a@b.example\r\nSubject: 0\r\n\r\nx"
    for level in range(1, 200):
        data = b"From: a@b.example\r\nSubject: %d\r\nContent-Type: message/rfc822\r\n\r\n" % level + data
    assert [file.name for file in read_mail(data).files] == ["198.eml"]


def test_an_attached_mail_in_base64() -> None:
    """unstructured 3604: a mail that may not be packed is packed all the same"""
    inner = base64.encodebytes(b"From: a@b.example\r\nSubject: Dalam\r\n\r\nx").decode()
    head = ["From: a@b.example", "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64"]
    [file] = mail_of(*head, body=inner).files
    assert (file.name, read_mail(file.content).text) == ("Dalam.eml", "x")


def test_a_signed_mail_is_not_empty() -> None:
    """osTicket-1.7 883"""
    body = "--B\r\nContent-Type: text/plain\r\n\r\nHalo\r\n--B\r\nContent-Type: application/x-pkcs7-signature; name=smime.p7s\r\n\r\nM\r\n--B--"
    assert mail_of("From: a@b.example", "Content-Type: multipart/signed; boundary=B", body=body).text == "Halo"


DATES = {
    # proton-bridge 85: what stands in brackets behind the zone
    "Wed, 17 Jul 2019 11:46:37 +0000 (GMT+00:00)": datetime(2019, 7, 17, 11, 46, 37, tzinfo=UTC),
    # nextcloud mail 10317
    "Fri, 3 Jan 2025 06:43:20 -0300 (-03)": datetime(2025, 1, 3, 9, 43, 20, tzinfo=UTC),
    # tine20 5652: shown as of 1970
    "Sun, 8 Nov 2015 12:24:00 -0500 (Eastern Standard Time)": datetime(2015, 11, 8, 17, 24, tzinfo=UTC),
    # tutanota 8766: the month before the day was read as the year 1605
    "Fri, Dec 14 2001 16:05:48 -0800": datetime(2001, 12, 15, 0, 5, 48, tzinfo=UTC),
    # sup 252: days and months in other languages, and a zone without its sign
    "fre, 28 maj 1999 21:47:11 +0200 (CEST)": datetime(1999, 5, 28, 19, 47, 11, tzinfo=UTC),
    "Di, 17 Mai 2005 12:31:00 +0200": datetime(2005, 5, 17, 10, 31, tzinfo=UTC),
    "Kam, 6 Agu 2026 10:00:00 +0700": datetime(2026, 8, 6, 3, tzinfo=UTC),
}


@pytest.mark.parametrize("said", DATES)
def test_moments(said: str) -> None:
    assert mail_of("From: a@b.example", f"Date: {said}").moment == DATES[said]


def test_without_a_date_it_came_when_eudora_says_it_was_received() -> None:
    """import-export-tools-ng 370: the day of the import was shown"""
    mail = mail_of("Received: ; Thu Oct 28 17:00:38 2004 -0400", "From: a@b.example")
    assert mail.moment == datetime(2004, 10, 28, 21, 0, 38, tzinfo=UTC)


def parted(*parts: str) -> Mail:
    body = "".join(f"--x\r\n{part}\r\n" for part in parts)
    return mail_of("From: a@b.example", 'Content-Type: multipart/mixed; boundary="x"', body=f"{body}--x--\r\n")


def test_a_paper_that_is_said_to_be_inline_is_a_file() -> None:
    """paperless-ngx 865: it was passed over"""
    [file] = parted(
        "Content-Type: text/plain\r\n\r\nTerlampir",
        'Content-Type: application/pdf\r\nContent-Disposition: inline; filename="Nota.pdf"\r\n\r\n%PDF',
    ).files
    assert (file.name, file.content, file.inline) == ("Nota.pdf", b"%PDF", False)


def test_a_file_without_a_name_gets_one() -> None:
    """paperless-ngx 5087: an empty name was a folder's"""
    [file] = parted('Content-Type: application/pdf; name=""\r\nContent-Disposition: attachment\r\n\r\n%PDF').files
    assert file.name.strip(". ")
    assert file.content == b"%PDF"


def test_a_file_of_no_kind_is_what_its_name_says() -> None:
    """paperless-ngx 11242, 6271: octets called .pdf, with dots and a colon in the name, were no paper"""
    named = 'Content-Disposition: attachment; filename="Invoice: 123 v. 29.03.2024.pdf"'
    [file] = parted(f"Content-Type: application/octet-stream\r\n{named}\r\n\r\n%PDF").files
    assert file.name.endswith("29.03.2024.pdf")
    assert file.content == b"%PDF"


def test_a_plain_text_beside_a_file_is_the_text() -> None:
    """SuiteCRM 7667, 9772: only pages were looked for, and the mail was empty"""
    mail = parted(
        "Content-Type: text/plain; charset=utf-8\r\n\r\nIni isinya",
        'Content-Type: application/zip\r\nContent-Disposition: attachment; filename="a.zip"\r\n\r\nPK',
    )
    assert (mail.text, [file.name for file in mail.files]) == ("Ini isinya", ["a.zip"])


def test_a_recipient_whose_address_is_the_name_can_be_written_to() -> None:
    """msg-extractor 55: `mail@example.org <None>`"""
    people = [{"t3001": "mail@toko.example", "n0C15": 1}]
    mail = read_mail(msg_file(people=people, t001A="IPM.Note", t0037="Harga", t1000="Halo"))
    assert [person.address for person in mail.to] == ["mail@toko.example"]
