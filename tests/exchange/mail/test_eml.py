"""Mails as they go over the wire: who, when, what, and which files came along."""

import base64
from datetime import UTC, datetime, timedelta, timezone
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.mail import Mail, Person
from desktop_crm.exchange.mail.written import as_eml
from desktop_crm.model.errors import UserError
from tests.rounds import rounds

HEAD = b"From: Dewi <dewi@toko.example>\r\nTo: budi@kantor.example\r\nDate: Thu, 12 Mar 2026 10:00:00 +0700\r\nSubject: Harga\r\n"


def told(mail: Mail) -> str:
    return " ".join(map(str, mail.problems))


def mail_with(head: bytes, body: bytes = b"Halo") -> Mail:
    return read_mail(HEAD + head + b"\r\n" + body)


def test_a_usual_mail() -> None:
    mail = mail_with(
        b'Message-ID: <a.1@toko.example>\r\nIn-Reply-To: <b.2@kantor.example>\r\nCc: "Lestari, Sri" <sri@toko.example>\r\n',
        b"Halo Budi,\r\n\r\nberapa harganya?\r\n",
    )
    assert (mail.message_id, mail.in_reply_to) == ("a.1@toko.example", "b.2@kantor.example")
    assert mail.moment == datetime(2026, 3, 12, 3, tzinfo=UTC)
    assert mail.sender == Person("Dewi", "dewi@toko.example")
    assert (mail.to, mail.cc) == ((Person("", "budi@kantor.example"),), (Person("Lestari, Sri", "sri@toko.example"),))
    assert (mail.subject, mail.text) == ("Harga", "Halo Budi,\n\nberapa harganya?")
    assert (mail.files, mail.problems) == ((), ())


WRAPPED = {
    "a mark of UTF-8": b"\xef\xbb\xbf",
    "blank lines": b"\r\n\r\n",
    "an mbox line": b"From dewi@toko.example Thu Mar 12 10:00:00 2026\r\n",
}


@pytest.mark.parametrize("before", WRAPPED.values(), ids=WRAPPED)
def test_what_programs_put_in_front(before: bytes) -> None:
    assert read_mail(before + HEAD + b"\r\nHalo").text == "Halo"


def test_apple_s_file_counts_the_mail_and_has_a_list_behind() -> None:
    mail = HEAD + b"\r\nHalo\n"
    read = read_mail(b"%d     \n" % len(mail) + mail + b'<?xml version="1.0"?><plist></plist>')
    assert (read.subject, read.text) == ("Harga", "Halo")


@pytest.mark.parametrize("end", [b"\r", b"\n"])
def test_any_line_ends(end: bytes) -> None:
    assert read_mail((HEAD + b"\r\nHalo\r\nBudi").replace(b"\r\n", end)).text == "Halo\nBudi"


def test_wide_letters() -> None:
    assert read_mail((HEAD + b"\r\nHalo").decode().encode("utf-16")).sender.address == "dewi@toko.example"


@pytest.mark.parametrize(
    "data", [b"", b"\r\n \r\n", b"\0" * 100, b"just words", b"%PDF-1.7\n1 0 obj", b"Name;Telepon\nA;1"]
)
def test_what_is_no_mail_is_refused(data: bytes) -> None:
    with pytest.raises(UserError):
        read_mail(data)


DATES = {
    "Thu, 12 Mar 2026 10:00:00 +0700 (WIB)": 3,
    "12 Mar 26 10:00 +0700": 3,
    "Thu, 12 Mar 2026 10:00:00 GMT+07:00": 3,
    "2026-03-12 10:00:00 +07:00": 3,
    "Thu, 12 Mar 2026 10:00:00 WIB": 3,
    "Thu, 12 Mar 2026 03:00:00 -0000": 3,
    "Thu, 12 Mar 2026 03:00:00": 3,
    "Thu, 12 Mar 2026 03:00:00 +9900": 3,
}


@pytest.mark.parametrize("date", DATES)
def test_dates_in_many_forms(date: str) -> None:
    mail = read_mail(f"From: a@b.example\nDate: {date}\n\nx".encode())
    assert mail.moment == datetime(2026, 3, 12, DATES[date], tzinfo=UTC)


RECEIVED = b"Received: from a by b; Thu, 12 Mar 2026 11:30:00 +0700\r\nReceived: from x by y; Thu, 12 Mar 2026 10:00:05 +0700\r\n"


