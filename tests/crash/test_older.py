"""A file of every schema that was ever shipped opens, and holds what it held."""

from contextlib import closing
from pathlib import Path

import pytest

from desktop_crm.services.demo import demo
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file import revisions
from tests.crash.older import make_older


@pytest.fixture(scope="module", params=["", "kuda nil makan sore"], ids=["plain", "protected"])
def source(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A file of today, and what opens it."""
    path = tmp_path_factory.mktemp("today") / "source"
    with closing(demo.make(path, clients=30, orders=20, contracts=5)) as workspace:
        if request.param:
            workspace.protect(request.param)
    return path, request.param


@pytest.mark.parametrize("revision", revisions.KNOWN[:-1])
def test_an_older_file_is_upgraded_and_kept_beside(tmp_path: Path, revision: str, source: tuple[Path, str]) -> None:
    path, password = source
    make_older(tmp_path / "a.crm", path, revision, password)
    with opened(tmp_path / "a.crm", password) as workspace:
        assert [str(problem) for problem in check(workspace)] == []
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT count(*) FROM clients").fetchone() == (30,)
    kept = list(tmp_path.glob("a before upgrade*.crm"))
    assert len(kept) == 1
