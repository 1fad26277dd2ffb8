"""What the file keeps of itself may be garbage: the check names it, and a person meets sentences only."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.model.errors import DamagedError
from desktop_crm.model.message import msg
from desktop_crm.services import client, order
from desktop_crm.services.safety import backup, check
from desktop_crm.services.safety.places import folder_place
from desktop_crm.storage.opening import open_workspace
from tests.office import Office

BUSINESS = "The file does not say whole which business it is of: its backups may be taken for another's"
TWICE = "Rows of clients may get ids that were given before"
COUNTER = "The counter of the numbers of {} (order) can't be right"

#: What is done → what the check says.
GARBAGE = {
    "UPDATE identity SET workspace = ''": BUSINESS,
    "UPDATE identity SET branch = 'x'": BUSINESS,
    "UPDATE identity SET counter = -1": BUSINESS,
    "UPDATE identity SET counter = 9223372036854775807": BUSINESS,
    "UPDATE identity SET whole = 7": BUSINESS,
    "INSERT INTO alembic_version VALUES ('0001')": "The file does not say once of which version of the program it is",
    "DELETE FROM sqlite_sequence": TWICE,
    "UPDATE sqlite_sequence SET seq = 0 WHERE name = 'clients'": TWICE,
    "INSERT INTO number_counters VALUES ('order', 2026, 5, 9223372036854775807)": COUNTER.format(2026),
    "INSERT INTO number_counters VALUES ('order', -5, 5, 3)": COUNTER.format(-5),
    "INSERT INTO number_counters VALUES ('order', 2026, 13, 3)": COUNTER.format(2026),
    "UPDATE blobs SET size = 7": "A file inside the workspace is damaged",
    "UPDATE company SET delivery_days = 99999999999": "A delivery takes from 0 to 3,650 days",
    "UPDATE number_series SET pattern = '{x'": "Pattern was changed",
    "UPDATE number_series SET pattern = 'SO'": "Pattern was changed",
}


@pytest.fixture
def spoiled(made_once: tuple[Path, list[int]], tmp_path: Path) -> Callable[..., Any]:
    """A copy of the file after a statement of another program."""

    def spoil(statement: str) -> Path:
        copy = tmp_path / "Usaha.crm"
        shutil.copyfile(made_once[0], copy)
        with closing(driver.connect(str(copy), isolation_level=None)) as other:
            if "blobs" in statement:
                other.execute("INSERT INTO blobs (sha256, size, content) VALUES ('00', 1, x'00')")
            other.execute(statement)
        return copy

    return spoil


@pytest.mark.parametrize("garbage", GARBAGE)
def test_it_is_named_and_work_goes_on(spoiled: Callable[..., Any], tmp_path: Path, garbage: str) -> None:
    with closing(open_workspace(spoiled(garbage))) as workspace:
        told = [str(each) for each in check.check(workspace)]
        assert any(GARBAGE[garbage] in each for each in told), told
        with workspace.write(msg("Go on")) as session:
            made = client.save(session, None, {"name": "Toko"})
        if "9223372036854775807)" not in garbage:
            with workspace.write(msg("Order")) as session:
                assert order.save(session, None, {**order.start(session, made.id)}, []).number
        place = tmp_path / "place"
        place.mkdir()
        assert backup.make(workspace, folder_place(place)).backup is not None


def test_a_file_that_does_not_know_itself_is_refused_in_a_sentence(spoiled: Callable[..., Any]) -> None:
    with pytest.raises(DamagedError):
        open_workspace(spoiled("DELETE FROM identity"))


def test_a_sound_file_says_nothing(office: Office) -> None:
    assert check.check(office.workspace) == []