@pytest.mark.parametrize(
    "date",
    [b"", b"Date: Thu, 1 Jan 1970 00:00:00 +0000\r\n", b"Date: kemarin\r\n", b"Date: Thu, 12 Mar 2026 10:00:05\r\n"],
)
def test_a_mail_without_a_good_date_was_sent_when_it_was_first_received(date: bytes) -> None:
    mail = read_mail(b"From: a@b.example\r\n" + RECEIVED + date + b"\r\nx")
    assert mail.moment == datetime(2026, 3, 12, 3, 0, 5, tzinfo=UTC)


def test_a_mail_that_tells_no_moment_says_so() -> None:
    mail = read_mail(b"From: a@b.example\nDate: 99 Foo 2026\n\nx")
    assert mail.moment is None
    assert "when it was sent" in told(mail)


def test_groups_and_names_of_many_kinds() -> None:
    mail = read_mail(
        b"From: MAILER-DAEMON <>\nTo: Tim: Budi <budi@a.example>, sri@a.example (Sri);, Doe, John <john@a.example>\n"
        b"Cc: undisclosed-recipients:;\n\nx"
    )
    assert mail.sender == Person("MAILER-DAEMON", "")
    assert mail.to == (
        Person("Budi", "budi@a.example"),
        Person("Sri", "sri@a.example"),
        Person("Doe, John", "john@a.example"),
    )
    assert mail.cc == ()


LETTERS = {
    "gb2312": ("镕：价格", "gb18030"),
    "iso-8859-1": ("“5 €”", "cp1252"),
    "us-ascii": ("é à ü", "utf-8"),
    "x-unknown": ("é à ü", "utf-8"),
    "UTF-8*fr": ("é à ü", "utf-8"),
    "windows-874": ("ราคา", "cp874"),
    "iso-8859-8-i": ("מחיר", "iso8859-8"),
    "cp-850": ("é à ü", "cp850"),
    "_iso-2022-jp$ESC": ("価格", "iso2022-jp"),
    "x-sjis": ("価格①", "cp932"),
    "ks_c_5601-1987": ("가격", "cp949"),
    "base64": ("plain", "ascii"),
    "iso-8859-1http-equivcontent-type": ("é", "cp1252"),
}


@pytest.mark.parametrize("charset", LETTERS)
def test_charsets_as_they_are_meant(charset: str) -> None:
    text, codec = LETTERS[charset]
    mail = mail_with(f'Content-Type: text/plain; charset="{charset}"\r\n'.encode(), text.encode(codec))
    assert mail.text == text


def test_raw_letters_in_headers_are_guessed() -> None:
    mail = read_mail("From: Müller <m@a.example>\nSubject: Größe der Türen, höflich gefragt\n\nx".encode("cp1252"))
    assert (mail.sender.name, mail.subject) == ("Müller", "Größe der Türen, höflich gefragt")


def mixed(*parts: bytes, kind: bytes = b"mixed", end: bytes = b"--B--") -> Mail:
    body = b"".join(b"--B\r\n" + part + b"\r\n" for part in parts)
    return mail_with(b'Content-Type: multipart/%s; boundary="B"\r\n' % kind, body + end)


PLAIN = b"Content-Type: text/plain\r\n\r\nHalo"
HTML = b"Content-Type: text/html\r\n\r\n<p>Halo <b>Budi</b></p>"


def test_of_alternatives_the_plain_one_is_taken_and_the_files_of_all() -> None:
    inner = b'Content-Type: multipart/related; boundary="R"\r\n\r\n--R\r\n' + HTML
    inner += b"\r\n--R\r\nContent-Type: image/png; name=a.png\r\nContent-ID: <a>\r\n\r\nbits\r\n--R--"
    mail = mixed(PLAIN, inner, b"Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR", kind=b"alternative")
    assert mail.text == "Halo"
    assert [(file.name, file.inline) for file in mail.files] == [("a.png", True), ("invitation.ics", False)]


def test_an_empty_plain_one_is_passed_over() -> None:
    assert mixed(b"Content-Type: text/plain\r\n\r\n \r\n", HTML, kind=b"alternative").text == "Halo Budi"


def test_several_texts_stand_after_each_other() -> None:
    picture = b"Content-Type: image/png\r\nContent-Disposition: inline; filename=b.png\r\n\r\nbits"
    mail = mixed(PLAIN, picture, HTML)
    assert mail.text == "Halo\n\nHalo Budi"
    assert [file.name for file in mail.files] == ["b.png"]


