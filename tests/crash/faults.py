"""Every way of writing, refused by the system at every place; started by test_faults.py with faults.c loaded before all else.

Prints a line for each thing that went wrong, and at the end of each way how many faults were injected.
"""

import ctypes
import errno
import io
import itertools
import shutil
import sys
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parent.parent.parent)]

from desktop_crm.exchange.cells import Cell  # noqa: E402 - the path above first
from desktop_crm.exchange.sheet import Sheet  # noqa: E402
from desktop_crm.language import language  # noqa: E402
from desktop_crm.model.errors import TellableError, WorldError  # noqa: E402
from desktop_crm.model.listing import Query  # noqa: E402
from desktop_crm.model.message import msg  # noqa: E402
from desktop_crm.services import attachment, client, exporting, files  # noqa: E402
from desktop_crm.services.importing import plan as importing  # noqa: E402
from desktop_crm.services.safety import backup, emergency  # noqa: E402
from desktop_crm.services.safety.check import check  # noqa: E402
from desktop_crm.services.safety.places import Place, PlaceKind  # noqa: E402
from desktop_crm.services.safety.rescue import rescue  # noqa: E402
from desktop_crm.storage.file.revisions import KNOWN  # noqa: E402
from desktop_crm.storage.opening import open_workspace  # noqa: E402
from desktop_crm.storage.workspace import Workspace  # noqa: E402
from desktop_crm.ui.preview.saving import write_safely  # noqa: E402
from tests.crash.older import make_older  # noqa: E402
from tests.crash.scenario import derive_once, make, opened  # noqa: E402

_WRITE, _SYNC, _MAKE, _READ = 1, 2, 4, 8
_PASSWORD = "kuda nil makan sore"
_ENGLISH = language("en")
_LIBRARY = ctypes.CDLL(None)


@dataclass(frozen=True)
class Fault:
    """A way to be refused, and a word that the sentence about it must have."""

    name: str
    errno: int
    kinds: int


FAULTS = (
    Fault("disk full", errno.ENOSPC, _WRITE),
    Fault("no room for a new file", errno.ENOSPC, _WRITE | _MAKE),
    Fault("faulty disk", errno.EIO, _WRITE | _SYNC),
    Fault("disk that can't be read", errno.EIO, _READ),
    Fault("read-only disk", errno.EROFS, _WRITE | _MAKE),
    Fault("stick pulled out", errno.EIO, _WRITE | _SYNC | _MAKE | _READ),
    Fault("place that is gone", errno.ENOENT, _MAKE),
)

#: What deeds give out under a name that may be taken by an older one; each is whole or was never touched.
_GIVEN_OUT = ("list.xlsx", "paper.pdf", "saved.pdf", "emergency.zip")


class Office:
    """An open workspace in a folder, and beside it what the deeds need; all can be compared before and after."""

    def __init__(self, folder: Path, seed: Path, password: str) -> None:
        self.folder = folder
        self.password = password
        shutil.copytree(seed, folder)
        self.path = folder / "a.crm"
        self.workspace: Workspace = open_workspace(self.path, password)

    def clients(self) -> int:
        with self.workspace.driver_connection() as connection:
            return int(connection.execute("SELECT count(*) FROM clients").fetchone()[0])


def save(office: Office) -> None:
    with office.workspace.write(msg("Add")) as session:
        made = client.save(session, None, {"name": "Baru", "notes": "x" * 9_000})
        attachment.add(session, "client", made.id, "a.bin", b"abc" * 30_000)


def take_over(office: Office) -> None:
    rows: list[tuple[Cell, ...]] = [(f"Toko {n}", f"Ibu {n}") for n in range(300)]
    with office.workspace.write(msg("Import")) as session:
        sheet = Sheet("S", ("Name", "Contact"), rows, 2)
        plan = importing.plan(session, "clients", "a.xlsx", [sheet], mapping={"name": 0, "contact_name": 1})
        importing.apply(session, plan, doubles_too=True)


