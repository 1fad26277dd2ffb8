"""Every test process has a home, settings, time zone and language of its own, and draws its windows off the screen."""

import gc
import hashlib
import itertools
import os
import secrets
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from pytestqt.qtbot import QtBot

from tests.rounds import rounds

pytest_plugins = ["tests.office", "tests.shuffling", "tests.in_turn"]

_HOME = Path(tempfile.mkdtemp(prefix="desktop-crm-tests-"))
_FOLDERS = {
    "HOME": "",
    "USERPROFILE": "",
    "CFFIXED_USER_HOME": "",  # macOS keeps its preferences by this one
    "APPDATA": "roaming",
    "LOCALAPPDATA": "local",
    "XDG_CACHE_HOME": "cache",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime",
}
_FIXED = {
    "LC_ALL": "C.UTF-8",
    "LANGUAGE": "",
    "TZ": "Asia/Jakarta",  # not UTC: a moment shown or kept in the wrong zone must fail here
    "QT_SCALE_FACTOR": "1",
}


def _isolate() -> None:
    """Before anything of ours is imported, so that no module can have looked at the developer's own home."""
    for name, folder in _FOLDERS.items():
        path = _HOME / folder
        path.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(path)
    os.environ.update(_FIXED)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if hasattr(time, "tzset"):
        time.tzset()


_isolate()
settings.register_profile("default", deadline=None, max_examples=rounds(40, 300))
settings.register_profile("ci", parent=settings.get_profile("default"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "default")


#: Where `packaging/test.py` tells what was checked while the tests ran; those whom the tests start need not wait for it.
_LATE = os.environ.pop("DESKTOP_CRM_LATE_CHECK", "")

#: ms that a window is waited for: on a busy machine everything comes later.
_PATIENCE = 30_000

#: Tests until the oldest garbage is looked at, too; and any, where no window was.
_ALL_GARBAGE, _SOME_GARBAGE = 60, 10
#: Different ones of new protected files, see `_keys_derived_once`.
_SALTS = 2
_turns = itertools.count(1)
#: What stands in for something of the program until the process ends.
_instead = pytest.MonkeyPatch()


def pytest_configure() -> None:
    """As in the program: garbage is collected in this thread, never in a worker. See `ui/program/garbage.py`."""
    gc.disable()


def pytest_collection_finish() -> None:
    """What was loaded until now is never garbage: it need not be looked through after each test."""
    gc.freeze()


@pytest.fixture(autouse=True)
def _much_garbage(request: pytest.FixtureRequest) -> Iterator[None]:
    """Under load (see `load/run.py`) it is collected between any two events of the window."""
    if "DESKTOP_CRM_MUCH_GARBAGE" not in os.environ or not {"qapp", "qtbot"} & set(request.fixturenames):
        yield
        return
    from PySide6.QtCore import QTimer

    timer = QTimer(interval=0)
    timer.timeout.connect(lambda: gc.collect(0))
    timer.start()
    yield
    timer.stop()


class PatientBot(QtBot):
    """As pytest-qt's, whose five seconds are too few where two others test on the same core."""

    def waitUntil(self, callback: Any, *, timeout: Any = _PATIENCE) -> None:  # noqa: N802 - Qt's name
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: Any = _PATIENCE, **given: Any) -> Any:  # noqa: N802 - Qt's name
        return super().waitSignal(signal, timeout=timeout, **given)

    def waitSignals(self, signals: Any, *, timeout: Any = _PATIENCE, **given: Any) -> Any:  # noqa: N802 - Qt's name
        return super().waitSignals(signals, timeout=timeout, **given)


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest) -> PatientBot:
    return PatientBot(request)