def test_a_forwarded_mail_is_a_file_that_can_be_read_again() -> None:
    inner = b"From: sri@a.example\r\nSubject: =?utf-8?Q?Harga_=E2=80=9Cbaru=E2=80=9D?=\r\n\r\nLihat"
    [file] = mixed(PLAIN, b"Content-Type: message/rfc822\r\n\r\n" + inner).files
    assert file.name == "Harga “baru”.eml"
    assert read_mail(file.content).text == "Lihat"


def test_signatures_are_left_out() -> None:
    mail = mixed(PLAIN, b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\nMII", kind=b"signed")
    assert (mail.text, mail.files, mail.problems) == ("Halo", (), ())


ENCRYPTED = {
    "pgp": b'Content-Type: multipart/encrypted; boundary="B"\r\n\r\n--B\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--B--',
    "smime": b"Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\r\n\r\nMIAG",
    "in the text": b"\r\n-----BEGIN PGP MESSAGE-----\r\n\r\nhQEMA\r\n",
}


@pytest.mark.parametrize("rest", ENCRYPTED.values(), ids=ENCRYPTED)
def test_an_encrypted_mail_says_so(rest: bytes) -> None:
    mail = read_mail(HEAD + rest)
    assert "encrypted" in told(mail)
    assert mail.subject == "Harga"


def test_winmail_dat_is_kept_and_told() -> None:
    mail = mixed(PLAIN, b"Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n\x78\x9f\x3e\x22")
    assert [file.name for file in mail.files] == ["winmail.dat"]
    assert "winmail.dat" in told(mail)


def test_lines_that_flow_are_put_together() -> None:
    body = b"Ini baris \r\nyang panjang.\r\n> dikutip \r\n> lagi\r\n-- \r\nBudi"
    mail = mail_with(b"Content-Type: text/plain; format=flowed\r\n", body)
    assert mail.text == "Ini baris yang panjang.\n> dikutip lagi\n--\nBudi"


@pytest.mark.parametrize("boundary", [b"", b'; boundary="other"'])
def test_parts_whose_boundary_is_not_said_are_found(boundary: bytes) -> None:
    body = b"--B\r\n" + PLAIN + b"\r\n--B\r\nContent-Type: application/pdf; name=a.pdf\r\n\r\n%PDF\r\n--B--"
    mail = mail_with(b"Content-Type: multipart/mixed" + boundary + b"\r\n", body)
    assert (mail.text, [file.name for file in mail.files]) == ("Halo", ["a.pdf"])


def test_a_mail_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    packed = base64.b64encode(b"%PDF " + b"x" * 500)[:301]
    mail = mixed(
        PLAIN,
        b"Content-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n" + packed,
        end=b"",
    )
    assert mail.text == "Halo"
    assert mail.files[0].content.startswith(b"%PDF xxx")
    assert "cut off" in told(mail)


def test_hundreds_of_levels_are_no_harm() -> None:
    data = HEAD
    for level in range(500):
        data += b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level)
    assert "too deep" in told(read_mail(data + PLAIN))


def test_thousands_of_brackets_and_colons_are_no_harm() -> None:
    for strange in (
        b"(" * 20000,
        b":" * 20000,
        b"<" * 20000,
        b'"' * 20001,
        b"a@" * 10000,
        b"=?a?q?" * 5000,
        b"@" + b"a" * 30000,
    ):
        assert read_mail(b"From: " + strange + b"\nSubject: " + strange + b"\n\nx").text == "x"


def test_fifty_megabytes() -> None:
    content = bytes(range(256)) * (rounds(20, 200) * 1024)
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.add_attachment(content, "application", "octet-stream", filename="besar.bin")
    assert read_mail(bytes(message)).files[0].content == content


def test_a_page_is_safe_plain_text() -> None:
    page = (
        "<!DOCTYPE html><html><head><title>T</title><style>p {color: red}</style></head><body><div>Halo&nbsp;Budi,</div>"
        "<div><br></div><p>harga   <b>baru</b>:</p><table><tr><td>Kopi</td><td>10</td></tr><tr><td>Teh</td><td>5</td></tr></table>"
        "<ul><li>satu<li>dua</ul><ol><li>a</ol><blockquote>dulu<br>begini</blockquote><script>alert(1)</script>"
        '<div style="display: none">rahasia</div><a href="https://toko.example/x">lihat</a> <img src="http://jejak.example/1.gif">'
        "<pre>a\n  b</pre></body></html>"
    )
    mail = mail_with(b"Content-Type: text/html\r\n", page.encode())
    assert mail.text.split("\n") == [
        *("Halo Budi,", "", "harga baru:", "", "Kopi\t10", "Teh\t5", "", "• satu", "• dua", "", "1. a", ""),
        *("> dulu", "> begini", "", "lihat <https://toko.example/x>", "", "a", "  b"),
    ]


