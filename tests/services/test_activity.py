"""What is kept of a call: one action with all it brings, undone as one; who is meant by a phone, however it is written."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.moments import moment_from_written
from desktop_crm.model.phone import Phone
from desktop_crm.services import activity, attachment, client, search, task
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import today
from desktop_crm.services.past import history, trash
from desktop_crm.services.safety.check import check
from desktop_crm.services.who import Who, known, new, who
from desktop_crm.storage import attachment as files
from desktop_crm.storage.opening import open_workspace
from tests.office import Office
from tests.rounds import rounds

DAY = date(2026, 12, 2)
SAID = {"kind": "call_in", "text": "Minta harga NYY 4 × 16", "next_step": "Kirim harga kabel", "due": DAY}


def card() -> bytes:
    picture = io.BytesIO()
    Image.new("RGB", (40, 24), "white").save(picture, "PNG")
    return picture.getvalue()


def counts(office: Office) -> list[int]:
    tables = ("clients", "contacts", "activities", "attachments", "tasks")
    with office.workspace.driver_connection() as connection:
        return [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables]


def captured(office: Office, of: Who, **given: Any) -> Any:
    values = {**SAID, **given.pop("values", {})}
    return office.do(lambda s: activity.capture(s, of, values, **given))


def test_one_action_makes_all_of_it_and_undo_after_a_restart_takes_all_of_it_back(office: Office) -> None:
    before = counts(office)
    of = Who("UD Sentosa Logistik", "Dewi Lestari", phone="+6281298765432")
    made = captured(office, of, picture=("kartu.png", card()))
    assert counts(office) == [number + 1 for number in before]
    with office.workspace.read() as session:
        kept = activity.get(session, made.id)
        assert (kept.client.full_name, kept.client.legal_form) == ("UD Sentosa Logistik", "UD")
        assert (kept.contact.name, kept.contact.phones) == ("Dewi Lestari", (Phone("+6281298765432"),))
        (file,) = files.files_of(session, "activity", kept.id)
        assert attachment.content(session, file.id) == ("kartu.png", card())
    path = office.workspace.path
    office.workspace.close()
    office.workspace = open_workspace(path)
    office.workspace.undo()
    assert counts(office) == before
    office.workspace.redo()
    assert counts(office) == [number + 1 for number in before]
    assert check(office.workspace) == []


def test_what_is_refused_leaves_nothing_behind(office: Office) -> None:
    before = counts(office)
    with pytest.raises(UserError, match="Write what was said"):
        captured(office, Who("Siapa Saja"), values={"text": " ", "next_step": "", "due": None})
    assert counts(office) == before


def test_an_answer_closes_the_step_before_and_a_step_can_be_put_off(office: Office) -> None:
    of = known(office.workspace, office.client, office.contact)
    captured(office, of, values={"next_step": "Telepon kembali", "due": date(2026, 11, 28)})
    (first,) = office.see(lambda s: task.open_of(s, office.client))
    captured(office, of, closes=[first.id])
    assert office.see(lambda s: task.get(s, first.id)).done_at is not None
    (second,) = office.see(lambda s: task.open_of(s, office.client))
    office.do(lambda s: task.put_off(s, second.id, date(2026, 12, 9)))
    assert office.see(lambda s: task.due(s, date(2026, 12, 8))) == []
    (step,) = office.see(lambda s: task.due(s, date(2026, 12, 9)))
    assert (step.client.full_name, step.contact.name, step.title, step.due) == (
        "PT Sumber Makmur",
        "Siti Aminah",
        "Kirim harga kabel",
        date(2026, 12, 9),
    )
    with pytest.raises(UserError, match="done already"):
        office.do(lambda s: task.put_off(s, first.id, DAY))
    office.workspace.undo()
    office.workspace.undo()
    assert [step.id for step in office.see(lambda s: task.open_of(s, office.client))] == [first.id]


def test_a_page_of_what_was_said_goes_on_where_the_one_before_ended(office: Office) -> None:
    of = known(office.workspace, office.client)
    for minute in range(7):
        at = moment_from_written(f"2026-11-30T10:{minute:02}")
        captured(office, of, values={"text": f"nomor {minute}", "moment": at})
    seen: list[str] = []
    with office.workspace.read() as session:
        before = None
        while page := activity.last(session, office.client, before=before, limit=3):
            seen += [each.text for each in page]
            before = page[-1].moment
    assert seen == [f"nomor {minute}" for minute in reversed(range(7))]


def test_it_is_found_by_what_was_said_and_by_whom_also_when_they_are_renamed(office: Office) -> None:
    made = captured(office, known(office.workspace, office.client, office.contact))
    (hit,) = [hit for hit in search.find(office.workspace, "harga nyy") if hit.noun == "activity"]
    assert (hit.id, hit.client, hit.sensitive) == (made.id, "PT Sumber Makmur", True)
    office.do(lambda s: contacts.save(s, office.client, office.contact, {"name": "Siti Rahayu"}))
    office.do(lambda s: client.save(s, office.client, {"name": "Bahari Jaya"}))
    assert activity.listing(office.workspace).count(Query(find="rahayu bahari")) == 1
    assert check(office.workspace) == []
    office.workspace.undo()
    office.workspace.undo()
    assert activity.listing(office.workspace).count(Query(find="aminah sumber")) == 1


def test_it_goes_with_its_client_and_stays_when_a_contact_goes(office: Office) -> None:
    made = captured(office, known(office.workspace, office.client, office.contact))
    office.do(lambda s: contacts.delete(s, office.contact))
    with office.workspace.read() as session:
        assert activity.get(session, made.id).contact is None
    office.workspace.undo()
    with office.workspace.read() as session:
        assert activity.get(session, made.id).contact.name == "Siti Aminah"
    before = counts(office)
    office.do(lambda s: client.delete(s, office.client))  # nothing is asked about it
    assert counts(office) == [0] * 5
    bin_ = trash.listing(office.workspace)
    (row,) = bin_.page(Query(), 0, 10)
    with office.workspace.write(trash.message(bin_, [row[0]])) as session:
        trash.restore(session, [row[0]])
    assert counts(office) == before
    assert check(office.workspace) == []


def test_history_tells_of_it_by_the_hour_that_was_written_down(office: Office) -> None:
    at = moment_from_written("2026-11-30T10:42")
    made = captured(office, known(office.workspace, office.client), values={"moment": at})
    with office.workspace.driver_connection() as connection:
        assert connection.execute("SELECT moment FROM activities").fetchone() == ("2026-11-30T10:42",)
    office.do(lambda s: activity.save(s, made.id, {"day": date(2026, 11, 29), "time": "9.05"}))
    with office.workspace.read() as session:
        shown = activity.shown(session, made.id)
        assert (shown.day, shown.time) == (date(2026, 11, 29), "09:05")
        (entry, *_) = history.of_card(session, "activity", made.id)
    (detail,) = entry.rows[0].details
    assert (detail.before, detail.after) == (at, moment_from_written("2026-11-29T09:05"))


NUMBERS = ("+6281287654321", "+622155501234", "+6281111222333", "+6587654321", "+628128765432")


@pytest.fixture(scope="module")
def phone_book(made_once: tuple[Path, list[int]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Of the first five people each has one of the numbers; the companies have others."""
    path = tmp_path_factory.mktemp("book") / "Usaha.crm"
    path.write_bytes(made_once[0].read_bytes())
    workspace = open_workspace(path)
    with workspace.write(msg("Set up")) as session:
        for at, number in enumerate(NUMBERS):
            firm = client.save(session, None, {"name": f"Firma {at}", "phones": (Phone(f"+62215559{at:03}"),)})
            contacts.save(session, firm.id, None, {"name": f"Orang {at}", "phones": (Phone(number),)})
    yield workspace
    workspace.close()