def export(office: Office) -> None:
    listing = client.listing(office.workspace)
    target, columns = office.folder / "out" / "list.xlsx", [column.id for column in listing.columns]
    exporting.export(listing, Query(), columns, title="Clients", language=_ENGLISH, target=target)


def write_file(office: Office) -> None:
    """A paper, or an attachment, given out."""
    files.write_whole(office.folder / "out" / "paper.pdf", b"%PDF" + bytes(300_000) + b"%%EOF")


def save_paper(office: Office) -> None:
    """A paper, as the window saves it."""
    write_safely(office.folder / "out" / "saved.pdf", b"%PDF" + bytes(300_000) + b"%%EOF")


def back_up(office: Office) -> None:
    place = Place(PlaceKind.FOLDER, str(office.folder / "out"), "Stick")
    backup.make(office.workspace, place, now=datetime(2026, 3, 12, tzinfo=UTC))


def pack(office: Office) -> None:
    emergency.pack(office.workspace, office.folder / "out" / "emergency.zip", "rahasia 4711 sekali", _ENGLISH)


def protect(office: Office) -> None:
    after = "" if office.password else _PASSWORD
    office.workspace.protect(after)
    office.password = after


def make_new(office: Office) -> None:
    try:
        make(office.folder / "out" / "new.crm", office.password)
    finally:
        calm()
        _leave_none(office, "new.crm")


def upgrade(office: Office) -> None:
    path = office.folder / "out" / "older.crm"
    try:
        open_workspace(path, office.password).close()
    finally:
        calm()
        _bring_older(office)


def _bring_older(office: Office) -> None:
    """What is upgraded next, and no copies of what was."""
    for each in (office.folder / "out").iterdir():
        each.unlink()
    shutil.copyfile(office.folder / "older", office.folder / "out" / "older.crm")


def restore(office: Office) -> None:
    """In the place of the present one, which is closed meanwhile."""
    office.workspace.close()
    try:
        backup.restore_in_place(office.path, office.folder / "backup.crm", office.password)
    finally:
        calm()
        office.workspace = open_workspace(office.path, office.password)


def rescue_it(office: Office) -> None:
    try:
        rescue(office.folder / "backup.crm", office.folder / "out" / "new.crm", office.password)
    finally:
        calm()
        _leave_none(office, "new.crm")


def reopen(office: Office) -> None:
    office.workspace.close()
    try:
        office.workspace = open_workspace(office.path, office.password)
    except TellableError:
        calm()
        office.workspace = open_workspace(office.path, office.password)
        raise


def _leave_none(office: Office, name: str) -> None:
    """Nor its WAL, which a workspace leaves that could not be closed well."""
    for each in (office.folder / "out").glob(f"{name}*"):
        each.unlink()


DEEDS: tuple[Callable[[Office], None], ...] = (
    save, take_over, export, write_file, save_paper, back_up, pack, protect, make_new, upgrade, restore, rescue_it, reopen,
)  # fmt: skip


def calm() -> None:
    _LIBRARY.faults_set(b"", 0, 0, ctypes.c_long(0), 0)


def inject(office: Office, deed: Callable[[Office], None], fault: Fault, after: int, once: bool) -> tuple[int, str]:
    """How often the fault struck, and what went wrong then (nothing, if all is well)."""
    before, older = office.clients(), _given_out(office)
    _LIBRARY.faults_set(str(office.folder).encode(), fault.errno, fault.kinds, ctypes.c_long(after), int(once))
    problem = told = ""
    try:
        deed(office)
    except WorldError as error:
        told = str(error)
    except TellableError as error:
        problem = f"told as the person's own mistake: {error}"
    except BaseException as error:  # noqa: BLE001 - what is not told is the finding
        problem = f"not told: {type(error).__name__}: {error}"
    struck = _LIBRARY.faults_struck()
    calm()
    if told and not struck:
        problem = f"failed without a fault: {told}"
    return struck, problem or _look(office, deed, before, older, bool(told))


