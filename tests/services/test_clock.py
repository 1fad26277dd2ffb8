"""Moved clocks, other time zones, and the hours that summer time takes and gives."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import partial
from itertools import pairwise
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.language import language
from desktop_crm.model.listing import Filter, Query
from desktop_crm.services import client, clock, order, today
from desktop_crm.services.past import done, history
from desktop_crm.services.safety import backup, rotation
from desktop_crm.storage import today as overviews
from desktop_crm.storage.journal import writing as journal
from desktop_crm.storage.lists import listing
from desktop_crm.storage.order import ORDERS
from tests.office import Office

ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Pacific/Kiritimati", "America/Los_Angeles", "Europe/Berlin", "UTC")


@pytest.fixture
def travel(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """This machine is in another place."""
    if not hasattr(time, "tzset"):
        pytest.skip("the system's zone can't be changed here")

    def go(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield go
    os.environ.pop("TZ", None)
    time.tzset()


def at(moment: datetime, *modules: Any) -> Any:
    """The clock stands there."""

    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return moment.astimezone(tz)

    patches = [patch.object(module, "datetime", Clock) for module in modules]

    class Standing:
        def __enter__(self) -> None:
            for one in patches:
                one.start()

        def __exit__(self, *_: object) -> None:
            for one in patches:
                one.stop()

    return Standing()


START = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
JUMPS = {
    "a year back": [timedelta(0), timedelta(days=-365), timedelta(days=-364)],
    "a year ahead and back again": [timedelta(0), timedelta(days=365), timedelta(minutes=1)],
    "standing still": [timedelta(0)] * 3,
    "the hour that comes twice": [timedelta(0), timedelta(minutes=-59), timedelta(minutes=1)],
}


@pytest.mark.parametrize("jump", JUMPS)
def test_history_and_undo_keep_the_order_in_which_things_were_done(office: Office, jump: str) -> None:
    for number, step in enumerate(JUMPS[jump]):
        with at(START + step, journal):
            office.do(
                lambda s, number=number: client.save(s, office.client, {"notes": str(number)}), f"Action {number}"
            )
    told = office.see(lambda s: [str(entry.text) for entry in history.of_card(s, "client", office.client)])
    assert told[:3] == ["Action 2", "Action 1", "Action 0"]
    listed = done.listing(office.workspace)
    assert [str(row[2]) for row in listed.page(Query(), 0, 3)] == ["Action 2", "Action 1", "Action 0"]
    with office.workspace.driver_connection() as connection:
        latest = today.overview(connection, date(2026, 10, 25)).latest
    assert (str(latest[0].text), latest[0].count) == ("Action 2", len(JUMPS[jump]))  # one line a record
    assert [str(office.workspace.undo()) for _ in range(3)] == ["Action 2", "Action 1", "Action 0"]
    assert [str(office.workspace.redo()) for _ in range(3)] == ["Action 0", "Action 1", "Action 2"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hour", [0, 6, 11, 12, 17, 18, 23])
def test_today_is_the_calendar_day_of_the_place(travel: Callable[..., Any], zone: str, hour: int) -> None:
    travel(zone)
    moment = datetime(2026, 3, 29, hour, 30, tzinfo=UTC)
    with at(moment, clock):
        assert clock.today() == moment.astimezone(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", ZONES)
def test_due_days_stay_the_same_days_wherever_one_travels(
    office: Office, travel: Callable[..., Any], zone: str
) -> None:
    made = office.confirmed(ordered_on=date(2026, 3, 1), promised_on=date(2026, 3, 29))
    travel(zone)
    assert office.see(lambda s: order.get(s, made.id)).promised_on == date(2026, 3, 29)
    overdue = Query(filters=(Filter("overdue", ("overdue",)),))
    for day, late in ((date(2026, 3, 29), 0), (date(2026, 3, 30), 1)):
        listed = listing.SqlListing(office.workspace, ORDERS, today=partial(date.fromordinal, day.toordinal()))
        assert listed.count(overdue) == late
        with office.workspace.driver_connection() as connection:
            assert today.overview(connection, day).group(today.LATE).count == late


def test_an_order_becomes_overdue_at_the_midnight_of_the_place(office: Office, travel: Callable[..., Any]) -> None:
    """23:30 in Jakarta on the day promised is the next day already in Jayapura."""
    moment = datetime(2026, 3, 29, 16, 30, tzinfo=UTC)
    made = office.confirmed(ordered_on=date(2026, 3, 1), promised_on=date(2026, 3, 29))
    record = office.see(lambda s: order.get(s, made.id))
    for zone, late in (("Asia/Jakarta", False), ("Asia/Jayapura", True)):
        travel(zone)
        with at(moment, clock):
            assert record.is_overdue(clock.today()) is late


@pytest.mark.parametrize(("zone", "told"), [("Asia/Jakarta", "23:30"), ("Asia/Jayapura", "01:30"), ("UTC", "16:30")])
def test_moments_are_told_by_the_clock_of_the_place(travel: Callable[..., Any], zone: str, told: str) -> None:
    travel(zone)
    assert language("en").moment(datetime(2026, 3, 29, 16, 30, tzinfo=UTC)).endswith(told)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/Los_Angeles"])
def test_the_hours_that_summer_time_takes_and_gives(office: Office, travel: Callable[..., Any], zone: str) -> None:
    """Two moments an hour apart stay two moments, and new clients are counted on their day."""
    travel(zone)
    for hour in range(24):
        with at(datetime(2026, 10, 25, hour, 30, tzinfo=UTC), journal):
            office.do(lambda s, hour=hour: client.save(s, None, {"name": f"Jam {hour}"}), f"Hour {hour}")
    rows = done.listing(office.workspace).page(Query(), 0, 24)
    assert [str(row[2]) for row in rows] == [f"Hour {hour}" for hour in range(23, -1, -1)]
    assert all(later[1] - earlier[1] == timedelta(hours=1) for later, earlier in pairwise(rows))
    days = [datetime(2026, 10, 25, hour, 30, tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for hour in range(24)]
    with office.workspace.driver_connection() as connection:
        for day in set(days):
            assert overviews.new_clients(connection, day, day) == days.count(day)


def test_a_latest_change_from_the_future_is_noticed(office: Office) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    with at(now + timedelta(days=400), journal):
        office.do(lambda s: client.save(s, office.client, {"notes": "x"}))
    found = clock.ahead(office.workspace, now)
    assert found is not None
    assert found.at == now + timedelta(days=400)
    with at(now, journal):
        office.do(lambda s: client.save(s, office.client, {"notes": "y"}))
    assert clock.ahead(office.workspace, now) is None


def test_clocks_that_differ_a_little_are_no_news(office: Office) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    with at(now + timedelta(minutes=5), journal):
        office.do(lambda s: client.save(s, office.client, {"notes": "x"}))
    assert clock.ahead(office.workspace, now) is None


def test_a_backup_from_the_future_is_none_to_rely_on(office: Office) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    later = now + timedelta(days=300)
    assert backup.is_due(later, 4, now)
    assert backup.changed_since(office.workspace, later)


def kept(made: list[datetime]) -> set[datetime]:
    """In the order in which they were made."""
    line = [rotation.Moment(number, number, moment) for number, moment in enumerate(made)]
    return {each.made for each in rotation.kept(line, line[-1])}


@pytest.mark.parametrize("zone", ZONES)
def test_backups_stay_by_day_week_and_month_wherever_they_were_made(travel: Callable[..., Any], zone: str) -> None:
    travel(zone)
    made = [datetime(2026, 10, 20, tzinfo=UTC) + timedelta(hours=7 * number) for number in range(60)]
    stays = kept([moment.astimezone() for moment in made])
    assert max(made) in stays
    days = {moment.astimezone(ZoneInfo(zone)).date() for moment in made}
    assert len({moment.date() for moment in stays} & set(sorted(days)[-7:])) == 7


def test_a_clock_that_was_wrong_deletes_no_backup_of_the_last_weeks() -> None:
    real = [datetime(2026, 11, day, 12, tzinfo=UTC) for day in range(1, 26)]
    wrong = datetime(2027, 11, 1, tzinfo=UTC)
    stays = kept([*real[:20], wrong, *real[20:]])
    assert set(real[-6:]) <= stays
