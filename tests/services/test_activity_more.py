"""What else is kept of an activity: subject, minutes, outcome, what it is about, and whether one has spoken by it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm.model.activity import ACTIVITY_KINDS, QUICK_KINDS, Activity, ActivityKind, Direction
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.moments import moment_from_written
from desktop_crm.services import activity, client, story
from desktop_crm.services.past import history
from desktop_crm.services.safety.check import check
from tests.office import Office

SAID = {"kind": "meeting", "moment": moment_from_written("2026-03-12T10:00")}


def kept(office: Office, client_id: int, **values: Any) -> Activity:
    return office.do(lambda s: activity.save(s, None, {**SAID, "client_id": client_id, "text": "Halo", **values}))


def heard(office: Office, client_id: int) -> tuple[date | None, str]:
    with office.workspace.read() as session:
        record = client.get(session, client_id)
        return record.last_contact, record.last_contact_by


def test_everything_is_kept_found_and_told(office: Office) -> None:
    made = kept(office, office.client, subject="Batas kredit", minutes=Decimal(45), outcome="Sepakat tertulis", text="")
    with office.workspace.read() as session:
        record = activity.get(session, made.id)
        assert (record.subject, record.minutes, record.outcome) == ("Batas kredit", 45, "Sepakat tertulis")
        assert record.summary == "Batas kredit"
        told = history.of_card(session, "activity", made.id)
    titles = {str(detail.field) for act in told for row in act.rows for detail in row.details}
    assert {"Subject", "Minutes", "Outcome"} <= titles
    listing = activity.listing(office.workspace)
    for words in ("batas kredit", "tertulis"):
        assert list(listing.ids(Query(find=words))) == [made.id]
    with office.workspace.read() as session:
        [entry] = [entry for entry in story.page(session, "client", office.client).entries if entry.noun == "activity"]
    assert "Batas kredit" in str(entry.told.parts)


def test_a_note_on_an_order_is_about_it_and_its_client(office: Office) -> None:
    paper = office.order(office.line())
    made = office.do(lambda s: activity.note(s, "order", paper.id, "consultation", "Tentang denda"))
    with office.workspace.read() as session:
        record = activity.get(session, made.id)
        assert (record.about_noun, record.about_id, record.client_id) == ("order", paper.id, office.client)
        told = [entry for entry in story.page(session, "order", paper.id).entries if entry.noun == "activity"]
    assert ["Tentang denda" in str(entry.told.parts) for entry in told] == [True]


@pytest.mark.parametrize("minutes", [-1, 1441])
def test_minutes_are_those_of_a_day(office: Office, minutes: int) -> None:
    with pytest.raises(UserError):
        kept(office, office.client, minutes=minutes)


@pytest.mark.parametrize("kind", [choice.code for choice in ACTIVITY_KINDS])
def test_one_has_spoken_by_all_kinds_but_a_note_unless_it_is_said_otherwise(office: Office, kind: str) -> None:
    spoken = (date(2026, 3, 12), kind)
    before = heard(office, office.client)
    made = kept(office, office.client, kind=kind)
    by_kind = before if kind == "note" else spoken
    assert heard(office, office.client) == by_kind
    office.do(lambda s: activity.save(s, made.id, {"touch": "no"}))
    assert heard(office, office.client) == before
    office.do(lambda s: activity.save(s, made.id, {"touch": "yes"}))
    assert heard(office, office.client) == spoken
    assert activity_is_touch(office, made.id)
    office.workspace.undo()
    assert heard(office, office.client) == before
    assert check(office.workspace) == []


def activity_is_touch(office: Office, activity_id: int) -> bool:
    with office.workspace.read() as session:
        return activity.get(session, activity_id).is_touch


def test_kinds_say_who_began() -> None:
    told = {kind: Activity(kind=kind).direction for kind in ActivityKind}
    assert {kind for kind in told if told[kind] is Direction.IN} == {"call_in", "email_in"}
    assert {kind for kind in told if told[kind] is Direction.OUT} == {"call_out", "email_out"}


def test_the_quick_kinds_keep_their_keys() -> None:
    assert [choice.code for choice in QUICK_KINDS] == ["call_in", "call_out", "message", "visit", "note"]
