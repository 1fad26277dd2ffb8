"""Children that make whole files: new ones, upgraded ones, ones under another password."""

import random
import shutil
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop_crm.model.errors import WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.services import attachment, client
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.places import Place, PlaceKind
from desktop_crm.services.safety.rescue import rescue
from desktop_crm.storage.backup.copy import still
from desktop_crm.storage.file import revisions, schema
from desktop_crm.storage.file.key import Key, salt_of
from tests.crash.older import make_older
from tests.crash.scenario import Say, Scenario, ask, make, opened, sound, words

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
        make_older(folder / "old", folder / "new.crm", revisions.KNOWN[0], password)
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
                assert schema.inspect_file(path, _key(path, password)) == revisions.KNOWN[0]
            elif path.name in words(said, "upgraded"):
                assert schema.inspect_file(path, _key(path, password)) == revisions.HEAD, "an upgrade is undone"
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


def backing_up() -> Scenario:
    """Backups of a protected workspace and of a copy of it that is worked in, too, to one stick, under any clock."""

    def prepare(folder: Path) -> None:
        _fill(folder / "a.crm", PASSWORD)
        shutil.copyfile(folder / "a.crm", folder / "b.crm")
        (folder / "stick").mkdir()

    def work(folder: Path, say: Say, chance: random.Random, _run: str) -> None:
        place = Place(PlaceKind.FOLDER, str(folder / "stick"), "Stick")
        say("ready")
        for _ in range(10_000):
            which = chance.choice("ab")
            with opened(folder / f"{which}.crm", PASSWORD) as workspace:
                with workspace.write(msg("Add")) as session:
                    client.save(session, None, {"name": which, "source": "new"})
                count = ask(workspace, f"SELECT count(*) FROM clients WHERE name = '{which}'")[0][0]
                backup.make(workspace, place, now=_BEGIN + timedelta(minutes=chance.randrange(10_000_000)))
                say(f"made {which} {count}")

    def look(folder: Path, said: Sequence[str]) -> None:
        there = [path for path in (folder / "stick").rglob("*.crm") if not path.name.startswith(".")]
        for which in "ab":
            held = [_count_of(path, which) for path in there]
            last = [int(count) for name, count in (line.split() for line in words(said, "made")) if name == which]
            assert not last or max(held) >= last[-1], "a backup is gone"
            with sound(folder / f"{which}.crm", PASSWORD):
                pass

    return Scenario("backup", prepare, work, look, span=0.3, looks=6)


def _count_of(backup_file: Path, name: str) -> int:
    """How many clients of this name a whole backup holds."""
    with still(backup_file, PASSWORD) as (connection, _):
        assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
        assert connection.execute("SELECT count(*) FROM blobs").fetchone() == (_KEPT,)
        return int(connection.execute("SELECT count(*) FROM clients WHERE name = ?", (name,)).fetchone()[0])


def restoring() -> Scenario:
    """A backup with one client more put in the place of the workspace, and the other way round."""

    def prepare(folder: Path) -> None:
        _fill(folder / "a.crm")
        (folder / "kept").mkdir()
        for name, clients in (("fewer", 0), ("more", 1)):
            shutil.copyfile(folder / "a.crm", folder / "kept" / f"{name}.crm")
            with opened(folder / "kept" / f"{name}.crm") as workspace, workspace.write(msg("Add")) as session:
                for _ in range(clients):
                    client.save(session, None, {"name": "One more"})

    def work(folder: Path, say: Say, chance: random.Random, _run: str) -> None:
        say("ready")
        for _ in range(10_000):
            which = chance.choice(("fewer", "more"))
            say(f"restore {which}")
            backup.restore_in_place(folder / "a.crm", folder / "kept" / f"{which}.crm", "")
            say(f"restored {which}")

    def look(folder: Path, said: Sequence[str]) -> None:
        with sound(folder / "a.crm") as workspace:
            more = ask(workspace, "SELECT count(*) FROM clients")[0][0] - _KEPT
        last = next((at for at in range(len(said) - 1, -1, -1) if said[at].startswith("restored")), 0)
        allowed = {line.partition(" ")[2] for line in said[last:] if line.startswith("restore")} | (
            set() if last else {"fewer"}
        )
        assert ("fewer", "more")[more] in allowed, "what was restored is gone"
        for path in folder.glob("a before*.crm"):
            with sound(path):
                pass

    return Scenario("restore in place", prepare, work, look, span=0.1, looks=1)


def thinning() -> Scenario:
    """Old history forgotten again and again, while something new is written."""

    def work(folder: Path, say: Say, _chance: random.Random, run: str) -> None:
        with opened(folder / "a.crm") as workspace:
            say("ready")
            for number in range(10_000):
                tag = f"{run}.{number}"
                with workspace.write(msg("Add")) as session:
                    client.save(session, None, {"name": tag, "source": "new"})
                say(f"added {tag}")
                workspace.thin(datetime.now(UTC) + timedelta(days=1), msg("Thin"))
                say(f"thinned {tag}")

    def look(folder: Path, said: Sequence[str]) -> None:
        with sound(folder / "a.crm") as workspace:
            names = {row[0] for row in ask(workspace, "SELECT name FROM clients WHERE source = 'new'")}
            assert not set(words(said, "added")) - names, "an added client is gone"
            assert ask(workspace, "SELECT count(*) FROM clients WHERE source <> 'new'") == [(_KEPT,)]

    return Scenario("thinning of history", lambda folder: _fill(folder / "a.crm"), work, look, span=0.3, looks=4)


def rescuing() -> Scenario:
    """Rescues of one damaged file into new ones."""

    def prepare(folder: Path) -> None:
        _fill(folder / "damaged")
        content = bytearray((folder / "damaged").read_bytes())
        content[-4096:] = bytes(4096)
        (folder / "damaged").write_bytes(content)

    def work(folder: Path, say: Say, _chance: random.Random, run: str) -> None:
        say("ready")
        for number in range(10_000):
            rescue(folder / "damaged", folder / f"{run}.{number}.crm")
            say(f"made {run}.{number}.crm")

    def look(folder: Path, said: Sequence[str]) -> None:
        assert not [name for name in words(said, "made") if not (folder / name).exists()], "a rescued file is gone"
        for path in folder.glob("*.crm"):
            with sound(path):
                pass

    return Scenario("rescue", prepare, work, look, span=0.15, looks=1)


_BEGIN = datetime(2026, 3, 12, tzinfo=UTC)
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
    path.write_bytes(_filled(password))


@cache
def _filled(password: str) -> bytes:
    with TemporaryDirectory(prefix="crash-") as folder:
        path = Path(folder) / "a.crm"
        make(path, password)
        with opened(path, password) as workspace, workspace.write(msg("Fill")) as session:
            for number in range(_KEPT):
                made = client.save(session, None, {"name": f"Toko {number}"})
                attachment.add(session, "client", made.id, f"{number}.bin", random.Random(number).randbytes(20_000))
        return path.read_bytes()


def _look_at_content(path: Path, password: str) -> None:
    with sound(path, password) as workspace:
        assert ask(workspace, "SELECT (SELECT count(*) FROM clients), (SELECT count(*) FROM blobs)") == [(_KEPT, _KEPT)]
