"""A file of every schema that was ever shipped opens, and holds what it held."""

import sys
from pathlib import Path

import pytest

from desktop_crm.services import demo
from desktop_crm.services.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage import schema


@pytest.mark.parametrize("password", ["", "kuda nil makan sore"])
@pytest.mark.parametrize("revision", schema.KNOWN[:-1])
def test_an_older_file_is_upgraded_and_kept_beside(tmp_path, revision, password, monkeypatch):
    monkeypatch.syspath_prepend(str(Path(__file__).parent))
    from older import make_older

    demo.make(tmp_path / "source", clients=30, orders=20, contracts=5).close()
    if password:
        with opened(tmp_path / "source") as workspace:
            workspace.protect(password)
    make_older(tmp_path / "a.crm", tmp_path / "source", revision, password)
    with opened(tmp_path / "a.crm", password) as workspace:
        assert [str(problem) for problem in check(workspace)] == []
        with workspace.driver_connection() as connection:
            assert connection.execute("SELECT count(*) FROM clients").fetchone() == (30,)
    kept = list(tmp_path.glob("a before upgrade*.crm"))
    assert len(kept) == 1
    sys.modules.pop("older", None)
