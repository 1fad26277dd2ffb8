"""A file of every schema that was ever shipped opens, and holds what it held."""

from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.model.activity import Activity, ActivityKind
from desktop_crm.model.letter import Letter
from desktop_crm.model.message import msg
from desktop_crm.model.task import Task
from desktop_crm.services.demo import demo
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import opened
from desktop_crm.storage.file import revisions
from desktop_crm.storage.loading import loaded
from tests.crash.older import make_older
from tests.rounds import crossed, rounds

#: Of activities, before they said more.
_KINDS = {ActivityKind.CALL_IN, ActivityKind.CALL_OUT, ActivityKind.MESSAGE, ActivityKind.VISIT, ActivityKind.NOTE}

pytestmark = pytest.mark.in_turn


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of today with what all older ones may hold: no letters, no tasks but next steps, short activities."""
    path = tmp_path_factory.mktemp("today") / "source"
    demo.make(path, clients=30, orders=20, contracts=rounds(1, 5)).close()
    with opened(path) as workspace, workspace.write(msg("Leave out what is new")) as session:
        tasks = session.scalars(select(Task).where(Task.activity_id.is_(None)))
        for new in (*session.scalars(select(Letter).order_by(Letter.id.desc())), *tasks):
            session.delete(new)
            session.flush()  # answers before what they answer
        for said in session.scalars(loaded(Activity)):
            said.subject = said.outcome = said.touch = ""
            said.kind = said.kind if said.kind in _KINDS else ActivityKind.VISIT
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
