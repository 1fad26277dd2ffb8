"""Old history is thinned only when asked: its sentences stay, what the rows were goes, and so does the space."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from unittest.mock import patch

import pytest

from desktop_crm.documents.frozen import facts_from_json
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.services import attachment, client, contract, settings
from desktop_crm.services.past import done, history, keeping, trash
from desktop_crm.services.safety import check
from desktop_crm.storage import attachment as storage
from desktop_crm.storage.journal import writing as journal
from tests.office import Office

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = date(2026, 11, 25)


def at(moment: datetime) -> Any:
    """The journal's clock stands there."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return moment.astimezone(tz)

    return patch.object(journal, "datetime", Clock)


def change(office: Office, days: int, **values: Any) -> None:
    """A change of the client so many days ago."""
    with at(NOW - timedelta(days=days)):
        office.do(lambda s: client.save(s, office.client, values), f"{days} days ago")


@pytest.fixture
def begun(office: Office) -> Office:
    """A file that began long ago."""
    with office.workspace.driver_connection() as connection:
        connection.execute("UPDATE journal_entries SET at = ?", (round(NOW.timestamp() * 1000) - 4000 * 86_400_000,))
    return office


@pytest.fixture
def aged(begun: Office) -> Office:
    """It was changed since."""
    change(begun, 3000, notes="first")
    change(begun, 900, notes="second")
    change(begun, 400, notes="third")
    change(begun, 10, notes="fourth")
    return begun


def test_the_logo_of_a_signed_paper_stays_when_nothing_else_names_it(begun: Office) -> None:
    with at(NOW - timedelta(days=900)):
        ordered = begun.confirmed()
        begun.do(lambda s: settings.save_company(s, {"logo": b"first logo"}))
        made = begun.do(lambda s: contract.make(s, ordered.id))
        signed = begun.do(lambda s: contract.step(s, made.id, "signed"))
        begun.do(lambda s: settings.save_company(s, {"logo": b"second logo"}))
    logo = begun.see(lambda s: facts_from_json(storage.bytes_of(s, signed.facts_id).decode())[2])
    keeping.thin(begun.workspace, 1, day=TODAY)
    begun.do(lambda s: attachment.add(s, "client", begun.client, "scan.pdf", b"somebody's scan"))
    assert begun.see(lambda s: storage.bytes_of(s, logo)) == b"first logo"


def test_so_does_that_of_a_sent_one_which_undo_brings_back(begun: Office) -> None:
    with at(NOW - timedelta(days=900)):
        ordered = begun.confirmed()
        begun.do(lambda s: settings.save_company(s, {"logo": b"first logo"}))
        made = begun.do(lambda s: contract.make(s, ordered.id))
        sent = begun.do(lambda s: contract.step(s, made.id, "sent"))
        begun.do(lambda s: settings.save_company(s, {"logo": b"second logo"}))
    logo = begun.see(lambda s: facts_from_json(storage.bytes_of(s, sent.facts_id).decode())[2])
    with at(NOW - timedelta(days=10)):
        begun.do(lambda s: contract.step(s, sent.id, "draft"))
    keeping.thin(begun.workspace, 1, day=TODAY)
    begun.workspace.undo()
    assert begun.see(lambda s: contract.get(s, sent.id)).facts_id == sent.facts_id
    assert begun.see(lambda s: storage.bytes_of(s, logo)) == b"first logo"


def test_nothing_is_forgotten_by_choosing(aged: Office) -> None:
    aged.do(lambda s: keeping.save_years(s, 1), "Choose")
    assert aged.see(keeping.years) == 1
    assert str(aged.workspace.undo_text()) == "Choose"
    with pytest.raises(UserError):
        aged.do(lambda s: keeping.save_years(s, 3))
    assert aged.see(lambda s: settings.company(s).history_years) == 1


@pytest.mark.parametrize(("years", "entries"), [(0, 0), (5, 3), (2, 4), (1, 5)])
def test_what_would_be_forgotten_is_told_before(aged: Office, years: int, entries: int) -> None:
    old = keeping.old(aged.workspace, years, TODAY)
    assert old.entries == entries
    if years:
        assert old.last < NOW - timedelta(days=365 * years - 1)


def test_undo_and_trash_reach_back_only_so_far_and_the_sentences_stay(aged: Office) -> None:
    assert keeping.thin(aged.workspace, 1, day=TODAY) == keeping_count(aged)
    assert str(aged.workspace.undo()) == "10 days ago"
    assert aged.workspace.undo() is None
    assert str(aged.workspace.redo()) == "10 days ago"
    told = aged.see(lambda s: history.of_card(s, "client", aged.client))
    assert [str(entry.text) for entry in told if entry.kind == "do"][:4] == [
        "10 days ago",
        "400 days ago",
        "900 days ago",
        "3000 days ago",
    ]
    assert not any(row.details for entry in told if "400" in str(entry.text) for row in entry.rows)
    assert [entry.thinned for entry in told if entry.kind == "do"][:4] == [False, True, True, True]
    listed = done.listing(aged.workspace)
    [row] = listed.page(Query("900 days"), 0, 9)
    assert row[4] == done.OLD
    with pytest.raises(UserError, match="no longer kept that far back"):
        aged.workspace.take_back(row[0])
    assert check.check(aged.workspace) == []


