"""Letters: numbered both ways, written from templates, sent and then frozen; those that came in are answered."""

import io
import lzma
import re
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_crm.model.address import Address
from desktop_crm.model.contract import Template
from desktop_crm.model.errors import UserError
from desktop_crm.model.letter import Letter
from desktop_crm.model.listing import Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client, contract, letter, search, template_renewal, today
from desktop_crm.services import contact as contacts
from desktop_crm.services import order as orders
from desktop_crm.services import settings as rules
from desktop_crm.services.papers import letter as letter_paper
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.opening import open_workspace
from tests.office import Office
from tests.pdf import pages_of, words_of

DAY = date(2026, 8, 3)
VERSIONS = Path(__file__).parent.parent / "versions"


def template_of(office: Office, code: str) -> int:
    found: int = next(each.id for each in office.see(letter.templates) if each.code == code)
    return found


def written(office: Office, code: str = "letter_thanks", **values: Any) -> Letter:
    """A draft to the client."""
    common = {"client_id": office.client, "template_id": template_of(office, code) if code else None}
    saved: Letter = office.do(lambda s: letter.save(s, None, {"letter_date": DAY, **common, **values}))
    return saved


def came(office: Office, **values: Any) -> Letter:
    common = {"direction": "incoming", "client_id": office.client, "subject": "Keluhan", "letter_date": DAY}
    saved: Letter = office.do(lambda s: letter.save(s, None, {**common, **values}))
    return saved


def sent(office: Office, code: str = "letter_thanks", **values: Any) -> Letter:
    made = written(office, code, **values)
    return step(office, made, "sent")


def step(office: Office, made: Letter, state: str, day: date = DAY) -> Letter:
    saved: Letter = office.do(lambda s: letter.step(s, made.id, state, day))
    return saved


def change(office: Office, made: Letter, values: Mapping[str, Any]) -> Letter:
    saved: Letter = office.do(lambda s: letter.save(s, made.id, values))
    return saved


def again(office: Office, made: Letter) -> Letter:
    found: Letter = office.see(lambda s: letter.get(s, made.id))
    return found


def paper(office: Office, made: Letter, languages: str | None = None) -> letter_paper.Paper:
    found: letter_paper.Paper = office.see(lambda s: letter_paper.make(s, letter.get(s, made.id), languages))
    return found


def test_both_ways_have_numbers_of_their_own_and_one_typed_by_hand_is_stepped_over(office: Office) -> None:
    assert written(office).number == "001/SP/VIII/2026"
    assert came(office).number == "0001/SM/2026"
    assert written(office, number="003/sp/viii/2026").number == "003/sp/viii/2026"
    assert written(office).number == "002/SP/VIII/2026"
    assert written(office).number == "004/SP/VIII/2026"
    assert came(office).number == "0002/SM/2026"
    told = {each.kind: (each.given, each.last) for each in office.see(lambda s: rules.numbering(s, DAY))}
    assert told["letter"] == ("004/SP/VIII/2026", 4)
    assert told["letter_in"] == ("0002/SM/2026", 2)
    office.do(lambda s: rules.save_series(s, "letter_in", "AGD-{year}-{seq:05}"))
    assert came(office).number == "AGD-2026-00003"
    assert written(office).number == "005/SP/VIII/2026"


@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("001/SP/VIII/2026", " 001/sp/viii/2026"),
        ("001\\SP|VIII_2026", "001/SP/VIII-2026"),
        ("001/SP/VIII-2026", "001\\sp/viii\u20132026"),
        ("001\u2044SP\u2215VIII\u20132026", "001/SP/VIII-2026"),
        ("001 / SP / VIII / 2026", "001/SP/VIII/2026"),
        ("\uff10\uff10\uff11/SP", "001/sp"),
        ("10%/A_B", "10%/a-b"),
    ],
)
def test_a_number_that_is_taken_is_refused_however_it_is_written(office: Office, kept: str, typed: str) -> None:
    written(office, number=kept)
    written(office, number="0017SP7VIII72026")  # what stands for any letter in SQL is none in a number
    before = office.see(lambda s: s.query(Letter).count())
    with pytest.raises(UserError, match="is taken by another letter"):
        written(office, number=typed)
    assert office.see(lambda s: s.query(Letter).count()) == before


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(ways=st.lists(st.sampled_from(["outgoing", "incoming", "back"]), min_size=1, max_size=8))
def test_no_number_is_given_twice_whatever_is_undone(office: Office, ways: list[str]) -> None:
    seen: set[str] = set()
    last = False
    for way in ways:
        if way == "back":
            if last:
                office.workspace.undo()
            last = False
            continue
        made = came(office) if way == "incoming" else written(office)
        assert made.number not in seen
        assert bool(re.fullmatch(r"\d{4}/SM/2026", made.number)) == (way == "incoming")
        seen.add(made.number)
        last = True