def test_a_page_says_its_own_letters() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Цена</p>'.encode("cp1251")
    assert mail_with(b"Content-Type: text/html\r\n", page).text == "Цена"


def test_deep_pages_are_no_harm() -> None:
    assert "x" in mail_with(b"Content-Type: text/html\r\n", b"<div>" * 5000 + b"x").text


def test_without_an_id_the_same_mail_is_known_by_what_it_says() -> None:
    first, again, other = mail_with(b""), mail_with(b"X-Mozilla-Status: 0001\r\n"), mail_with(b"", b"Hai")
    assert first.identity == again.identity != other.identity
    assert first.message_id == ""


NAMES = {
    b"Content-Disposition: attachment; filename*=utf-8''harga%20%E2%80%9Cbaru%E2%80%9D.pdf": "harga “baru”.pdf",
    b"Content-Disposition: attachment; filename*0*=utf-8''harga%20; filename*1=baru.p; filename*2=df": "harga baru.pdf",
    b'Content-Disposition: attachment\r\nContent-Type: application/pdf; name="=?utf-8?B?aGFyZ2EucGRm?="': "harga.pdf",
    b'Content-Disposition: attachment; filename="..\\..\\a/b.pdf"': "b.pdf",
    b"Content-Type: application/pdf; name=harga baru.pdf": "harga baru.pdf",
    b"Content-Type: application/pdf": "part-1.pdf",
}


@pytest.mark.parametrize("head", NAMES, ids=NAMES.values())
def test_names_of_files(head: bytes) -> None:
    [file] = mixed(PLAIN, head + b"\r\n\r\n%PDF").files
    assert file.name == NAMES[head]


WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Cn", "Co"], exclude_characters="\ufeff"), max_size=40
)
PERSON = st.builds(
    Person, WORDS.map(lambda text: " ".join(text.split())), st.sampled_from(["a@b.example", "budi.s+x@kantor.co.id"])
)


@given(
    subject=WORDS,
    text=st.lists(WORDS, max_size=5).map("\n".join),
    page=st.booleans(),
    sender=st.sampled_from(["Dewi", "Müller, Ärzte & Co", 'O"Brien', "王小明", "a" * 60]),
    hours=st.integers(-12, 14),
    files=st.lists(
        st.tuples(st.sampled_from(["a.pdf", "harga “baru”.xlsx", "価格.bin"]), st.binary(max_size=200)), max_size=3
    ),
)
def test_what_the_library_writes_comes_back(  # noqa: PLR0917 - Hypothesis names them
    subject: str, text: str, page: bool, sender: str, hours: int, files: list[tuple[str, bytes]]
) -> None:
    moment = datetime(2026, 3, 12, 10, tzinfo=timezone(timedelta(hours=hours)))
    message = EmailMessage()
    message["Subject"] = subject = " ".join(subject.split())
    message["From"] = f'"{sender.replace(chr(34), chr(92) + chr(34))}" <dewi@toko.example>'
    message["Date"] = format_datetime(moment)
    message["Message-ID"] = "<x.y@toko.example>"
    message.set_content(text)
    if page:
        message.add_alternative("<p>Halo</p>", subtype="html")
    for name, content in files:
        message.add_attachment(content, "application", "octet-stream", filename=name)
    mail = read_mail(bytes(message))
    assert (mail.subject, mail.message_id, mail.moment) == (subject, "x.y@toko.example", moment)
    assert mail.sender == Person(sender, "dewi@toko.example")
    said = [line.rstrip() for line in text.split("\n")]
    assert mail.text == "\n".join(said).strip("\n") or (page and not text.strip() and mail.text == "Halo")
    assert [(file.name, file.content) for file in mail.files] == [(name, content) for name, content in files if name]
    assert read_mail(as_eml(mail)) == mail


@given(sender=PERSON, to=st.lists(PERSON, max_size=4), subject=WORDS, text=WORDS)
def test_a_draft_comes_back_and_is_opened_to_be_sent(sender: Person, to: list[Person], subject: str, text: str) -> None:
    mail = Mail(sender=sender, to=tuple(to), subject=" ".join(subject.split()), text=text)
    data = as_eml(mail, is_draft=True)
    assert b"X-Unsent: 1\r\n" in data
    read = read_mail(data)
    assert (read.subject, read.text) == (mail.subject, mail.text.rstrip())
    assert [person.address for person in (read.sender, *read.to)] == [person.address for person in (sender, *to)]
