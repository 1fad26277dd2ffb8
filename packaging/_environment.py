"""Private environments made from a lock file: one for running the program, one for working on it.

An environment is a folder named after its lock file, the Python it is for and a hash of both, so that a changed lock
makes a new one. It is finished when its stamp is there; anything else is half-made and is made again. A file lock,
which the system lets go of when its holder dies, keeps two starts from making the same one.
"""

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from _progress import Progress, run
from _system import SetupError, need_venv

ROOT = Path(__file__).resolve().parent.parent
RUN = ROOT / "packaging" / "requirements.txt"
DEVELOP = ROOT / "packaging" / "requirements-dev.txt"

_STAMP = "finished"
_UNUSED = 30 * 24 * 3600
_SPACE = 1 << 30
#: Settings of the user's that would send packages elsewhere or let other code into the environment.
_FOREIGN = ("PYTHONHOME", "PYTHONPATH", "PIP_TARGET", "PIP_PREFIX", "PIP_ROOT", "PIP_NO_BINARY", "PIP_QUIET", "PIP_LOG")
_UNREACHABLE = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|Max retries|Connection (?:refused|reset|broken)"
    r"|timed out|Timeout|unreachable|ProxyError",
    re.IGNORECASE,
)


def ensure(lock: Path) -> Path:
    """The folder of the environment of this lock file, made first where it does not exist; SetupError if it can't be."""
    name = _name(lock)
    for home in _homes():
        if is_ready(home / name):
            os.utime(home / name / _STAMP)
            return home / name
    home = _first_writable()
    with _only_one(home / f"{name}.lock"):
        if not is_ready(home / name):
            _make(home / name, lock)
            _forget_unused(home, name)
    return home / name


def python(environment: Path) -> Path:
    """The interpreter of an environment."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def is_ready(environment: Path) -> bool:
    """Whether it was made to its end, and the Python it was made with is still there."""
    return (environment / _STAMP).exists() and python(environment).exists()


def clean_environ(environ: Mapping[str, str]) -> dict[str, str]:
    """The variables for a child that must see its own environment only."""
    kept = {name: value for name, value in environ.items() if name not in _FOREIGN}
    return {**kept, "PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0"}


def _name(lock: Path) -> str:
    source = lock.read_bytes().replace(b"\r\n", b"\n") + f"{sys.base_prefix}{platform.machine()}".encode()
    version = ".".join(map(str, sys.version_info[:2]))
    return f"{lock.stem}-{version}-{hashlib.sha256(source).hexdigest()[:10]}"


def _homes() -> Iterator[Path]:
    """Where environments may lie: in the checkout, or with the user's data when the checkout is not ours."""
    yield ROOT / ".env"
    if os.name == "nt":
        data = os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local"
    elif sys.platform == "darwin":
        data = Path.home() / "Library" / "Application Support"
    else:
        data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    yield Path(data) / "desktop-crm" / "environments"


def _first_writable() -> Path:
    for home in _homes():
        if _writable(home):
            return home
    raise SetupError(f"Neither {ROOT} nor your home folder can be written to, so there is no place for the environment")


def _writable(home: Path) -> bool:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            return True
    except OSError:
        return False


