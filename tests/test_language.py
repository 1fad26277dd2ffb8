"""What the program writes by itself is what babel would write."""

from datetime import date, timedelta

import pytest
from babel.dates import format_date

from desktop_crm.language import LANGUAGES, language

YEAR = [date(2024, 1, 1) + timedelta(days=at) for at in range(366)]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(("way", "pattern"), [("day", "d MMM y"), ("day_long", "d MMMM y"), ("weekday", "EEEE")])
def test_days_are_written_as_babel_writes_them(code, way, pattern):
    speak = language(code)
    for day in (*YEAR, date(1, 1, 1), date(987, 12, 31), date(9999, 12, 31)):
        assert getattr(speak, way)(day) == format_date(day, pattern, locale=speak.locale)
