"""Fuzzes every target, or one, for a while; started by packaging/fuzz.py inside the development environment.

With atheris inputs are led by what they reach in the code. Without it kept inputs are changed at random. What was found
new is kept in the user's cache and goes on from there next time; a finding is a file there, to be put into `corpus`
with the fix.
"""

import argparse
import os
import random
import subprocess
import sys
import time
import traceback
from pathlib import Path

from platformdirs import user_cache_path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

_TOO_LONG = 60  # seconds for one input, on a machine that does other things, too
_MEMORY = 1500  # MB


def main() -> int:
    """One target after the other, each in a process of its own; 1 when something was found."""
    asked = _asked()
    if asked.inside:
        _fuzz(asked.target, asked.seconds, plain=asked.plain)
        return 0
    names = [asked.target] if asked.target else _names()
    return int(sum([_tell(name, asked.seconds, plain=asked.plain) for name in names]) > 0)


def _names() -> list[str]:
    from tests.fuzz.targets import TARGETS

    return list(TARGETS)


def _tell(name: str, seconds: int, *, plain: bool) -> bool:
    """Fuzz one target and say how it went; whether something was found."""
    command = [sys.executable, __file__, name, "--seconds", str(seconds), "--inside", *(["--plain"] if plain else [])]
    log = _place(name) / "log.txt"
    before = _findings(name)
    with log.open("wb") as out:
        code = subprocess.run(command, stdout=out, stderr=out, cwd=_place(name), check=False).returncode
    count, size = _counted(name)
    found = sorted(_findings(name) - before)
    _say(f"{name}: {count:,} inputs, {size / 2**20:.1f} MB, {f'{len(found)} found' if found else 'nothing found'}")
    for path in found:
        _say(f"  {path}")
    if code and not found:
        _say(f"  but it ended with {code}: {log}")
    if found:
        _say("\n".join(f"  {line}" for line in log.read_text(errors="replace").splitlines() if _is_told(line)))
    return bool(found or code)


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _is_told(line: str) -> bool:
    """The traceback's lines, not the fuzzer's own."""
    return line.startswith((" ", "Traceback", "=")) or ("Error" in line and ":" in line)


def _fuzz(name: str, seconds: int, *, plain: bool) -> None:
    counter = _Counter(name)
    if plain or not _guided(name, seconds, counter):
        _unguided(name, seconds, counter)


def _guided(name: str, seconds: int, counter: "_Counter") -> bool:
    """Ends the process, unless atheris is not there."""
    try:
        import atheris
    except ImportError:
        return False
    with atheris.instrument_imports(include=["desktop_crm", "jinja2", "markdown_it"]):
        from tests.fuzz.targets import TARGETS

        target = TARGETS[name]
        if not target.guided:
            return False
        for data in target.kept().values():  # what is imported late is imported now
            target.long(data)
    words = tuple(word.encode(errors="replace") for word in target.words)
    place = _place(name)
    (place / "words.txt").write_text("".join(f'"{_escaped(word)}"\n' for word in words or [b"\0"]))
    chance = random.Random(time.time())

    def one(data: bytes) -> None:
        counter.count(data)
        target.long(data)

    def mutate(data: bytes, most: int, _seed: int) -> bytes:
        assert target.mutate is not None
        return target.mutate(data, chance, most, words)

    options = [f"-max_total_time={seconds}", f"-max_len={target.most}", f"-timeout={_TOO_LONG}"]
    options += [
        f"-report_slow_units={_TOO_LONG}",
        f"-rss_limit_mb={_MEMORY}",
        f"-artifact_prefix={place}/found-",
        f"-dict={place / 'words.txt'}",
    ]
    folders = [str(place / "inputs"), str(ROOT / "tests" / "fuzz" / "corpus" / name)]
    atheris.Setup([name, *options, *folders], one, **({"custom_mutator": mutate} if target.mutate else {}))
    atheris.Fuzz()
    return True


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and chr(byte) not in '"\\' else f"\\x{byte:02X}" for byte in word)


def _unguided(name: str, seconds: int, counter: "_Counter") -> None:
    """Kept inputs changed at random; a finding is kept and ends it."""
    from tests.fuzz.mutating import mutated
    from tests.fuzz.targets import TARGETS

    target, chance = TARGETS[name], random.Random(time.time())
    words = tuple(word.encode(errors="replace") for word in target.words)
    kept = [*target.kept().values(), *(path.read_bytes() for path in (_place(name) / "inputs").iterdir())]
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        first, other = chance.choice(kept), chance.choice(kept)
        if target.mutate:
            data = target.mutate(first, chance, target.most, words)
        else:
            data = mutated(first, chance, target.most, words, other)
        counter.count(data)
        try:
            target.long(data)
        except BaseException:  # noqa: BLE001 - whatever it is, the input is what matters
            traceback.print_exc()
            (_place(name) / f"found-{random.randbytes(8).hex()}").write_bytes(data)
            return


class _Counter:
    """Inputs and bytes so far, written down each second, as the fuzzer ends the process without a word to us."""

    def __init__(self, name: str) -> None:
        self._path = _place(name) / "counted.txt"
        self._inputs = self._bytes = 0
        self._next = 0.0
        self._path.write_text("0 0")

    def count(self, data: bytes) -> None:
        self._inputs += 1
        self._bytes += len(data)
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + 1
            self._path.write_text(f"{self._inputs} {self._bytes}")


def _counted(name: str) -> tuple[int, int]:
    inputs, size = (_place(name) / "counted.txt").read_text().split()
    return int(inputs), int(size)


def _findings(name: str) -> set[Path]:
    return set(_place(name).glob("found-*"))


def _place(name: str) -> Path:
    folder = user_cache_path("desktop-crm", appauthor=False) / "fuzz" / name
    (folder / "inputs").mkdir(parents=True, exist_ok=True)
    return folder


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("fuzz.py", description=__doc__)
    inside = "--inside" in sys.argv  # where nothing may be imported before it is made to tell what was reached
    parser.add_argument("target", nargs="?", choices=None if inside else _names(), help="one reader; all without it")
    parser.add_argument("--seconds", type=int, default=60, metavar="N", help="for each target")
    parser.add_argument("--plain", action="store_true", help="change kept inputs at random, even where atheris is")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    raise SystemExit(main())
