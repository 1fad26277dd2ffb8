import gc
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.look import theme
from desktop_crm.ui.table import Table, copying
from tests.rounds import MANY
from tests.ui.table.sqlite_listing import SqliteListing, make


@pytest.fixture(autouse=True)
def themed(qapp: QApplication) -> Iterator[None]:
    theme.apply(qapp, "light")
    yield
    copying.let_go()


@pytest.fixture(scope="session")
def million(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("million") / "list.db"
    make(path, MANY)
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "list.db"
    make(made, 1000)
    return made


@pytest.fixture
def listing(path: Path) -> SqliteListing:
    return SqliteListing(path)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def jobs(qapp: QApplication) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    assert made.close()
    gc.collect()


@pytest.fixture
def table_of(qtbot: QtBot, jobs: Jobs, settings: QSettings) -> Callable[..., Any]:
    """Makes a table of a file or a listing, shown and loaded."""

    def make_table(what: Any, key: str = "items") -> Any:
        table = Table(SqliteListing(what) if isinstance(what, Path) else what, jobs, key, settings)
        table.resize(1000, 600)
        qtbot.addWidget(table)
        with qtbot.waitExposed(table):
            table.show()
        settle(qtbot, jobs, table)
        return table

    return make_table


def settle(qtbot: QtBot, jobs: Jobs, table: Table) -> None:
    """Wait until every answer has come."""

    def done() -> None:
        assert table.model.whole
        assert not jobs.busy()

    qtbot.waitUntil(done, timeout=20_000)


@pytest.fixture
def settled(qtbot: QtBot, jobs: Jobs) -> Callable[..., Any]:
    return lambda table: settle(qtbot, jobs, table)
