"""What the window keeps beside all actions: written soon, in the end always, and never in anybody's way."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import msg
from desktop_crm.services.beside import Beside
from desktop_crm.services.draft import Draft, Drafts
from desktop_crm.services.habits import Habits
from desktop_crm.storage.workspace import Workspace

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"


@pytest.fixture
def workspace_password() -> str:
    return PASSWORD


@pytest.fixture
def beside(workspace: Workspace) -> Iterator[Beside]:
    made = Beside(workspace)
    yield made
    made.close()


@pytest.fixture
def drafts(workspace: Workspace, beside: Beside) -> Drafts:
    return Drafts(workspace, beside)


def draft(slot: str = "1", text: str = "typed") -> Draft:
    return Draft(slot, "client", typed={"name": text})


def names(drafts: Drafts) -> list[str]:
    return [one.typed["name"] for one in drafts.every()]


def test_the_newest_counts_before_and_after_it_is_written(drafts: Drafts) -> None:
    for number in range(50):
        drafts.keep(draft(text=str(number)))
        assert names(drafts) == [str(number)]
    assert drafts.settle()
    assert names(drafts) == ["49"]
    drafts.drop("1")
    assert names(drafts) == []
    assert drafts.settle()
    assert names(drafts) == []


def test_nobody_waits_for_a_long_write(workspace: Workspace, drafts: Drafts) -> None:
    with workspace.write(msg("Import")):
        drafts.keep(draft())
        assert not drafts.settle(0.05)
        assert names(drafts) == ["typed"]
    assert drafts.settle()


def test_what_was_kept_while_locked_is_written_after_unlocking(workspace: Workspace, drafts: Drafts) -> None:
    workspace.lock()
    drafts.keep(draft())
    assert not drafts.settle(0.1)
    workspace.unlock(PASSWORD)
    assert drafts.settle(15)
    assert names(drafts) == ["typed"]


def test_closing_writes_what_waits(workspace: Workspace, beside: Beside, drafts: Drafts) -> None:
    for number in range(20):
        drafts.keep(draft(str(number)))
    assert beside.close()
    assert len(Drafts(workspace, Beside(workspace)).every()) == 8  # no more are kept of new records
    drafts.keep(draft("late"))
    assert beside.close()


def test_closing_tries_once_more_what_could_not_be_written_a_moment_ago(
    workspace: Workspace, beside: Beside, drafts: Drafts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = threading.Event()

    def refuse() -> None:
        tried.set()
        raise WorldError(msg("full"))

    with monkeypatch.context() as full:
        full.setattr(workspace, "aside", refuse)
        drafts.keep(draft())
        assert tried.wait(5)
        assert not drafts.settle(0.05)
    assert beside.close()
    assert names(Drafts(workspace, Beside(workspace))) == ["typed"]


def test_closing_gives_up_on_a_file_that_cannot_be_written(
    workspace: Workspace, beside: Beside, drafts: Drafts
) -> None:
    workspace.lock()
    drafts.keep(draft())
    assert not beside.close()
    workspace.unlock(PASSWORD)


def test_a_mistake_of_ours_keeps_nothing_else_from_being_tried_again(
    beside: Beside, caplog: pytest.LogCaptureFixture
) -> None:
    done, tries = threading.Event(), []

    def write(_connection: Any) -> None:
        tries.append(1)
        if len(tries) == 1:
            raise ValueError("what was typed")
        done.set()

    beside.put("x", write)
    assert done.wait(15)
    assert beside.settle()
    assert "what was typed" not in caplog.text
    assert "ValueError" in caplog.text


def test_habits_are_kept(workspace: Workspace, beside: Beside) -> None:
    habits = Habits(workspace, beside)
    habits.put("tables/list/client/query", "{}")
    assert habits.get("tables/list/client/query") == "{}"
    habits.put("gone", "x")
    habits.put("gone", "")
    assert beside.settle()
    again = Habits(workspace, beside)
    assert again.get("tables/list/client/query") == "{}"
    assert again.get("gone") == again.get("never") == ""


def test_what_no_file_can_keep_holds_up_nothing_else(
    workspace: Workspace,
    beside: Beside,
    drafts: Drafts,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("desktop_crm.services.beside._AGAIN", 0.01)
    beside.put("half a character", lambda connection: connection.execute("SELECT ?", ("\ud800",)))
    drafts.keep(draft())
    assert drafts.settle(15)
    with workspace.driver_connection() as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone()[0] == 1
    assert caplog.text.count("UnicodeEncodeError") == 3