def keeping_count(office: Office) -> int:
    with office.workspace.driver_connection() as connection:
        return connection.execute("SELECT count(*) FROM journal_entries WHERE thinned").fetchone()[0]


def test_what_was_deleted_long_ago_leaves_the_trash_and_the_file(begun: Office) -> None:
    secret = b"gone for good " * 9000
    with at(NOW - timedelta(days=800)):
        file = begun.do(lambda s: attachment.add(s, "client", begun.client, "old.pdf", secret))
        begun.do(lambda s: attachment.delete(s, file.id))
    with at(NOW - timedelta(days=5)):
        kept = begun.do(lambda s: attachment.add(s, "client", begun.client, "new.pdf", b"new" * 9000))
        begun.do(lambda s: attachment.delete(s, kept.id))
    live = begun.do(lambda s: attachment.add(s, "client", begun.client, "live.pdf", b"live"))
    assert trash.listing(begun.workspace).count(Query()) == 2
    keeping.thin(begun.workspace, 2, day=TODAY)
    listed = trash.listing(begun.workspace)
    [left] = listed.page(Query(), 0, 9)
    assert left[2] == "new.pdf"
    begun.do(lambda s: trash.restore(s, [left[0]]))
    assert begun.see(lambda s: attachment.content(s, kept.id)) == ("new.pdf", b"new" * 9000)
    assert begun.see(lambda s: attachment.content(s, live.id)) == ("live.pdf", b"live")
    assert check.check(begun.workspace) == []
    begun.workspace.fold()
    assert secret[:100] not in begun.workspace.path.read_bytes()


def test_thinning_is_told_in_the_history_and_is_no_step_of_undo(aged: Office) -> None:
    keeping.thin(aged.workspace, 1, day=TODAY)
    [row, *_] = done.listing(aged.workspace).page(Query(), 0, 9)
    assert str(row[2]) == "Delete the details of history before 2025-11-25"
    assert str(aged.workspace.undo_text()) == "10 days ago"
    assert keeping.old(aged.workspace, 1, TODAY).entries == 0


def test_a_stop_while_it_is_thinned_changes_nothing(aged: Office) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with patch("desktop_crm.storage.file.watching._STEPS", 1), pytest.raises(KeyboardInterrupt):
        keeping.thin(aged.workspace, 1, stop, TODAY)
    assert keeping_count(aged) == 0
    assert str(aged.workspace.undo()) == "10 days ago"


def test_a_protected_file_stays_protected_by_the_same_password(aged: Office) -> None:
    aged.workspace.protect("rahasia sekali")
    recovery = aged.workspace.recovery_key
    keeping.thin(aged.workspace, 1, day=TODAY)
    assert aged.workspace.protected
    assert aged.workspace.recovery_key == recovery
    aged.workspace.lock()
    aged.workspace.unlock(recovery)
    aged.workspace.lock()
    aged.workspace.unlock("rahasia sekali")
    assert str(aged.workspace.undo_text()) == "10 days ago"


def test_an_entry_made_while_the_clock_was_wrong_takes_no_younger_one_with_it(aged: Office) -> None:
    """It looks ten years old but stands among young ones."""
    change(aged, 3650, notes="wrong clock")
    change(aged, 1, notes="right again")
    keeping.thin(aged.workspace, 1, day=TODAY)
    assert [str(aged.workspace.undo()) for _ in range(3)] == ["1 days ago", "3650 days ago", "10 days ago"]
    assert aged.workspace.undo() is None


def test_an_entry_from_the_future_keeps_what_came_after_it(office: Office) -> None:
    """The clock ran a year ahead: what was done then and since counts as young."""
    change(office, -365, notes="ahead")
    change(office, 700, notes="behind")
    keeping.thin(office.workspace, 1, day=TODAY)
    assert [str(office.workspace.undo()) for _ in range(2)] == ["700 days ago", "-365 days ago"]


@pytest.mark.parametrize(
    ("day", "years", "first"),
    [
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 0, date(2028, 2, 29)),
        (date(2026, 3, 1), 5, date(2021, 3, 1)),
    ],
)
def test_leap_days(day: date, years: int, first: date) -> None:
    assert keeping.first_day(years, day) == first


def test_history_for_ever_forgets_nothing(aged: Office) -> None:
    assert keeping.old(aged.workspace, 0, TODAY).entries == 0
    with pytest.raises(UserError, match="for ever"):
        keeping.thin(aged.workspace, 0, day=TODAY)
