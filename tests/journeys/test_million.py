"""A million clients through the real window: open, find, sort, go to the end, select all, open the last."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractItemView
from sqlalchemy import inspect

from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.ui.backup.plan import business_at, save_plan
from tests.journeys.person import Person
from tests.rounds import MANY

LAST = f"Klien {MANY:07}"
_MARK = "0000001"  # the first one's number, which the others replace by theirs


def fill(workspace: Workspace) -> None:
    """A million rows by one statement, and their search index by another."""
    with workspace.write(msg("Many")) as session:
        first = client.save(session, None, {"name": f"Klien {_MARK}", "phones": ()}).id
    with workspace.write(msg("Many")) as session:
        connection = session.connection()
        columns = [each["name"] for each in inspect(connection).get_columns("clients") if each["name"] != "id"]
        texts = {"name", "full_name", "name_key", "search_key"}
        chosen = [f"replace({each}, '{_MARK}', printf('%07d', n))" if each in texts else each for each in columns]
        connection.exec_driver_sql(
            f"WITH RECURSIVE chain(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM chain WHERE n < {MANY})"
            f" INSERT INTO clients (id, {', '.join(columns)})"
            f" SELECT {first} + n - 1, {', '.join(chosen)} FROM clients, chain WHERE clients.id = {first}"
        )
        connection.exec_driver_sql(
            f"INSERT INTO clients_fts (rowid, search_key) SELECT id, search_key FROM clients WHERE id <> {first}"
        )


@pytest.fixture(scope="module")
def million(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("million") / "sejuta.crm"
    workspace = create(path)
    fill(workspace)
    workspace.close()
    yield path
    for leftover in path.parent.iterdir():
        leftover.unlink()


def shown(table: Any, row: Any) -> Any:
    """What is painted in the first column, once the row has come from the file."""
    return table.model.index(row, 0).data()


def test_a_million_clients_in_the_window(person: Person, million: Path) -> None:
    save_plan(
        person.settings, business_at(person.settings, million), Plan(())
    )  # no backup of it at close: it would take longer than the rest
    person.start(million)
    person.keys("Ctrl+2")
    person.rest()
    table = person.screen.table
    assert person.sees(f"{MANY:,} clients")
    person.until(lambda: shown(table, 0) == "Klien 0000001", "the first row")

    person.keys("Ctrl+End")
    person.until(lambda: shown(table, MANY - 1) == LAST, "the last row")
    assert table.view.currentIndex().row() == MANY - 1
    person.keys("Return")
    person.rest()
    assert person.screen.is_wide()
    assert LAST in person.words()

    person.keys("Esc", "Ctrl+A")
    person.until(lambda: person.sees(f"{MANY:,} of {MANY:,} selected"), "all selected and counted")

    person.keys("Ctrl+F")
    person.type(f"klien {MANY // 10 - 1:06}")
    person.until(lambda: person.sees("11 clients"), "a tenth of the last one, and the last ten below it")
    person.until(lambda: shown(table, 10) == f"Klien {MANY - 1:07}", "the last of them")

    person.keys("Ctrl+A", "Backspace")
    person.until(lambda: person.sees(f"{MANY:,} clients"), "all again")
    table.view.setFocus()
    person.keys("Space")  # columns, in the place of the peek
    head = table.view.horizontalHeader()
    at = QPoint(head.sectionViewportPosition(0) + 20, head.height() // 2)
    person.click(head.viewport(), at)  # by name from A on, as it was
    person.rest()
    person.click(head.viewport(), at)
    person.until(lambda: shown(table, 0) == LAST, "sorted downwards")


def test_the_one_search_among_a_million(person: Person, million: Path) -> None:
    save_plan(
        person.settings, business_at(person.settings, million), Plan(())
    )  # no backup of it at close: it would take longer than the rest
    person.start(million)
    person.keys("Ctrl+K")
    person.type("0077777")
    person.rest()
    person.until(lambda: "Klien 0077777" in found(person), "the client found")
    person.keys("Return")
    person.rest()
    assert "Klien 0077777" in person.words()


def found(person: Person) -> Any:
    """The lines below the one search."""
    results = person.window.frame.palette_field.results
    view = results if hasattr(results, "model") else results.findChild(QAbstractItemView)
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]