@st.composite
def dialled(draw: st.DrawFn) -> tuple[int, str]:
    """One of the numbers, as somebody writes it: with or without its country, in groups, with a word before it."""
    at = draw(st.integers(0, len(NUMBERS) - 1))
    bare = NUMBERS[at].removeprefix("+")
    ways = [f"+{bare}"] if not bare.startswith("62") else [f"+{bare}", bare, f"0{bare[2:]}", f"+62 (0){bare[2:]}"]
    text = draw(st.sampled_from(ways))
    signs = draw(st.lists(st.sampled_from(["", "", " ", "-", "."]), min_size=len(text), max_size=len(text)))
    start = 8 if "(0)" in text else 3
    written = "".join(
        f"{sign if place >= start and text[place - 1].isdigit() else ''}{char}"
        for place, (char, sign) in enumerate(zip(text, signs, strict=True))
    )
    return at, draw(st.sampled_from(["{}", "Orang {}", "{} Orang"])).format(written)


@settings(max_examples=rounds(40, 300), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=dialled())
def test_a_phone_finds_its_owner_however_it_is_written(phone_book: Any, typed: tuple[int, str]) -> None:
    at, text = typed
    first = who(phone_book, text)[0]
    assert (first.name, first.client, first.sure) == (f"Orang {at}", f"Firma {at}", True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("siti", ["Siti Aminah"]),
        ("sumber makmur", ["PT Sumber Makmur", "Siti Aminah"]),
        ("siti sumber", ["Siti Aminah"]),
        ("makmur siti", ["Siti Aminah"]),
        ("Siti, PT Sumber Makmur", ["Siti Aminah"]),
        ("3456", []),
        ("siapa", []),
        ("", []),
    ],
)
def test_a_name_a_company_or_both_find_who_is_meant(office: Office, text: str, found: list[str]) -> None:
    assert [each.called for each in who(office.workspace, text)] == found


