"""What is asked before somebody waits for it: nothing of it is a reason to fail."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.sql.compiler import SQLCompiler

from desktop_crm.services import client, order
from desktop_crm.services.demo import demo
from desktop_crm.services.workspace import create, prepare
from desktop_crm.storage.workspace import Workspace


@pytest.fixture
def demonstration(tmp_path: Path) -> Iterator[Workspace]:
    opened = demo.make(tmp_path / "Usaha.crm", clients=3, orders=3, contracts=2)
    yield opened
    opened.close()


def test_cards_need_no_sql_of_their_own_any_more(demonstration: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare(demonstration)
    put: list[str] = []
    once = SQLCompiler.__init__

    def compiled(self: Any, *given: Any, **more: Any) -> None:
        once(self, *given, **more)
        put.append(str(self))

    monkeypatch.setattr(SQLCompiler, "__init__", compiled)
    with demonstration.read() as session:
        for asked in (client.facts, client.get, order.get, order.contracts_of, order.hold_on):
            asked(session, 1)
    assert put == []


def test_an_empty_workspace_has_nothing_to_be_asked(tmp_path: Path) -> None:
    opened = create(tmp_path / "Baru.crm")
    prepare(opened)
    opened.close()


@pytest.mark.parametrize("table", ["clients", "products", "orders", "contracts"])
def test_a_record_that_can_not_be_read_holds_nothing_up(demonstration: Workspace, table: str) -> None:
    with demonstration.driver_connection() as connection:
        connection.execute(f"UPDATE {table} SET changed_at = 9223372036854775807")
    prepare(demonstration)
