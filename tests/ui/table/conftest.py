import gc
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

sys.path.insert(0, str(Path(__file__).parent))
from sqlite_listing import SqliteListing, make

from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.look import theme
from desktop_crm.ui.table import Table, copying
from tests.rounds import MANY


@pytest.fixture(autouse=True)
def themed(qapp):
    theme.apply(qapp, "light")
    yield
    copying.let_go()


@pytest.fixture(scope="session")
def million(tmp_path_factory):
    path = tmp_path_factory.mktemp("million") / "list.db"
    make(path, MANY)
    return path


@pytest.fixture
def path(tmp_path):
    made = tmp_path / "list.db"
    make(made, 1000)
    return made


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def jobs(qapp):
    made = Jobs()
    yield made
    assert made.close()
    gc.collect()


@pytest.fixture
def table_of(qtbot, jobs, settings):
    """Makes a table of a file or a listing, shown and loaded."""

    def make_table(what, key="items"):
        table = Table(SqliteListing(what) if isinstance(what, Path) else what, jobs, key, settings)
        table.resize(1000, 600)
        qtbot.addWidget(table)
        with qtbot.waitExposed(table):
            table.show()
        settle(qtbot, jobs, table)
        return table

    return make_table


def settle(qtbot, jobs, table):
    """Wait until every answer has come."""

    def done():
        assert table.model.whole
        assert not jobs.busy()

    qtbot.waitUntil(done, timeout=20_000)


@pytest.fixture
def settled(qtbot, jobs):
    return lambda table: settle(qtbot, jobs, table)
