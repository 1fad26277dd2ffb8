"""Moments that Windows' calendar does not reach: it raises OSError before 1970 and after 3000."""

import time
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest

from desktop_crm.model import moments


class Windows(datetime):
    """A moment whose zone only the system knows, on a system that knows no others than those."""

    def astimezone(self, tz: tzinfo | None = None) -> "Windows":
        if tz is None and not 1970 < self.year < 3001:
            raise OSError(22, "Invalid argument")
        return super().astimezone(tz)


@pytest.mark.parametrize("year", [1, 2, 1583, 1969, 1970, 2026, 3001, 9998, 9999])
@pytest.mark.parametrize("zone", [None, UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-8))])
@pytest.mark.parametrize("kind", [Windows, datetime])
def test_every_moment_has_a_place_on_this_clock(
    year: int, zone: timezone | None, kind: type[Windows] | type[datetime]
) -> None:
    for value in (kind(year, 1, 1, 0, 0, tzinfo=zone), kind(year, 12, 31, 23, 59, tzinfo=zone)):
        found = moments.on_this_clock(value)
        assert found.tzinfo is not None
        if zone is not None:
            assert found == value


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone can't be set here")
@pytest.mark.parametrize("zone", ["Asia/Jakarta", "America/Los_Angeles", "UTC"])
def test_those_within_reach_are_where_the_system_says(monkeypatch: pytest.MonkeyPatch, zone: str) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        value = datetime(2026, 7, 1, 12, tzinfo=UTC)
        assert moments.on_this_clock(value).utcoffset() == value.astimezone().utcoffset()
        naive = datetime(2026, 1, 1, 12)  # noqa: DTZ001 - what is tried
        assert moments.on_this_clock(naive) == naive.astimezone()
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize("value", [0, 1, -1, 999, -62_135_596_800_000, 253_402_300_799_999, 1_795_000_000_123])
def test_numbers_become_moments_and_back(value: int) -> None:
    assert moments.moment_to_int(moments.moment_from_int(value)) == value
    assert moments.moment_of_seconds(value / 1000) - moments.moment_from_int(value) < timedelta(milliseconds=1)


@pytest.mark.parametrize("value", [10**15, -(10**15), 2**63 - 1])
def test_beyond_all_calendars_is_a_wrong_value(value: int) -> None:
    with pytest.raises(ValueError, match="calendar"):
        moments.moment_from_int(value)


@pytest.mark.parametrize("value", [1e15, -1e15])
def test_a_file_from_beyond_all_calendars_has_a_moment_all_the_same(value: float) -> None:
    assert moments.moment_of_seconds(value) == moments.moment_from_int(0)


def test_a_moment_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        moments.moment_to_int(datetime(2026, 1, 1))  # noqa: DTZ001 - what is refused