def test_a_letter_is_about_what_its_template_says_until_somebody_writes_otherwise(office: Office) -> None:
    made = written(office, "letter_invitation", language="en")
    assert made.subject == "Invitation"
    assert change(office, made, {"template_id": template_of(office, "letter_apology")}).subject == "Our apology"
    assert change(office, made, {"subject": "A word about Tuesday"}).subject == "A word about Tuesday"
    kept = change(office, made, {"template_id": template_of(office, "letter_offer")})
    assert kept.subject == "A word about Tuesday"


def test_it_begins_with_the_language_of_whom_it_goes_to_and_with_what_it_is_about(office: Office) -> None:
    office.do(lambda s: client.save(s, office.client, {"language": "en"}))
    order = office.confirmed()
    begun = office.see(lambda s: letter.start(s, order_id=order.id))
    assert (begun["client_id"], begun["language"]) == (office.client, "en")
    assert begun["own_signatory"].name == "Budi Hartono"
    office.do(lambda s: client.save(s, office.client, {"language": "both"}))
    assert office.see(lambda s: letter.start(s, client_id=office.client))["language"] == "id"


@pytest.mark.parametrize("code", [code for code, _, _ in rules.LETTER_TEMPLATES])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_template_makes_a_letter_in_both_languages(office: Office, code: str, language: str) -> None:
    """What it lacks is told by its field; nothing of the language of templates is left in it."""
    order = office.confirmed()
    answered = came(office, their_number="77/ABC/2026", their_date=date(2026, 7, 30))
    due = DAY + timedelta(days=14)
    about = {"order_id": order.id, "answers_id": answered.id, "answer_due": due, "enclosures": "Sertifikat"}
    made = written(office, code, language=language, contact_id=office.contact, **about)
    found = paper(office, made)
    said = words_of(found.pdf)
    assert not re.search(r"\{[{%]|\*\*", said)
    assert {problem.field for problem in found.problems} <= {"text"}
    assert order.number in said or code in {"letter_offer", "letter_invitation"}
    assert "Siti Aminah" in said
    assert "PT Sumber Makmur" in said
    assert ("Dengan hormat," in said) == (language == "id")
    assert ("Yours sincerely," in said) == (language == "en")


def test_what_a_template_lacks_is_told_by_its_field_and_forbids_that_it_goes_out(office: Office) -> None:
    made = written(office, "letter_reminder_2")
    found = paper(office, made)
    assert [problem.field for problem in found.problems] == ["order_number", "order_day", "order_total", "answer_by"]
    assert not found.may_go_out
    assert "DRAF" in words_of(found.pdf)
    with pytest.raises(UserError, match="The letter has a blank there"):
        step(office, made, "sent")
    assert again(office, made).state == "draft"
    order = office.confirmed()
    change(office, made, {"order_id": order.id, "answer_due": DAY + timedelta(days=7)})
    assert paper(office, made).problems == ()
    assert step(office, made, "sent").state == "sent"


def test_its_own_words_begin_as_those_of_the_template_and_read_the_same(office: Office) -> None:
    made = written(office, "letter_cover", enclosures="Daftar *harga*\n2. katalog", order_id=office.confirmed().id)
    before = words_of(paper(office, made).pdf)
    own = office.see(lambda s: letter.own_words(s, made.id))
    change(office, made, {"text": own})
    assert words_of(paper(office, made).pdf) == before
    change(office, made, {"text": "Kepada yang terhormat,\nbaris kedua\n\n- satu\n- dua"})
    said = words_of(paper(office, made).pdf)
    assert "baris kedua • satu • dua" in said
    assert "Sehubungan" not in said


