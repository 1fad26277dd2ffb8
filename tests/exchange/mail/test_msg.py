"""Outlook's mails: texts in Unicode and in old letters, pages, packed RTF, mails within mails."""

from datetime import UTC, datetime
from typing import Any

import pytest

from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.mail import Mail, Person
from desktop_crm.exchange.mail.rtf import rtf_text, unpacked
from desktop_crm.model.errors import UserError
from tests.fuzz.target import refused_or_read
from tests.outlook import container, msg_file, packed_rtf

SENT = datetime(2026, 3, 12, 3, tzinfo=UTC)
USUAL: dict[str, Any] = {
    "t001A": "IPM.Note",
    "t0037": "Harga",
    "t1000": "Halo Budi,\r\nberapa?",
    "t0C1A": "Dewi Lestari",
    "t0C1F": "dewi@toko.example",
    "t1035": "<a.1@toko.example>",
    "t1042": "<b.2@kantor.example>",
    "m0039": SENT,
    "people": [
        {"t3001": "Budi", "t39FE": "budi@kantor.example", "n0C15": 1},
        {"t3001": "Sri", "t3003": "sri@kantor.example", "n0C15": 2},
    ],
}


def outlook(**changed: Any) -> Mail:
    return read_mail(msg_file(**{**USUAL, **changed}))


def test_a_usual_mail() -> None:
    mail = outlook(files=[{"t3707": "harga baru.pdf", "b3701": b"%PDF" * 2000, "t370E": "application/pdf"}])
    assert (mail.message_id, mail.in_reply_to, mail.moment) == ("a.1@toko.example", "b.2@kantor.example", SENT)
    assert (mail.subject, mail.text) == ("Harga", "Halo Budi,\nberapa?")
    assert mail.sender == Person("Dewi Lestari", "dewi@toko.example")
    assert (mail.to, mail.cc) == ((Person("Budi", "budi@kantor.example"),), (Person("Sri", "sri@kantor.example"),))
    assert [(file.name, file.media_type, len(file.content)) for file in mail.files] == [
        ("harga baru.pdf", "application/pdf", 8000)
    ]
    assert mail.problems == ()


EXCHANGE = "/O=KANTOR/OU=EXCHANGE ADMINISTRATIVE GROUP/CN=RECIPIENTS/CN=DEWI"


@pytest.mark.parametrize(
    "more",
    [{"t5D01": "dewi@toko.example"}, {"t5D0A": "dewi@toko.example"}, {"t007D": "From: D <dewi@toko.example>\r\n\r\n"}],
)
def test_an_address_of_exchange_is_none_that_can_be_written_to(more: dict[str, str]) -> None:
    """msgreader 10, MSGReader 102 and 497: senders were /O=…, or nobody"""
    assert outlook(t0C1F=EXCHANGE, **more).sender == Person("Dewi Lestari", "dewi@toko.example")


def test_without_any_address_the_name_is_kept() -> None:
    assert outlook(t0C1F=EXCHANGE).sender == Person("Dewi Lestari", "")


OLD = {
    "of the mail": {"n3FFD": 932},
    "of the language, though another one is said": {"n3FDE": 50220, "n3FF1": 1041},
    "of what it was sent with": {"n3FDE": 932, "n3FF1": 1033},
}


@pytest.mark.parametrize("pages", OLD.values(), ids=OLD)
def test_old_letters(pages: dict[str, int]) -> None:
    """ingest-file 123: the letters of old mails were read as others"""
    mail = outlook(t0037="", o0037="日本語のタイトル".encode("cp932"), **pages)
    assert mail.subject == "日本語のタイトル"


def test_a_page_is_read_where_there_is_no_text() -> None:
    mail = outlook(t1000="", b1013="<p>Größe</p><p>zwei</p>".encode("cp1252"), n3FDE=1252)
    assert mail.text == "Größe\n\nzwei"