def _make(folder: Path, lock: Path) -> None:
    if shutil.disk_usage(folder.parent).free < _SPACE:
        raise SetupError(f"Setting up needs 1 GB of free space in {folder.parent}; make some and start again")
    need_venv(sys.executable)
    shutil.rmtree(folder, ignore_errors=True)
    if folder.exists():
        raise SetupError(f"The folder {folder} can't be replaced; close what uses it, or delete it, and start again")
    total = len(re.findall(r"^[\w.-]+==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    with Progress("Setting up Desktop CRM, only once", total) as progress:
        progress.step("a private environment")
        _make_venv(folder, progress)
        install_locked(folder, lock, progress)
        if lock == RUN:
            _remove_installers(folder, lock, progress)
        if hasattr(os, "sync"):  # the stamp must not outlive a power cut that its packages did not
            os.sync()
    (folder / _STAMP).touch()


def _make_venv(folder: Path, progress: Progress) -> None:
    lines: list[str] = []
    env = clean_environ(os.environ)
    if run([sys.executable, "-I", "-m", "venv", folder], progress, lines.append, env) != 0:
        _fail(folder, lines)


def install_locked(folder: Path, lock: Path, progress: Progress) -> None:
    """Into the environment exactly what the lock names, as the machine's own pip settings reach it.

    What tests and checks need beside the program is half of it: there two work at the same time, each on every second one.
    """
    entries = re.split(r"^(?=[\w.-]+==)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
    parts = [entries] if lock == RUN else [part for part in (entries[::2], entries[1::2]) if part]
    lines: list[str] = []
    collected: set[str] = set()

    def heard(line: str) -> None:
        lines.append(line)
        if found := re.match(r"(Collecting|Downloading|Using cached) ([\w.]+(?:-(?!\d)[\w.]+)*)", line):
            if found[1] == "Collecting":
                collected.add(found[2])
            progress.step(found[2], len(collected))
        elif line.startswith("Ignoring "):
            progress.total -= 1
        elif line.startswith("Installing collected"):
            progress.step("putting everything in place", progress.total)

    options = ["--require-hashes", "--only-binary=:all:", "--no-deps", "--no-input", "--progress-bar=off"]
    if lock != RUN:
        options.append("--no-compile")  # tests use a part of it; that is compiled when it is imported
    command = [os.fspath(python(folder)), "-I", "-X", "utf8", "-m", "pip", "install", *options]
    command += ["--disable-pip-version-check", "--no-warn-script-location"]

    def install(number: int) -> int:
        part = folder / f"part {number}.txt"
        part.write_text("".join(parts[number]), encoding="utf-8")
        return run([*command, "-r", os.fspath(part)], progress, heard, clean_environ(os.environ))

    with ThreadPoolExecutor(len(parts)) as pool:
        failed = any(list(pool.map(install, range(len(parts)))))
    if failed:
        _fail(folder, lines)


def _remove_installers(folder: Path, lock: Path, progress: Progress) -> None:
    """What has installed the rest is of no use to the program any more; where it can't be removed, it stays."""
    locked = set(re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE))
    names = [name for name in ("setuptools", "wheel", "pip") if name not in locked]
    command = [os.fspath(python(folder)), "-I", "-X", "utf8", "-m", "pip", "uninstall", "--yes", *names]
    run([*command, "--disable-pip-version-check"], progress, lambda _line: None, clean_environ(os.environ))


def _fail(folder: Path, lines: list[str]) -> None:
    """Keep what was printed beside the environment, and say the reason in one sentence."""
    log = folder.parent / f"{folder.name}.log"
    text = "\n".join(lines)
    log.write_text(text, encoding="utf-8")
    raise SetupError(reason(text) + f" (details: {log})")


def reason(text: str) -> str:
    """Why pip failed, of all that it printed."""
    if "No space left on device" in text:
        return "The disk is full; make some room and start again"
    if "DO NOT MATCH THE HASHES" in text:
        return "A downloaded package is not the one this version was made with, so nothing was started"
    if _UNREACHABLE.search(text):
        return "The first start fetches packages from the network, which can't be reached; connect and start again"
    if found := re.search(r"No matching distribution found for ([\w.-]+)", text):
        version = platform.python_version()
        return f"There is no ready-made {found[1]} for Python {version} on this machine; use Python 3.11, 3.12 or 3.13"
    errors = (
        [line for line in text.splitlines() if "error" in line.lower()] or text.splitlines() or ["no reason was given"]
    )
    return f"Setting up failed: {errors[-1].strip()}"


def _forget_unused(home: Path, kept: str) -> None:
    """Environments of older locks that nobody has started for a month."""
    for stamp in home.glob(f"*/{_STAMP}"):
        if stamp.parent.name != kept and time.time() - stamp.stat().st_mtime > _UNUSED:
            stamp.unlink()
            shutil.rmtree(stamp.parent, ignore_errors=True)


@contextmanager
def _only_one(path: Path) -> Iterator[None]:
    """Let one process at a time through; the others wait and say so."""
    with path.open("a+b") as file:
        if os.name != "nt":  # held by pip too: should this process be killed, pip still writes
            os.set_inheritable(file.fileno(), True)
        if not _locked(file):
            with Progress("Another start is setting up the same; waiting") as progress:
                while not _locked(file):
                    time.sleep(0.2)
                    progress.tick()
        yield


def _locked(file: IO[bytes]) -> bool:
    """Try to take the file; it is let go when it is closed."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def check_import(environment: Path, module: str) -> None:
    """Make sure that a module with system libraries behind it can be loaded; SetupError names what is missing."""
    command = [os.fspath(python(environment)), "-I", "-c", f"import {module}"]
    child = subprocess.run(command, check=False, capture_output=True, encoding="utf-8", errors="replace")
    if child.returncode != 0:
        last = (child.stderr.strip().splitlines() or [f"{module} ended with {child.returncode}"])[-1]
        raise SetupError(f"The window's library can't be loaded here: {last}")