def test_dots_that_are_still_to_be_written_forbid_that_it_goes_out(office: Office) -> None:
    made = written(office, "letter_invitation")
    assert [problem.field for problem in paper(office, made).problems] == ["text"]
    own = office.see(lambda s: letter.own_words(s, made.id))
    assert own.count("………………") == 4
    change(office, made, {"text": own})
    assert not paper(office, made).may_go_out
    change(office, made, {"text": own.replace("………………", "Selasa")})
    assert paper(office, made).may_go_out


def test_what_was_sent_stays_as_it_went_out_after_the_client_moved_and_the_template_changed(office: Office) -> None:
    made = sent(office, contact_id=office.contact)
    before = paper(office, made).pdf
    assert "Jl. Braga 1" in words_of(before)
    assert "DRAF" not in words_of(before)
    moved = {"name": "Sumber Makmur Abadi", "addresses": (Address("Jl. Baru 9", "Surabaya", "Jawa Timur", "60111"),)}
    office.do(lambda s: client.save(s, office.client, moved))
    office.do(lambda s: s.get_one(Template, made.template_id).__setattr__("text_id", "# Lain\n\nLain sama sekali."))
    office.do(lambda s: rules.save_company(s, {"name": "Nusantara Baru"}))
    assert paper(office, made).pdf == before
    assert "Jl. Braga 1" in words_of(office.see(lambda s: letter_paper.envelope_of(s, letter.get(s, made.id), "dl")))
    translated = words_of(paper(office, made, "en").pdf)
    assert "Thank you for the time" in translated
    assert "Jl. Braga 1" in translated
    assert again(office, made).party == "PT Sumber Makmur Abadi"  # the register follows its client


def test_nothing_of_a_sent_letter_changes_but_what_is_for_us(office: Office) -> None:
    made = sent(office)
    for values in ({"subject": "Lain"}, {"text": "Lain"}, {"client_id": None}, {"number": "9"}, {"template_id": None}):
        with pytest.raises(UserError, match="stays as it was sent"):
            change(office, made, values)
    assert change(office, made, {"notes": "ditelepon", "channel": "courier"}).notes == "ditelepon"
    with pytest.raises(UserError, match="Not deleted"):
        office.do(lambda s: letter.delete(s, made.id))
    with pytest.raises(UserError, match="it can't become Received"):
        step(office, step(office, made, "filed"), "received")
    assert step(office, again(office, made), "sent").sent_on == DAY


def test_undo_takes_a_sending_back_also_after_a_restart(office: Office) -> None:
    made = sent(office)
    path = office.workspace.path
    office.workspace.close()
    office.workspace = open_workspace(path)
    office.workspace.undo()
    kept = again(office, made)
    assert (kept.state, kept.paper_id, kept.sent_on) == ("draft", None, None)
    change(office, made, {"subject": "Masih bisa"})
    office.workspace.undo()
    office.workspace.undo()
    with pytest.raises(UserError):
        again(office, made)
    assert check(office.workspace) == []


def test_what_is_answered_says_so_once_the_answer_goes_out(office: Office) -> None:
    asked = came(office, their_number="12/X/2026", answer_due=DAY + timedelta(days=3))
    given = office.see(lambda s: letter.answer_to(s, asked.id))
    made = written(office, "letter_complaint", **{**given, "text": "Sudah kami ganti."})
    assert again(office, asked).state == "received"
    step(office, made, "sent", DAY + timedelta(days=1))
    kept = again(office, asked)
    assert (kept.state, kept.answered_on) == ("answered", DAY + timedelta(days=1))
    assert "12/X/2026" not in words_of(paper(office, made).pdf)  # its own words don't say it
    theirs = came(office, answers_id=made.id, subject="Terima kasih")
    assert again(office, made).state == "answered"
    assert again(office, theirs).state == "received"