def test_only_who_can_be_nobody_else_is_sure(office: Office) -> None:
    office.do(lambda s: contacts.save(s, office.client, None, {"name": "Siti Aminahwati"}))
    assert [each.sure for each in who(office.workspace, "siti")] == [False, False]
    assert who(office.workspace, "Siti Aminah")[0].sure
    office.do(lambda s: contacts.save(s, office.client, None, {"name": "Siti Aminah"}))
    assert not any(each.sure for each in who(office.workspace, "Siti Aminah"))


def test_a_new_one_is_made_of_what_was_typed(office: Office) -> None:
    at = known(office.workspace, office.client)
    assert new("Budi 0812 3456 7890") == [Who("Budi", phone="+6281234567890")]
    assert new("Budi, CV Maju 021-5550123") == [Who("CV Maju", "Budi", phone="+62215550123")]
    assert new("0812 3456 7890") == [Who("+62 812-3456-7890", phone="+6281234567890")]
    assert [(each.client_id, each.name) for each in new("Budi", at)] == [(office.client, "Budi"), (None, "")]
    assert new("  ") == []
    captured(office, new("Budi, CV Maju 021-5550123")[0])
    with office.workspace.read() as session:
        firm = session.query(Client).filter_by(full_name="CV Maju").one()
        assert session.query(Contact).filter_by(client_id=firm.id).one().phones == (Phone("+62215550123"),)
        assert firm.phones == ()


def test_what_a_note_promises_becomes_a_task_once(office: Office) -> None:
    client_id = office.client
    kept = office.do(lambda s: activity.note(s, "client", client_id, "note", "Setuju. @31 Des 2099 kirim brosur"))
    (made,) = office.see(lambda s: task.of_activity(s, kept.id))
    assert (made.title, str(made.due), made.promise, made.client_id) == (
        "kirim brosur",
        "2099-12-31",
        "ours",
        client_id,
    )

    def changed(text: str) -> list[str]:
        def work(session: Any) -> None:
            before = activity.get(session, kept.id).text
            activity.keep_promises(session, activity.save(session, kept.id, {"text": text}), before)

        office.do(work)
        return sorted(each.title for each in office.see(lambda s: task.of_activity(s, kept.id)))

    assert changed("Setuju sekali. @31 Des 2099 kirim brosur") == ["kirim brosur"]
    assert changed("@31 Des 2099 kirim brosur, @mereka 1 Jan 2099 bayar DP") == ["bayar DP", "kirim brosur"]


def test_promises_that_were_kept_are_counted(office: Office) -> None:
    client_id = office.client
    for days, whose, done in ((-2, "ours", False), (-2, "theirs", False), (3, "ours", True), (3, "ours", False)):
        values = {"title": "Promise", "client_id": client_id, "due": today() + timedelta(days=days), "promise": whose}
        made = office.do(lambda s, values=values: task.save(s, None, values))
        if done:
            office.do(lambda s, made=made: task.finish(s, made.id))
    assert office.see(lambda s: task.promised(s, client_id)) == (1, 2)
