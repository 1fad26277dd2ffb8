"""The search index: no save pays for merging it, which is done in idle time by small steps."""

import statistics
from collections.abc import Callable
from typing import Any

import pytest

from desktop_crm.model.client import Client
from desktop_crm.model.message import msg
from desktop_crm.services.search import find
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.lists.search import in_many_parts
from desktop_crm.storage.workspace import Workspace
from tests.storage.clients import add
from tests.storage.clients import names as names_of


def parts_to_merge(workspace: Workspace) -> list[str]:
    with workspace.driver_connection() as connection:
        return in_many_parts(connection)


def fill(workspace: Workspace, times: int) -> None:
    """Imports, each of which leaves a part as large as those that are merged at once."""
    for turn in range(times):
        with workspace.write(msg("Import")) as session:
            names = (f"PT Sumber Makmur {(turn * 400 + at) * 7919 % 99_991:05}" for at in range(400))
            bulk_insert(session, Client, [{"name": name} for name in names])


def test_no_save_writes_much_more_than_another(workspace: Workspace) -> None:
    """One in a hundred wrote ten to a hundred times as much, and took as long."""
    fill(workspace, 15)
    wal, written = workspace.path.with_name(workspace.path.name + "-wal"), []
    for at in range(60):
        before = wal.stat().st_size if wal.exists() else 0
        add(workspace, f"CV Mekar Sari {at * 7919 % 99_991:05}")
        written.append(wal.stat().st_size - before)
    grown = [each for each in written if each > 0]  # what was folded meanwhile begins anew
    assert len(grown) > 30
    assert max(grown) < 3 * statistics.median(grown)


def test_many_parts_become_few_in_small_steps_and_everything_is_found(workspace: Workspace) -> None:
    fill(workspace, 2)
    names = [f"Toko Anggrek {at:03}" for at in range(200)]
    for name in names:
        add(workspace, name)
    steps = 0
    while workspace.merge_index():
        steps += 1
        assert steps < 200
    assert parts_to_merge(workspace) == []
    for name in (names[0], names[99], names[-1], "Makmur 07919"):
        assert find(workspace, name)[0].title.endswith(name)
    with workspace.aside() as connection:
        connection.execute("INSERT INTO clients_fts (clients_fts, rank) VALUES ('integrity-check', 1)")


def test_it_happens_by_itself_once_nobody_writes(workspace: Workspace, until: Callable[..., Any]) -> None:
    while not parts_to_merge(workspace):
        for at in range(5):
            add(workspace, f"Toko Melati {at}")
    until(lambda: not parts_to_merge(workspace))


def test_an_index_that_can_not_be_read_keeps_nothing_from_working(
    workspace: Workspace, until: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    with workspace.aside() as connection:
        connection.execute("DELETE FROM clients_fts_data WHERE id = 10")
    until(lambda: "not tidied" in caplog.text)
    assert workspace.fold()
    assert names_of(workspace) == set()