def test_an_answer_that_is_due_is_told_today_and_can_be_put_off(office: Office) -> None:
    asked = came(office, answer_due=DAY - timedelta(days=2))
    awaited = sent(office, "letter_thanks", answer_due=DAY)
    rows = {rule.id: rule for rule in today.rules() if rule.noun == "letter"}
    listed = letter.listing(office.workspace)

    def count(rule: str) -> int:
        (late, now, _week) = rows[rule].spans(DAY)
        return sum(listed.count(Query(filters=rows[rule].filters(span))) for span in (late, now))

    assert (count("answer"), count("awaited")) == (1, 1)
    office.do(lambda s: letter.put_off(s, asked.id, DAY + timedelta(days=30)))
    step(office, awaited, "answered")
    assert (count("answer"), count("awaited")) == (0, 0)


def test_the_register_follows_its_client_and_is_found_by_its_words(office: Office) -> None:
    made = came(office, subject="Pompa bergetar di gedung B", their_number="45/TEK/2026", text="Mohon teknisi")
    office.do(lambda s: client.save(s, office.client, {"name": "Sumber Rejeki"}))
    listed = letter.listing(office.workspace)
    assert [row[0] for row in listed.page(Query(find="rejeki bergetar"), 0, 5)] == [made.id]
    assert [row[0] for row in listed.page(Query(filters=(Filter("direction", ("outgoing",)),)), 0, 5)] == []
    (hit,) = [each for each in search.find(office.workspace, "45/TEK") if each.noun == "letter"]
    assert (hit.id, hit.sensitive) == (made.id, True)


def test_a_contact_may_go_and_a_client_with_letters_stays(office: Office) -> None:
    made = written(office, contact_id=office.contact)
    office.do(lambda s: contacts.delete(s, office.contact))
    assert again(office, made).contact_id is None
    came(office)
    with pytest.raises(UserError, match=r"has letters \(0001/SM/2026\)"):
        office.do(lambda s: client.delete(s, office.client, with_papers=True))


def test_a_draft_goes_with_its_order_and_comes_back_with_it(office: Office) -> None:
    order = office.order()
    made = written(office, "letter_thanks", order_id=order.id)
    with pytest.raises(UserError, match="has 1 letter"):
        office.do(lambda s: orders.delete(s, order.id))
    office.do(lambda s: orders.delete(s, order.id, with_papers=True))
    office.workspace.undo()
    assert again(office, made).order_id == order.id
    paper_of = office.do(lambda s: contract.make(s, order.id))
    about = written(office, contract_id=paper_of.id)
    office.do(lambda s: contract.delete(s, paper_of.id))
    with pytest.raises(UserError):
        again(office, about)
    office.workspace.undo()
    assert again(office, about).contract_id == paper_of.id
    assert check(office.workspace) == []


def test_a_deleted_letter_leaves_those_that_answered_it(office: Office) -> None:
    asked = came(office)
    made = written(office, answers_id=asked.id)
    office.do(lambda s: letter.delete(s, asked.id))
    assert again(office, made).answers_id is None
    office.workspace.undo()
    assert again(office, made).answers_id == asked.id


def test_an_incoming_letter_is_its_scan(office: Office) -> None:
    asked = came(office)
    with pytest.raises(UserError, match="no scan of it is kept"):
        office.see(lambda s: letter.FACETS.paper(s, letter.get(s, asked.id), None))
    pdf = paper(office, sent(office)).pdf
    office.do(lambda s: attachment.add(s, "letter", asked.id, "foto.jpg", b"\xff\xd8"))
    office.do(lambda s: attachment.add(s, "letter", asked.id, "pindaian.pdf", pdf))
    assert paper(office, asked).pdf == pdf


def test_photographs_of_an_incoming_letter_are_its_pages(office: Office) -> None:
    asked = came(office)
    for name in ("halaman 1.jpg", "halaman 2.png"):
        out = io.BytesIO()
        Image.new("RGB", (60, 90), "white").save(out, "JPEG" if name.endswith("jpg") else "PNG")
        office.do(lambda s, name=name, out=out: attachment.add(s, "letter", asked.id, name, out.getvalue()))
    office.do(lambda s: attachment.add(s, "letter", asked.id, "suara.mp3", b"ID3"))
    assert len(pages_of(paper(office, asked).pdf)) == 2
    assert office.see(lambda s: letter.shown(s, asked.id)).has_scan


