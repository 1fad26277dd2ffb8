"""Address book and calendar files: whatever stands in a record, the lines stay whole."""

import re
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.documents.content_lines import escaped, line
from desktop_crm.documents.ics import DayEvent, calendar
from desktop_crm.documents.vcard import Card, vcard
from desktop_crm.model.address import Address

UGLY = st.text(st.characters(exclude_categories=["Cs"]), max_size=300) | st.sampled_from(
    ["a\r\nEND:VCARD\r\n", "a;b,c\\n", "é" * 200, "😀" * 50]
)


def unfolded(content: bytes) -> list[str]:
    """The lines as a reader sees them; each physical one is at most 75 bytes and of whole letters."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(each) <= 75 and each.decode() is not None for each in physical)
    return content.replace(b"\r\n ", b"").decode()[:-2].split("\r\n")


def meant(value: str) -> str:
    """An escaped text read back."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], value)


@given(UGLY)
def test_any_text_stays_one_line_and_comes_back(text: str) -> None:
    (got,) = unfolded(line("NOTE", escaped(text)))
    name, value = got.split(":", 1)
    assert name == "NOTE"
    plain = "".join(char for char in text if char in "\t\r\n" or (char >= " " and char != "\x7f"))
    expected = plain.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    assert meant(value) == expected


@given(UGLY, UGLY, UGLY)
def test_a_card_has_one_of_each_line_whatever_is_in_it(name: str, street: str, company: str) -> None:
    card = Card(uid="x", name=name, company=company, addresses=(Address(street=street, city="Bandung"),))
    lines = unfolded(vcard(card))
    assert lines[:2] == ["BEGIN:VCARD", "VERSION:4.0"]
    assert lines[-1] == "END:VCARD"
    assert sum(each.startswith("BEGIN:") for each in lines) == 1


def test_a_card_says_how_somebody_is_reached() -> None:
    card = Card(
        uid="desktop-crm-contact-1",
        name="Siti Aminah",
        company="PT Sumber; Makmur",
        office="Direktur",
        phones=("+628123456789", "+62215551234;ext=12", "lewat satpam"),
        emails=("siti@example.com",),
        addresses=(Address("Jl. Braga 1", "Bandung", "Jawa Barat", "40111", "Indonesia"),),
        birthday=date(1980, 2, 29),
        note="suka kopi,\ntanpa gula",
    )
    assert unfolded(vcard(card)) == [
        "BEGIN:VCARD",
        "VERSION:4.0",
        "UID:desktop-crm-contact-1",
        "KIND:individual",
        "FN:Siti Aminah",
        "ORG:PT Sumber\\; Makmur",
        "TITLE:Direktur",
        "TEL;VALUE=uri:tel:+628123456789",
        "TEL;VALUE=uri:tel:+62215551234;ext=12",
        "TEL;VALUE=text:lewat satpam",
        "EMAIL:siti@example.com",
        "ADR:;;Jl. Braga 1;Bandung;Jawa Barat;40111;Indonesia",
        "BDAY:19800229",
        "NOTE:suka kopi\\,\\ntanpa gula",
        "END:VCARD",
    ]


def test_a_calendar_holds_whole_days() -> None:
    events = [
        DayEvent("a", date(2026, 12, 31), "Kirim", "dua truk"),
        DayEvent("b", date(1980, 2, 29), "Ulang tahun", yearly=True),
        DayEvent("c", date.max, "Selamanya"),
    ]
    lines = unfolded(calendar(events, datetime(2026, 11, 25, 2, 30, tzinfo=UTC)))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 3
    assert {"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "DTSTAMP:20261125T023000Z"} <= set(lines)
    assert lines.count("RRULE:FREQ=YEARLY") == 1
    assert "DESCRIPTION:dua truk" in lines
