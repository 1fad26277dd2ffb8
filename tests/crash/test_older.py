"""A file of every schema that was ever shipped opens, and holds what it held."""

from pathlib import Path

import pytest

from desktop_crm.services.demo import demo
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file import revisions
from tests.crash.older import make_older
from tests.rounds import crossed, rounds

pytestmark = pytest.mark.in_turn


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of today."""
    path = tmp_path_factory.mktemp("today") / "source"
    demo.make(path, clients=30, orders=20, contracts=rounds(1, 5)).close()
    return path


@pytest.mark.parametrize(("revision", "password"), crossed(revisions.KNOWN[:-1], ["", "kuda nil makan sore"]))
def test_an_older_file_is_upgraded_and_kept_beside(tmp_path: Path, revision: str, password: str, source: Path) -> None:
    make_older(tmp_path / "a.crm", source, revision, password)
    with opened(tmp_path / "a.crm", password) as workspace:
        assert [str(problem) for problem in check(workspace)] == []
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT count(*) FROM clients").fetchone() == (30,)
    kept = list(tmp_path.glob("a before upgrade*.crm"))
    assert len(kept) == 1
