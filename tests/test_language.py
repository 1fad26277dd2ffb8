"""What the program writes by itself is what babel would write."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from babel.dates import format_date

from desktop_crm.language import LANGUAGES, Language, language, system_language

YEAR = [date(2024, 1, 1) + timedelta(days=at) for at in range(366)]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("way", "pattern"), [("day", "d MMM y"), ("day_long", "d MMMM y"), ("weekday", "EEEE")])
def test_days_are_written_as_babel_writes_them(code: str, way: str, pattern: str) -> None:
    speak = language(code)
    for day in (*YEAR, date(1, 1, 1), date(987, 12, 31), date(9999, 12, 31)):
        written = format_date(day, pattern, locale=speak.locale).replace(" Sept ", " Sep ")  # the one of four letters
        assert getattr(speak, way)(day) == written


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_args, **_options: tmp_path / "cache")
    return tmp_path / "cache"


def test_the_catalogue_is_kept_for_the_next_start(cache: Path) -> None:
    assert Language("id").tr("Yes") == "Ya"
    (kept,) = cache.iterdir()
    kept.with_name("id-1-1.mo").write_bytes(b"of an older version")
    kept.unlink()
    Language("id")
    assert list(cache.iterdir()) == [kept]


@pytest.mark.parametrize("left", [0, 3, 5_000])
def test_a_catalogue_that_was_spoiled_when_the_power_went_is_made_anew(cache: Path, left: int) -> None:
    Language("id")
    (kept,) = cache.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:left].ljust(len(whole) if left else 0, b"\0"))
    assert Language("id").tr("Yes") == "Ya"
    assert kept.read_bytes() == whole


def test_a_cache_that_can_not_be_written_only_costs_time(cache: Path) -> None:
    cache.write_text("a file")
    assert Language("id").tr("Yes") == "Ya"


@pytest.mark.parametrize(
    ("variables", "spoken", "code"),
    [
        ({"LANG": "id_ID.UTF-8"}, "", "id"),
        ({"LC_ALL": "en_GB.UTF-8", "LANG": "id_ID.UTF-8"}, "id_ID", "en"),
        ({}, "id_ID", "id"),
        ({}, "de_DE", "en"),
        ({}, "", "en"),
    ],
)
def test_the_systems_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], spoken: str, code: str
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("desktop_crm.language._spoken_by_windows", lambda: spoken)
    assert system_language() == code
