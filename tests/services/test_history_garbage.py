"""Garbage in the history's own tables is named by the check, and stands in nobody's way."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.model.listing import UNREADABLE, Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, clock, today
from desktop_crm.services.past import done, history, keeping, trash
from desktop_crm.services.safety import backup, check
from desktop_crm.services.safety.places import folder_place
from desktop_crm.storage.backup.copy import last_change
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.workspace import Workspace

#: What is done to the last action → whether it can't be read; else it does not fit to the others.
GARBAGE = {
    "user = CAST(x'ff41' AS TEXT)": True,
    "at = 9223372036854775807": True,
    "at = -9223372036854775808": True,
    "sentence = CAST(x'ff41' AS TEXT)": True,
    "sentence = '[1]'": True,
    "sentence = '{}'": True,
    "kind = CAST(x'ff41' AS TEXT)": True,
    "kind = 'rubbish'": True,
    "thinned = 7": True,
    "undoes = 1": False,
    "undone_by = 9223372036854775807": False,
    "undone_by = id": False,
    "undone_by = 1": False,
    "kind = 'undo', undoes = id - 1": False,
}


@pytest.fixture(scope="module")
def base(made_once: tuple[Path, list[int]], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int]:
    """A file in whose history a client was changed, and another one deleted last."""
    path, ids = made_once
    copy = tmp_path_factory.mktemp("garbage") / path.name
    shutil.copyfile(path, copy)
    with closing(open_workspace(copy)) as workspace:
        for number in range(2):
            with workspace.write(msg("Change the client")) as session:
                client.save(session, ids[0], {"notes": f"Note {number}"})
        with workspace.write(msg("Add one")) as session:
            gone = client.save(session, None, {"name": "Toko Lama"}).id
        with workspace.write(msg("Change and delete")) as session:
            client.save(session, ids[0], {"notes": "Last"})
            client.delete(session, gone)
    return copy, ids[0]


@pytest.fixture
def spoiled(base: tuple[Path, int], tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """The open workspace after a statement of another program; and its client."""
    made = []

    def spoil(statement: str) -> tuple[Workspace, int]:
        copy = tmp_path / base[0].name
        shutil.copyfile(base[0], copy)
        with closing(driver.connect(str(copy), isolation_level=None)) as other:
            other.execute(statement)
        made.append(open_workspace(copy))
        return made[-1], base[1]

    yield spoil
    for workspace in made:
        workspace.close()


@pytest.mark.parametrize("garbage", GARBAGE)
def test_an_action_of_garbage_is_named_and_stands_in_nobodys_way(
    spoiled: Callable[..., Any], tmp_path: Path, garbage: str
) -> None:
    last = "(SELECT max(id) FROM journal_entries)"
    workspace, card = spoiled(f"UPDATE journal_entries SET {garbage} WHERE id = {last}")
    with workspace.driver_connection() as connection:
        number = connection.execute(f"SELECT {last}").fetchone()[0]
        last_change(connection)
        today.overview(connection)
    told = [str(each) for each in check.check(workspace)]
    wrong = "can't be read" if GARBAGE[garbage] else "does not fit to the others"
    assert f"Action {number} of the history {wrong}" in told

    place = tmp_path / "place"
    place.mkdir()
    made = backup.make(workspace, folder_place(place))
    assert made.backup is not None
    assert f"Action {number} of the history {wrong}" in [str(each) for each in made.found]
    assert [each.inside.problems for each in backup.backups_of(workspace, folder_place(place))] == [len(made.found)]

    with workspace.read() as session:
        newest, *older = history.of_card(session, "client", card)
    assert newest.id == number
    assert [str(each.text) for each in older][:2] == ["Change the client"] * 2
    assert (newest.at is UNREADABLE, newest.user is UNREADABLE) == (
        garbage.startswith("at"),
        garbage.startswith("user"),
    )
    assert len(done.listing(workspace).page(Query(), 0, 10)) == done.listing(workspace).count(Query())
    assert [row[2] for row in trash.listing(workspace).page(Query(sort="at"), 0, 9)] == ["Toko Lama"]

    clock.ahead(workspace)
    keeping.old(workspace, 1)
    workspace.undo_text()
    done.listing(workspace).way(number)
    with workspace.write(msg("Go on")) as session:
        client.save(session, card, {"notes": "New"})
    assert str(workspace.undo()) == "Go on"


def test_a_change_that_was_given_to_another_action_is_named(spoiled: Callable[..., Any]) -> None:
    workspace, _ = spoiled("UPDATE journal_changes SET entry_id = 2 WHERE id = (SELECT max(id) FROM journal_changes)")
    assert "Action 3 of the history does not fit to the others" in [str(each) for each in check.check(workspace)]


@pytest.mark.parametrize(
    "garbage", ["before = CAST(x'ff41' AS TEXT)", "after = 'x'", "table_name = 'nothing'", "op = 'rubbish'"]
)
def test_a_change_of_garbage_hides_nothing_else_of_a_card(spoiled: Callable[..., Any], garbage: str) -> None:
    workspace, card = spoiled(f"UPDATE journal_changes SET {garbage} WHERE entry_id = 3")
    with workspace.read() as session:
        told = history.of_card(session, "client", card)
    assert {3, 2} <= {entry.id for entry in told}
    assert next(entry for entry in told if entry.id == 2).rows