def test_in_another_language_it_is_about_what_its_template_says_there(office: Office) -> None:
    made = sent(office, "letter_thanks")
    assert "Subject" not in words_of(paper(office, made).pdf)
    english = words_of(paper(office, made, "en").pdf)
    assert "Ucapan terima kasih" not in english
    assert "Thank you" in english
    own = sent(office, "letter_thanks", subject="Kunjungan ke gudang")
    assert "Kunjungan ke gudang" in words_of(paper(office, own, "en").pdf)


def test_letters_that_went_or_came_are_contact_with_the_client(office: Office) -> None:
    def heard() -> tuple[date | None, str]:
        found = office.see(lambda s: client.get(s, office.client))
        return found.last_contact, found.last_contact_by

    made = written(office)
    assert heard() == (None, "")
    step(office, made, "sent")
    assert heard() == (DAY, "letter")
    asked = came(office, letter_date=DAY + timedelta(days=2))
    assert heard() == (DAY + timedelta(days=2), "letter")
    office.do(lambda s: letter.delete(s, asked.id))
    assert heard() == (DAY, "letter")
    office.workspace.undo()
    assert heard() == (DAY + timedelta(days=2), "letter")
    change(office, asked, {"client_id": None, "contact_id": None, "addressee": "Orang lain"})
    assert heard() == (DAY, "letter")
    assert check(office.workspace) == []


def test_somebody_who_is_no_client_is_written_to_by_name_and_address(office: Office) -> None:
    whom = "Dinas Perindustrian\nJl. Pemuda 3\nSemarang 50132"
    made = sent(office, "letter_thanks", client_id=None, addressee=whom)
    assert made.party == "Dinas Perindustrian"
    assert "Yth. Pimpinan Dinas Perindustrian Jl. Pemuda 3 Semarang 50132" in words_of(paper(office, made).pdf)
    with pytest.raises(UserError, match="From whom, or to whom"):
        written(office, client_id=None)
    named = written(office, client_id=None, addressee=whom, contact_id=office.contact)
    assert named.client_id == office.client, "a contact is somebody at a client"
    with pytest.raises(UserError, match="belongs to another client"):
        change(office, named, {"client_id": None})


def test_a_file_of_an_earlier_version_gets_the_templates_once(tmp_path: Path) -> None:
    path = tmp_path / "a.crm"
    path.write_bytes(lzma.decompress((VERSIONS / "0016.crm.xz").read_bytes()))
    with opened(path) as workspace:
        with workspace.read() as session:
            assert letter.templates(session) == []
        template_renewal.add_missing(workspace)
        with workspace.read() as session:
            codes = [each.code for each in letter.templates(session)]
        assert codes == [code for code, _, _ in rules.LETTER_TEMPLATES]
        with workspace.write(msg("Write")) as session:
            made = letter.save(session, None, {"addressee": "Siapa", "template_id": letter.templates(session)[0].id})
            assert made.subject == "Pengantar dokumen"
        template_renewal.add_missing(workspace)
        with workspace.read() as session:
            assert len(letter.templates(session)) == len(codes)


def test_a_file_from_before_letters_were_heard_of_hears_of_them(office: Office, tmp_path: Path) -> None:
    sent(office)
    with office.workspace.aside() as connection:
        connection.execute("UPDATE clients SET last_contact = NULL, last_contact_by = ''")
        connection.execute("UPDATE alembic_version SET version_num = '0020'")
    older = tmp_path / "older.crm"
    office.workspace.close()
    older.write_bytes(office.workspace.path.read_bytes())
    with opened(older) as workspace:
        with workspace.read() as session:
            found = client.get(session, office.client)
        assert (found.last_contact, found.last_contact_by) == (DAY, "letter")
        assert check(workspace) == []
