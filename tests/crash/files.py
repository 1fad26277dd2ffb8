"""Children that make whole files: new ones, upgraded ones, ones under another password."""

import random
import shutil
from collections.abc import Sequence
from pathlib import Path

from older import make_older
from scenario import Say, Scenario, ask, make, opened, sound, words

from desktop_crm.model.errors import WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client
from desktop_crm.storage import schema
from desktop_crm.storage.key import Key, salt_of

PASSWORD = "kuda nil makan sore"
_KEPT = 40


def creation(name: str, password: str) -> Scenario:
    """New files, one after another."""

    def work(folder: Path, say: Say, _chance: random.Random, run: str) -> None:
        say("ready")
        for number in range(1, 10_000):
            make(folder / f"{run}.{number}.crm", password)
            say(f"made {run}.{number}.crm")

    def look(folder: Path, said: Sequence[str]) -> None:
        assert not [name for name in words(said, "made") if not (folder / name).exists()], "a made file is gone"
        for unfinished in folder.glob(".*.crm.new"):
            make(folder / unfinished.name[1:-4], password)  # what is left of it is in nobody's way
        for path in folder.glob("*.crm"):
            with sound(path, password) as workspace:
                assert ask(workspace, "SELECT count(*) FROM templates") == [(2,)]
        assert not list(folder.glob(".*"))

    return Scenario(name, lambda _folder: None, work, look, looks=1)


def migration(name: str, password: str) -> Scenario:
    """Upgrades of files of the oldest schema."""

    def prepare(folder: Path) -> None:
        _fill(folder / "new.crm")
        make_older(folder / "old", folder / "new.crm", schema.KNOWN[0], password)
        (folder / "new.crm").unlink()

    def work(folder: Path, say: Say, _chance: random.Random, run: str) -> None:
        say("ready")
        for number in range(1, 10_000):
            path = folder / f"{run}.{number}.crm"
            shutil.copyfile(folder / "old", folder / "copy")
            (folder / "copy").rename(path)
            with opened(path, password):
                say(f"upgraded {path.name}")

    def look(folder: Path, said: Sequence[str]) -> None:
        for path in folder.glob("*.crm"):
            if "before upgrade" in path.name:
                assert schema.inspect_file(path, _key(path, password)) == schema.KNOWN[0]
            elif path.name in words(said, "upgraded"):
                assert schema.inspect_file(path, _key(path, password)) == schema.HEAD, "an upgrade is undone"
        for path in folder.glob("*.crm"):
            _look_at_content(path, password)

    return Scenario(name, prepare, work, look, looks=1)


def protecting() -> Scenario:
    """The password changed, taken off, and given again."""

    def work(folder: Path, say: Say, chance: random.Random, _run: str) -> None:
        password = next(each for each in _LADDER if _opens(folder / "a.crm", each))
        with opened(folder / "a.crm", password) as workspace:
            say("ready")
            for _ in range(10_000):
                password = chance.choice([each for each in _LADDER if each != password])
                say(f"change {password}")
                workspace.protect(password)
                say(f"changed {password}")

    def look(folder: Path, said: Sequence[str]) -> None:
        last = next((at for at in range(len(said) - 1, -1, -1) if said[at].startswith("changed")), 0)
        allowed = {line.partition(" ")[2] for line in said[last:] if line.startswith("change")} or {_LADDER[0]}
        (password,) = [each for each in _LADDER if _opens(folder / "a.crm", each)]
        assert password in allowed or not last, f"opens with {password}, not with {allowed}"
        _look_at_content(folder / "a.crm", password)
        assert [path.name for path in folder.iterdir()] == ["a.crm"]

    return Scenario("password change", lambda folder: _fill(folder / "a.crm"), work, look, span=0.8)


_LADDER = ("", PASSWORD, "lain kali lain kata")


def _opens(path: Path, password: str) -> bool:
    protected = schema.is_protected(path)
    if protected != bool(password):
        return False
    try:
        schema.inspect_file(path, _key(path, password))
    except WrongPasswordError:
        return False
    return True


def _key(path: Path, password: str) -> Key | None:
    return Key.of(password, salt_of(path)) if password else None


def _fill(path: Path, password: str = "") -> None:
    make(path, password)
    with opened(path, password) as workspace, workspace.write(msg("Fill")) as session:
        for number in range(_KEPT):
            made = client.save(session, None, {"name": f"Toko {number}"})
            attachment.add(session, "client", made.id, f"{number}.bin", random.Random(number).randbytes(20_000))


def _look_at_content(path: Path, password: str) -> None:
    with sound(path, password) as workspace:
        assert ask(workspace, "SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM blobs)") == [(_KEPT, _KEPT)]
