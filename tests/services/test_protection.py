"""How good a password is, the recovery key on paper, and wrong tries."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked
from pypdf import PdfReader

from desktop_crm.model.errors import UserError
from desktop_crm.services.safety import protection
from desktop_crm.services.workspace import create
from desktop_crm.storage.opening import open_workspace


@pytest.mark.parametrize(
    ("password", "enough"),
    [
        ("", False),
        ("password1", False),
        ("aaaaaaaaaaaa", False),
        ("qwertyuiop", False),
        ("nusaperaga2024", False),
        ("kuda nil makan sore", True),
        ("x" * 100_000, False),
        ("Ünïcode 😀 мир 42 tiga", True),
    ],
)
def test_passwords_are_judged(password: str, enough: bool) -> None:
    judged = protection.strength(password, ["PT Nusa Peraga"])
    assert judged.enough == enough
    assert str(judged.words)
    assert bool(judged.hints) == (not enough and bool(password))


def test_a_password_must_be_typed_twice_alike_and_not_be_guessed_easily() -> None:
    with pytest.raises(UserError, match="differ"):
        protection.refuse_weak("kuda nil makan sore", "kuda nil makan sorE")
    with pytest.raises(UserError, match="too easy"):
        protection.refuse_weak("password", "password")
    protection.refuse_weak("kuda nil makan sore", "kuda nil makan sore")


@pytest.mark.parametrize("code", ["id", "en"])
def test_the_recovery_sheet_has_the_key_that_opens_the_file(tmp_path: Path, code: str) -> None:
    workspace = create(tmp_path / "Usaha.crm", password="kuda nil makan sore")
    pdf = protection.recovery_sheet(workspace, date(2026, 3, 12), code)
    workspace.close()
    reader = PdfReader(BytesIO(pdf))
    assert len(reader.pages) == 1
    text = reader.pages[0].extract_text()
    assert "Usaha.crm" in text
    groups = [word for word in text.split() if len(word) == 4 and word.isalnum() and word.upper() == word]
    open_workspace(tmp_path / "Usaha.crm", "-".join(word for word in groups if word != "2026")).close()


def test_there_is_no_recovery_sheet_without_a_password(tmp_path: Path) -> None:
    workspace = create(tmp_path / "Usaha.crm")
    with pytest.raises(UserError, match="no password"):
        protection.recovery_sheet(workspace, date(2026, 3, 12), "id")
    workspace.close()


def test_wrong_tries_wait_longer_and_longer() -> None:
    now = [100.0]
    tries = protection.Attempts(lambda: now[0])
    waits = []
    for _ in range(12):
        tries.failed()
        waits.append(tries.wait_seconds)
    assert waits[:5] == [0, 0, 2, 4, 8]
    assert waits[-1] == 60
    assert tries.count == 12
    now[0] += 61
    assert tries.wait_seconds == 0
    tries.succeeded()
    assert tries.count == 0


class Ring(KeyringBackend):
    """A key ring in memory."""

    priority = 5

    def __init__(self, *, broken: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring has no types here
        self.kept: dict[Any, Any] = {}
        self.broken = broken

    def _look(self) -> None:
        if self.broken:
            raise KeyringLocked

    def get_password(self, service: str, username: str) -> str | None:
        self._look()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._look()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._look()
        del self.kept[service, username]


@pytest.fixture
def ring(request: pytest.FixtureRequest) -> Iterator[Ring]:
    before, ring = keyring.get_keyring(), Ring(broken=getattr(request, "param", False))
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


def test_the_key_ring_remembers_and_forgets(ring: Ring, tmp_path: Path) -> None:
    path = tmp_path / "a.crm"
    assert protection.can_remember()
    assert protection.remembered(path) is None
    assert protection.remember(path, "rahasia")
    assert protection.remembered(path) == "rahasia"
    protection.forget(path)
    assert ring.kept == {}
    protection.forget(path)


@pytest.mark.parametrize("ring", [True], indirect=True)
def test_a_closed_key_ring_only_costs_the_convenience(ring: Ring, tmp_path: Path) -> None:
    assert not protection.remember(tmp_path / "a.crm", "rahasia")
    assert protection.remembered(tmp_path / "a.crm") is None
