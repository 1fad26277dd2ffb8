"""What another program put into a file's schema is told, and nothing of it ever runs."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.model.client import Client
from desktop_crm.model.errors import StrangeError
from desktop_crm.model.message import msg
from desktop_crm.storage.backup import restore
from desktop_crm.storage.file import revisions, schema, strange
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.file.driver_errors import telling
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.rescue import rescue
from desktop_crm.storage.workspace import Workspace

ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, '0005' AS version_num, '' AS manager FROM n"

#: What was done to the file → the names that are told.
DONE = {
    "CREATE TRIGGER raise_prices AFTER INSERT ON clients BEGIN UPDATE clients SET notes = 'paid'; END": "raise_prices",
    "CREATE VIEW debts AS SELECT * FROM clients": "debts",
    "CREATE TABLE ratings (client_id INTEGER, rating INTEGER)": "ratings",
    "CREATE VIRTUAL TABLE words USING fts5vocab(clients_fts, row)": "words",
    "CREATE UNIQUE INDEX only_one ON clients (upper(name))": "only_one",
    "ALTER TABLE clients ADD COLUMN rating INTEGER": "clients",
    "ALTER TABLE clients ADD COLUMN shout TEXT AS (upper(name))": "clients",
    f"ALTER TABLE company RENAME TO firm; CREATE VIEW company AS {ENDLESS}": "company, firm",
    f"DROP TABLE alembic_version; CREATE VIEW alembic_version AS {ENDLESS}": None,
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    workspace = create_workspace(tmp_path / "Usaha.crm")
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="Sumber Makmur"))
    workspace.close()
    return tmp_path / "Usaha.crm"


def do(path: Path, statements: str) -> None:
    """As another program does it."""
    with closing(driver.connect(str(path), isolation_level=None)) as other:
        other.executescript(statements)


def notes(workspace: Workspace) -> list[str]:
    with workspace.driver_connection() as connection:
        return [row[0] for row in connection.execute("SELECT notes FROM clients")]


@pytest.mark.parametrize("done", DONE)
def test_a_file_with_strange_things_is_left_as_it_is_and_they_are_named(path: Path, done: str) -> None:
    do(path, done)
    before = path.read_bytes()
    with pytest.raises(StrangeError) as error:
        open_workspace(path)
    assert f"({DONE[done]})" in str(error.value) or DONE[done] is None
    assert path.read_bytes() == before


@pytest.mark.parametrize("done", [done for done, names in DONE.items() if names])
def test_what_is_ours_is_rescued_without_it(path: Path, done: str, tmp_path: Path) -> None:
    do(path, done)
    new = tmp_path / "Sound.crm"
    rescue.rescue(path, new)
    workspace = open_workspace(new)
    with workspace.read() as session:
        assert [client.name for client in session.query(Client)] == ["Sumber Makmur"]
    workspace.close()


def test_what_comes_while_the_file_is_open_is_refused_too(path: Path) -> None:
    workspace = open_workspace(path)
    assert notes(workspace) == [""]
    do(path, "CREATE TRIGGER raise_prices AFTER INSERT ON clients BEGIN UPDATE clients SET notes = 'paid'; END")
    with pytest.raises(StrangeError), workspace.write(msg("Add")) as session:
        session.add(Client(name="Toko"))
    assert notes(workspace) == [""]
    do(path, f"DROP TRIGGER raise_prices; ALTER TABLE company RENAME TO firm; CREATE VIEW company AS {ENDLESS}")
    with pytest.raises(StrangeError), workspace.driver_connection() as connection:
        connection.execute("SELECT manager FROM company").fetchone()
    workspace.close()


def test_ctrl_c_while_sqlite_asks_is_no_strange_thing(path: Path) -> None:
    """The driver keeps no exception of an authorizer: it says *not authorized* whatever was raised."""

    def interrupted(*_asked: object) -> int:
        raise KeyboardInterrupt

    def work() -> None:
        with closing(connect(path)) as connection, telling(path):
            connection.set_authorizer(interrupted)
            connection.execute("SELECT * FROM clients")

    with ThreadPoolExecutor() as fresh:  # where nothing was refused before
        assert isinstance(fresh.submit(work).exception(), KeyboardInterrupt)


def test_a_backup_that_holds_them_is_not_restored_over_a_sound_file(path: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.crm"
    backup.write_bytes(path.read_bytes())
    do(backup, next(iter(DONE)))
    before = path.read_bytes()
    with pytest.raises(StrangeError, match="raise_prices"):
        restore.restore_in_place(path, backup, "", lambda _done, _total: None)
    assert path.read_bytes() == before


def test_a_protected_file_is_looked_at_too(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "a.crm", password="kopi susu gula")
    with workspace.driver_connection() as connection:
        connection.execute("CREATE VIEW debts AS SELECT * FROM clients")
    workspace.close()
    with pytest.raises(StrangeError, match="debts"):
        open_workspace(tmp_path / "a.crm", "kopi susu gula")


@pytest.mark.parametrize("revision", revisions.KNOWN)
def test_a_file_of_each_version_is_known_at_one_look(tmp_path: Path, revision: str) -> None:
    """Else each opening would make a whole schema to compare with; put the digest that is found into its migration."""
    schema.create(tmp_path / "a.crm", revision=revision)
    with closing(driver.connect(str(tmp_path / "a.crm"))) as connection:
        found = strange.objects_of(connection)
        assert strange.strangers(found, revision, dict) == [], strange.digest(found)


def test_statistics_and_an_index_that_is_missing_keep_no_file_closed(path: Path) -> None:
    do(path, "DROP INDEX ix_clients_created_at; ANALYZE")
    open_workspace(path).close()
