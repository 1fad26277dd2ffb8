"""What each noun has to declare, by name: whoever forgets something is told here."""

import pytest

from desktop_crm.language import language
from desktop_crm.model.about import about_of
from desktop_crm.storage.tables import RECORDS

COLUMNS = [
    pytest.param(record, column, id=f"{table}.{column.name}")
    for table, record in sorted(RECORDS.items())
    for column in record.__table__.columns
    if column.name not in {"id", "version"}
]
INDONESIAN = language("id")


@pytest.mark.parametrize(("record", "column"), COLUMNS)
def test_a_column_tells_what_it_is_or_that_it_is_nothing_for_a_person(record, column):
    """Or its changes vanish from the history."""
    told = about_of(column)
    assert told is not None or {"derived", "hidden"} & column.info.keys()


@pytest.mark.parametrize("record", [pytest.param(each, id=table) for table, each in sorted(RECORDS.items())])
def test_a_row_has_a_name_in_both_languages(record):
    assert record.one.text
    assert INDONESIAN.say(record.one)


@pytest.mark.parametrize(("record", "column"), COLUMNS)
def test_what_can_be_chosen_has_its_usual_value_among_it(record, column):
    told = about_of(column)
    if told is None or not told.choices or column.default is None or column.default.is_callable:
        return
    assert column.default.arg in {"", *(choice.code for choice in told.choices)}
