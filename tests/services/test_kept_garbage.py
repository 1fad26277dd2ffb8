"""What the window keeps beside all actions may be garbage: that costs the one thing, and closes no list."""

from collections.abc import Iterator

import pytest

from desktop_crm.services.beside import Beside
from desktop_crm.services.draft import Draft, Drafts
from desktop_crm.services.habits import Habits
from tests.office import Office


@pytest.fixture
def beside(office: Office) -> Iterator[Beside]:
    made = Beside(office.workspace)
    yield made
    made.close()


def test_a_habit_that_can_not_be_read_is_none(office: Office, beside: Beside) -> None:
    with office.workspace.aside() as connection:
        connection.execute("INSERT INTO habits VALUES ('columns', CAST(x'ff41' AS TEXT)), ('check', 'kept')")
        connection.execute("INSERT INTO habits VALUES (CAST(x'ff' AS TEXT), 'lost')")
    habits = Habits(office.workspace, beside)
    assert (habits.get("columns"), habits.get("check")) == ("", "kept")
    habits.put("columns", "new")
    beside.settle()
    assert Habits(office.workspace, beside).get("columns") == "new"


@pytest.mark.parametrize("column", ["slot", "content"])
def test_a_draft_that_can_not_be_read_hides_no_other(office: Office, beside: Beside, column: str) -> None:
    drafts = Drafts(office.workspace, beside)
    drafts.keep(Draft("1", "client", office.client, typed={"notes": "half"}))
    beside.settle()
    row = {"slot": "'2'", "content": "'{}'", column: "CAST(x'ff41' AS TEXT)"}
    with office.workspace.aside() as connection:
        connection.execute(
            f"INSERT INTO drafts (slot, noun, record_id, content, at) VALUES ({row['slot']}, 'client', 1, {row['content']}, 1)"
        )
    assert [one.slot for one in drafts.every()] == ["1"]
    assert [one.slot for one in drafts.of_card("client", office.client)] == ["1"]