def _given_out(office: Office) -> dict[str, bytes]:
    found = (office.folder / "out" / name for name in _GIVEN_OUT)
    return {path.name: path.read_bytes() for path in found if path.exists()}


def _is_whole(name: str, content: bytes) -> bool:
    if name.endswith(".pdf"):
        return content.startswith(b"%PDF") and content.endswith(b"%%EOF")
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as packed:
        return bool(packed.namelist())  # what is listed at a zip's end is written last
    return False


def _look(office: Office, deed: Callable[[Office], None], before: int, older: dict[str, bytes], failed: bool) -> str:
    """The file is whole, nothing of what failed is in it, nothing lies about, and work goes on."""
    found = [str(problem) for problem in check(office.workspace)]
    if found:
        return f"not whole: {found}"
    if failed and office.clients() != before:
        return "half of it was written"
    given = _given_out(office)
    if failed and given != older:
        return "an older file was touched"
    torn = [name for name, content in given.items() if not _is_whole(name, content)]
    if torn:
        return f"not whole: {torn}"
    try:
        deed(office)
    except TellableError as error:
        return f"work does not go on: {error}"
    left = [path.name for path in office.folder.rglob(".*") if path.name != ".workspace"]
    return f"left behind: {left}" if left else ""


def rounds(every: int) -> Iterator[tuple[int, bool]]:
    """At which call it begins: the first ones each, later ones at growing distances; for good, and once (or in turn)."""
    after = 0
    for turn in itertools.count():
        for once in (False, True) if every else (bool(turn % 2),):
            yield after, once
        after += 1 + (after // every if every else 7 * after)


def main() -> int:
    every = int(sys.argv[1])  # the larger, the more places; 0 for very few
    only = sys.argv[2:]
    _LIBRARY.faults_set.restype, _LIBRARY.faults_struck.restype = None, ctypes.c_long
    derive_once()
    deeds = [deed for deed in DEEDS if deed.__name__ in only or not only]
    injected, wrong = Counter[str](), Counter[str]()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        for password in ("", _PASSWORD) if every else (_PASSWORD,):
            seed = _seed(Path(name), password)
            for deed in deeds:
                with _opened(Path(name) / "office", seed, password) as office:
                    for fault in FAULTS:
                        done, problems = _all_places(office, deed, fault, every)
                        injected[deed.__name__] += done
                        wrong[deed.__name__] += len(problems)
                        for problem in sorted(set(problems)):
                            sys.stdout.write(f"{deed.__name__}, {fault.name}: {problem}\n")
                            sys.stdout.flush()
    for told, count in injected.items():
        sys.stdout.write(f"{told}: {count} faults injected, {wrong[told]} did harm\n")
    return 1 if wrong.total() else 0


@contextmanager
def _opened(folder: Path, seed: Path, password: str) -> Iterator[Office]:
    office = Office(folder, seed, password)
    try:
        yield office
    finally:
        calm()
        office.workspace.close()
        shutil.rmtree(folder)


def _all_places(office: Office, deed: Callable[[Office], None], fault: Fault, every: int) -> tuple[int, list[str]]:
    problems: list[str] = []
    if deed is upgrade:
        _bring_older(office)
    for count, (after, once) in enumerate(rounds(every)):
        struck, problem = inject(office, deed, fault, after, once)
        if problem:
            problems.append(f"{problem} (call {after})")
        if not struck or len(problems) > 5 or count > 400:
            return count, problems
    raise AssertionError("never ends")


def _seed(folder: Path, password: str) -> Path:
    seed = folder / f"seed{len(password)}"
    (seed / "out").mkdir(parents=True)
    make(seed / "a.crm", password)
    with opened(seed / "a.crm", password) as workspace, workspace.write(msg("Fill")) as session:
        for number in range(20):
            client.save(session, None, {"name": f"Toko {number}"})
    shutil.copyfile(seed / "a.crm", seed / "backup.crm")
    make_older(seed / "older", seed / "a.crm", KNOWN[0], password)
    return seed


if __name__ == "__main__":
    raise SystemExit(main())