PAGE = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\colortbl\red0\green0\blue0;}"
    rb"{\*\htmltag19 <html>}{\*\htmltag64 <p>}\htmlrtf {\b \htmlrtf0 Gr\'f6\'dfe \u24179?\htmlrtf }\htmlrtf0"
    rb"{\*\htmltag72 </p>}{\*\htmltag64 <p>}zwei \{x\}{\*\htmltag84 &amp;}\htmlrtf &\htmlrtf0 y{\*\htmltag72 </p>}}"
)


def test_a_page_packed_into_rtf() -> None:
    """python-oxmsg 2, msg_parser 466: mails with RTF alone were empty, or nothing of them was read"""
    assert outlook(t1000="", b1009=packed_rtf(PAGE)).text == "Größe 平\n\nzwei {x}&y"


def test_a_text_in_rtf() -> None:
    """msg-extractor 167: signs of the format stood in the text"""
    rtf = (
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fnil Arial;}{\f1\fnil\fcharset128 MS Gothic;}}\uc1\pard Halo\~Budi,\par "
        rb"\f1\'93\'fa\'96\'7b\f0  \u-10179?\u-8704?\line {\*\unknown nothing}{\pict\bin4 {{{{}\bullet  satu\tab dua}"
    )
    assert rtf_text(rtf) == "Halo\xa0Budi,\n日本 😀\n• satu\tdua"


def test_packing_as_microsoft_shows_it() -> None:
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpacked(packed) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    again = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpacked(again) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert unpacked(packed[:-9]) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello w"


def test_a_mail_within_a_mail_is_a_file_that_can_be_read_again() -> None:
    """convert-outlook-msg-file, Outer mail: what was inside of the inner one was lost"""
    innermost = {**USUAL, "t0037": "Dalam", "files": [{"t3707": "a.txt", "b3701": b"isi"}]}
    mail = outlook(
        files=[{"n3705": 5, "inner": {**USUAL, "t0037": "Antara", "files": [{"n3705": 5, "inner": innermost}]}}]
    )
    [between] = mail.files
    assert between.name == "Antara.eml"
    read = read_mail(between.content)
    assert (read.subject, read.sender, read.moment) == ("Antara", mail.sender, SENT)
    [last] = read_mail(read.files[0].content).files
    assert (last.name, last.content) == ("a.txt", b"isi")


def test_a_signed_mail_is_read_inside_its_signature() -> None:
    inside = b"Content-Type: multipart/signed; boundary=B\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nHalo\r\n--B--"
    signed = {"t3707": "smime.p7m", "b3701": inside, "t370E": "multipart/signed"}
    mail = outlook(t001A="IPM.Note.SMIME.MultipartSigned", t1000="", files=[signed])
    assert (mail.text, mail.files, mail.problems) == ("Halo", (), ())


def test_an_encrypted_mail_says_so() -> None:
    mail = outlook(t001A="IPM.Note.SMIME", t1000="", files=[{"t3707": "smime.p7m", "b3701": b"0\x80\x06\x09"}])
    assert "encrypted" in str(mail.problems[0])


def test_a_file_that_was_only_linked_to_is_told() -> None:
    assert "a.pdf" in str(outlook(files=[{"t3707": "a.pdf", "n3705": 4}]).problems[0])


def test_a_mail_that_was_never_sent_has_no_moment() -> None:
    assert "when it was sent" in str(
        read_mail(msg_file(**{**USUAL, "m0039": datetime(1601, 1, 1, tzinfo=UTC)})).problems[-1]
    )


def test_what_is_no_mail_is_refused() -> None:
    for data in (container({"Workbook": b"x" * 5000}), msg_file(**USUAL)[:600], bytes.fromhex("d0cf11e0a1b11ae1")):
        with pytest.raises(UserError):
            read_mail(data)


@pytest.mark.parametrize("share", range(2, 10))
def test_a_cut_mail_is_read_as_far_as_it_goes_or_refused(share: int) -> None:
    whole = msg_file(**USUAL, files=[{"t3707": "a.pdf", "b3701": b"%PDF" * 5000}])
    with refused_or_read():
        assert read_mail(whole[: len(whole) * share // 10]).files