@pytest.hookimpl(trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    if "qapp" in getattr(item, "fixturenames", ()):  # or the next window tells of the backups that this one made
        shutil.rmtree(_HOME / "Documents", ignore_errors=True)
    turn = next(_turns)
    if turn % _ALL_GARBAGE == 0:
        gc.collect()
        gc.freeze()  # what was still needed: looking through it each time would take half a second in the end
    elif turn % _SOME_GARBAGE == 0 or "qapp" in getattr(item, "fixturenames", ()):
        gc.collect(1)


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say again which checks failed before pytest began, and what the longest said meanwhile, above pytest's last line."""
    if failed := os.environ.get("DESKTOP_CRM_FAILED_CHECKS"):
        terminalreporter.section("failed before the tests", red=True, bold=True)
        terminalreporter.line(failed)
    if _LATE:
        while not Path(_LATE).exists():
            time.sleep(0.1)
        terminalreporter.section("checked beside the tests")
        terminalreporter.line(Path(_LATE).read_text(encoding="utf-8", errors="replace").rstrip())


@pytest.fixture(scope="session", autouse=True)
def _keys_derived_once() -> None:
    """The same password for the same salt gives the same key: a tenth of a second each time, thousands of times."""
    from desktop_crm.storage.file import key

    derive_anew: Callable[..., bytes] = hashlib.pbkdf2_hmac
    known: dict[tuple[object, ...], bytes] = {}
    salts = itertools.cycle([secrets.token_bytes(key.SALT_SIZE) for _ in range(_SALTS)])

    def derive(name: str, secret: bytes | bytearray, *given: object) -> bytes:
        asked = (name, hashlib.sha256(secret).digest(), *given)
        if asked not in known:
            known[asked] = derive_anew(name, secret, *given)
        return bytes(bytearray(known[asked]))  # one of their own, for they wipe it

    _instead.setattr(hashlib, "pbkdf2_hmac", derive)
    _instead.setattr(key, "new_salt", lambda: next(salts))  # never that of the file before


@pytest.fixture(scope="session", autouse=True)
def _tables_made_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The migrations give every new plain file the same tables: after the first one, a copy of them and a name of its own."""
    from desktop_crm import disk
    from desktop_crm.storage.file import revisions, schema
    from desktop_crm.storage.file.connection import connect
    from desktop_crm.storage.file.identity import new_branch
    from desktop_crm.storage.file.key import Key

    make, made = schema.create, tmp_path_factory.mktemp("made") / "new.crm"

    def create(path: Path, key: Key | None = None, revision: str = revisions.HEAD) -> None:
        if key is not None or revision != revisions.HEAD or (path.exists() and path.stat().st_size):
            make(path, key, revision)
            return
        if not made.exists():
            make(made)
        if not path.exists():
            disk.create_empty(path)
        shutil.copyfile(made, path)
        with closing(connect(path)) as connection:
            connection.execute("UPDATE identity SET workspace = :name, branch = :name", {"name": new_branch()})

    _instead.setattr(schema, "create", create)


@pytest.fixture(scope="session", autouse=True)
def _files_made_once(tmp_path_factory: pytest.TempPathFactory, _tables_made_once: None) -> None:
    """So does what the program fills a new plain file with, in each language: a copy, under another name, begun now."""
    from desktop_crm import disk
    from desktop_crm.storage import opening
    from desktop_crm.storage.file.connection import connect
    from desktop_crm.storage.file.identity import new_branch
    from desktop_crm.storage.file.key import Key
    from desktop_crm.storage.file.lock import WorkspaceLock
    from desktop_crm.storage.file.replacing import remove_file

    make, place = opening._make, tmp_path_factory.mktemp("filled")  # a file before it has its name

    def made(path: Path, lock: WorkspaceLock, fill: Callable[..., Any], key: Key | None) -> None:
        given = "-".join(
            str(each.cell_contents) for each in fill.__closure__ or () if isinstance(each.cell_contents, str)
        )
        kept = place / f"{fill.__module__}-{given}.crm"
        if key is not None or not fill.__module__.startswith("desktop_crm."):
            make(path, lock, fill, key)
        elif not kept.exists():
            make(path, lock, fill, key)
            shutil.copyfile(path, kept)
        else:
            remove_file(path)
            disk.create_empty(path)
            shutil.copyfile(kept, path)
            with closing(connect(path)) as connection:
                connection.execute("UPDATE identity SET workspace = :name, branch = :name", {"name": new_branch()})
                connection.execute("UPDATE journal_entries SET at = ?", (time.time_ns() // 1_000_000,))

    _instead.setattr(opening, "_make", made)


@pytest.fixture(scope="session", autouse=True)
def _statements_compiled_once() -> None:
    """SQLAlchemy compiles each statement for each engine again, which is half of what a small workspace costs."""
    from sqlalchemy import Engine
    from sqlalchemy import create_engine as make
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

    from desktop_crm.storage.file import engine

    compiled: list[Any] = []

    def create_engine(*given: Any, **more: Any) -> Engine:
        made = make(*given, **more)
        compiled.append(made._compiled_cache) if not compiled else None  # noqa: SLF001  # SQLAlchemy has no public way
        made._compiled_cache = compiled[0]  # noqa: SLF001  # as above
        return made

    _instead.setattr(SQLiteDialect_pysqlite, "__eq__", lambda one, other: type(one) is type(other))
    _instead.setattr(SQLiteDialect_pysqlite, "__hash__", lambda one: hash(type(one)))
    _instead.setattr(engine, "create_engine", create_engine)


@pytest.fixture(scope="session", autouse=True)
def _own_settings() -> None:
    """QSettings that name no format stay in this process's home on every system, the Windows registry included."""
    from PySide6.QtCore import QSettings

    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(_HOME / "config"))
