"""A real file of every version that was shipped: upgraded, taken back to its start and done again, it is what it was."""

import importlib.util
import json
import lzma
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.model.contract import Contract
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import order, settings
from desktop_crm.services.beside import Beside
from desktop_crm.services.draft import Drafts
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.past import trash
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file import revisions
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.settings import next_number
from desktop_crm.storage.tables import RECORDS, table_of
from desktop_crm.storage.workspace import Workspace

FILES = Path(__file__).parent.parent / "versions"
SHIPPED = sorted(path.name.partition(".")[0] for path in FILES.glob("*.crm.xz"))


@cache
def made() -> Any:
    spec = importlib.util.spec_from_file_location("versions_make", FILES / "make.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unpacked(folder: Path, version: str) -> tuple[Path, dict[str, Any]]:
    path = folder / f"{version}.crm"
    path.write_bytes(lzma.decompress((FILES / f"{version}.crm.xz").read_bytes()))
    return path, json.loads(lzma.decompress((FILES / f"{version}.json.xz").read_bytes()))


#: Of the older ones each run takes some.
OLDER = [pytest.param(version, marks=pytest.mark.in_turn) for version in SHIPPED[:-2]]


@pytest.fixture(scope="module", params=[*OLDER, *SHIPPED[-2:]])
def upgraded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    path, shadow = unpacked(tmp_path_factory.mktemp(request.param), request.param)
    open_workspace(path).close()
    return path, shadow


@pytest.fixture
def version(upgraded: tuple[Path, dict[str, Any]], tmp_path: Path) -> Iterator[tuple[Workspace, dict[str, Any]]]:
    path, shadow = upgraded
    with opened(shutil.copyfile(path, tmp_path / path.name)) as workspace:
        yield workspace, shadow


def state(workspace: Workspace, shadow: dict[str, Any]) -> dict[str, Any]:
    """Of what that version had tables of."""
    with workspace.driver_connection() as connection:
        found = json.loads(json.dumps(made().state_of(connection)))
    known = {table for each in shadow["states"] for table in each}
    return {table: rows for table, rows in found.items() if table in known}


def images(workspace: Workspace) -> Iterator[tuple[str, str, dict[str, Any]]]:
    with workspace.driver_connection() as connection:
        for table, op, *both in connection.execute(
            "SELECT table_name, op, before, after FROM journal_changes WHERE last_row_id IS NULL"
        ):
            yield from ((table, op, json.loads(image)) for image in both if image)
        for table, content in connection.execute(
            "SELECT table_name, content FROM journal_rows JOIN journal_changes c ON c.id = change_id"
        ):
            yield table, "delete", json.loads(content)


def test_this_version_has_its_file() -> None:
    assert revisions.HEAD in SHIPPED, "run `python tests/versions/make.py` and commit what it makes"


def test_history_leads_back_to_the_start_and_forward_again(version: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, shadow = version
    states, now = shadow["states"], shadow["now"]
    assert len(states) > now > 20
    assert state(workspace, shadow) == states[now]
    for wanted in states[:now][::-1]:
        assert workspace.undo() is not None
        assert state(workspace, shadow) == wanted
    for wanted in states[1:]:
        assert workspace.redo() is not None
        assert state(workspace, shadow) == wanted
    assert workspace.redo() is None
    assert [str(problem) for problem in check(workspace)] == []


def test_every_image_is_one_of_todays_tables(version: tuple[Workspace, dict[str, Any]]) -> None:
    found = 0
    for table, op, image in images(version[0]):
        columns = {column.name for column in table_of(RECORDS[table]).columns}
        assert set(image) == columns if op != "update" else set(image) <= columns
        found += 1
    assert found > 40


def test_what_was_deleted_comes_back_with_its_prices(version: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, shadow = version
    listing = trash.listing(workspace)
    with workspace.driver_connection() as connection:
        lost = {row[0] for row in connection.execute("SELECT id FROM orders")}
    with workspace.write(msg("Restore")) as session:
        trash.restore(session, list(listing.ids(Query())))
    wanted = next(each for each in shadow["states"][::-1] if {row[0] for row in each["orders"]} > lost)
    lines = [row for row in wanted["order_lines"] if row[1] not in lost]
    assert lines
    assert [row for row in state(workspace, shadow)["order_lines"] if row[1] not in lost] == lines


def test_what_was_signed_can_be_read(version: tuple[Workspace, dict[str, Any]]) -> None:
    with version[0].read() as session:
        (signed,) = session.query(Contract).filter(Contract.facts_id.is_not(None)).all()
        record = order.get(session, signed.order_id)
        assert record.total == signed.total
        signed.order, signed.client = record, record.client
        assert contract_paper.contradiction(session, signed) is None


def test_what_was_typed_is_there(version: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, _ = version
    for draft in Drafts(workspace, Beside(workspace)).every():
        assert draft.typed["lines"][0]["unit_price"] == "12.50"


@pytest.mark.parametrize("left_open", [True, False])
def test_one_that_a_crash_left_open_is_whole_and_a_cut_copy_says_so(tmp_path: Path, left_open: bool) -> None:
    path, _ = unpacked(tmp_path, "0007")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        before = other.execute("SELECT counter FROM identity").fetchone()
        other.execute("UPDATE identity SET whole = 0")
    if left_open:
        Path(f"{path}-wal").touch()
    with opened(path) as workspace:
        assert (workspace.cut_short() is None) == left_open
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT counter FROM identity").fetchone() > before, "it is another state"


def test_numbers_counted_by_the_year_are_counted_by_its_months(tmp_path: Path) -> None:
    """Up to the last month of which an order is, or was: the others begin with 1, if they begin anew every month."""
    path, _shadow = unpacked(tmp_path, "0015")
    with closing(sqlite3.connect(path)) as file:
        ((last,),) = file.execute("SELECT last FROM number_counters WHERE kind = 'order' AND year = 2026").fetchall()
        file.execute("INSERT INTO number_counters VALUES ('order', 2024, 7)")
        file.commit()

    def next_of(year: int, month: int, anew: str) -> int:
        with workspace.write(msg("Begin anew")) as session:
            settings.save_series(session, "order", "{seq}/{month}/{year}", anew)
        with workspace.write(msg("Count")) as session:
            given = next_number(session, "order", date(year, month, 1), lambda *_asked: None)
        return int(given.partition("/")[0])

    with opened(path) as workspace:
        assert [next_of(2026, month, "month") for month in (10, 11, 12)] == [last + 1, last + 1, 1]
        assert next_of(2024, 12, "month") == 8
        assert [next_of(year, 1, "year") for year in (2026, 2025)] == [last + 2, 2]
        assert next_of(2027, 1, "never") == last + 3


#: Next steps stood in their activities; since 0018 these said more.
WITH_STEPS = ("0017", "0019")


@pytest.mark.parametrize("older", WITH_STEPS)
def test_steps_of_a_thinned_history_are_tasks_like_all_others(tmp_path: Path, older: str) -> None:
    """What they were is no longer kept; that they came with their activities is, and the rest is told as it was."""
    path, _shadow = unpacked(tmp_path, older)
    with closing(sqlite3.connect(path)) as file:
        (middle,) = file.execute(
            "SELECT min(entry_id) FROM journal_changes WHERE table_name = 'activities' AND op = 'update'"
        ).fetchone()
        file.execute('UPDATE journal_changes SET "before" = NULL, "after" = NULL WHERE entry_id <= ?', (middle,))
        file.execute("UPDATE journal_entries SET thinned = 1 WHERE id <= ?", (middle,))
        steps = file.execute(
            "SELECT id, next_step, due, done_at, client_id FROM activities WHERE next_step <> '' ORDER BY id"
        ).fetchall()
        file.commit()
    with opened(path) as workspace:
        with workspace.driver_connection() as connection:
            asked = "SELECT activity_id, title, due, done_at, client_id FROM tasks ORDER BY id"
            assert connection.execute(asked).fetchall() == steps
        assert [str(problem) for problem in check(workspace)] == []
        undone = 0
        while workspace.undo() is not None:
            undone += 1
        assert undone > 10
        assert [str(problem) for problem in check(workspace)] == []


@pytest.mark.parametrize("older", WITH_STEPS)
def test_a_step_that_is_damaged_in_the_history_stays_so_and_the_others_become_tasks(tmp_path: Path, older: str) -> None:
    path, _shadow = unpacked(tmp_path, older)
    with closing(sqlite3.connect(path)) as file:
        ((torn,),) = file.execute(
            "SELECT min(id) FROM journal_changes WHERE table_name = 'activities' AND op = 'update'"
        ).fetchall()
        file.execute('UPDATE journal_changes SET "after" = \'{"next_st\' WHERE id = ?', (torn,))
        file.commit()
        (count,) = file.execute("SELECT count(*) FROM activities WHERE next_step <> ''").fetchone()
    with opened(path) as workspace, workspace.driver_connection() as connection:
        assert connection.execute("SELECT count(*) FROM tasks").fetchone() == (count,)
        left = 'SELECT count(*) FROM journal_changes WHERE "after" = \'{"next_st\''
        assert connection.execute(left).fetchone() == (1,)
