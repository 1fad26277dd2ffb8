"""Monkeys and monkeys, each in a process of its own; started by packaging/monkey.py inside the development environment."""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT)]

from desktop_crm.model.message import msg  # noqa: E402 - the path above first
from desktop_crm.services import client  # noqa: E402
from desktop_crm.services.demo import demo  # noqa: E402
from desktop_crm.services.workspace import create  # noqa: E402

_MONKEY = Path(__file__).with_name("monkey.py")
_HOMES = {
    "HOME": "", "USERPROFILE": "", "CFFIXED_USER_HOME": "", "APPDATA": "roaming", "LOCALAPPDATA": "local",
    "XDG_CACHE_HOME": "cache", "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "data", "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "runtime", "TMPDIR": "tmp", "TEMP": "tmp", "TMP": "tmp",
}  # fmt: skip
_LAST_DEEDS = 24
_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


@dataclass
class Run:
    """How one monkey fared."""

    seed: int
    ended: str = ""  # how, if not well
    moves: int = 0
    counts: list[list[int]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    told: str = ""  # its last words
    deeds: str = ""

    @property
    def harmed(self) -> bool:
        return bool(self.ended or self.problems)


def main() -> int:
    asked = _asked()
    samples, seconds = (max(2, round(asked.soak)), 60.0) if asked.soak else (1, asked.seconds)
    runs: list[Run] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="monkey-") as name:
        seeds = range(asked.seed, asked.seed + (1 if asked.soak else asked.runs))
        prepared = _prepared(Path(name) / "prepared")
        with ThreadPoolExecutor(asked.jobs) as pool:
            try:
                for run in pool.map(lambda seed: _run(Path(name), prepared, seed, seconds, samples), seeds):
                    runs.append(run)
                    _tell(run)
            except KeyboardInterrupt:
                pool.shutdown(wait=False, cancel_futures=True)
                left = asked.runs - len(runs)
                sys.stdout.write(f"Stopped; go on with --seed {asked.seed + len(runs)} --runs {left}\n")
    harmed = [run for run in runs if run.harmed]
    moves = sum(run.moves for run in runs)
    took = (time.monotonic() - started) / 60
    sys.stdout.write(f"{len(runs):,} runs, {moves:,} moves, {took:.0f} minutes: {len(harmed)} ended badly\n")
    if harmed:
        sys.stdout.write(f"seeds: {' '.join(str(run.seed) for run in harmed)}\n")
    return 1 if harmed else 0


def _run(folder: Path, prepared: Path, seed: int, seconds: float, samples: int) -> Run:
    place = folder / str(seed)
    shutil.copytree(prepared, place)
    run = Run(seed)
    command = [sys.executable, "-X", "faulthandler", str(_MONKEY), str(place), str(seed), str(seconds), str(samples)]
    ended = subprocess.run(command, env=_environ(place), capture_output=True, text=True, check=False, errors="replace")
    lines = ended.stdout.splitlines()
    if lines and lines[-1].startswith("{"):
        told = json.loads(lines[-1])
        run.moves, run.counts, run.problems = told["moves"], told["counts"], told["problems"]
    elif ended.returncode == 0:
        run.ended = "said nothing"
    if ended.returncode not in (0, 1) or (ended.returncode and not run.problems):
        run.ended = _named(ended.returncode)
    run.told = ended.stderr[-6000:]
    with (place / "deeds").open(encoding="utf-8", errors="replace") as deeds:
        run.deeds = "".join(deeds.readlines()[-_LAST_DEEDS:])
    shutil.rmtree(place, ignore_errors=True)
    return run


def _prepared(folder: Path) -> Path:
    """Two workspaces, a picture, a list, and a place for backups; copied for each monkey."""
    for name in {*_HOMES.values(), "place"}:
        (folder / name).mkdir(parents=True, exist_ok=True, mode=0o700)
    demo.make(folder / "a.crm", clients=30, orders=40, contracts=4).close()
    workspace = create(folder / "b.crm")
    with workspace.write(msg("Add")) as session:
        for number in range(5):
            client.save(session, None, {"name": f"Toko {number}"})
    workspace.close()
    shutil.copyfile(folder / "b.crm", folder / "rest")
    (folder / "picture.png").write_bytes(_PICTURE)
    (folder / "list.csv").write_text("Nama;Telepon\nToko Baru;0812 3456 7890\nToko 1;0812\n", encoding="utf-8")
    return folder


def _environ(place: Path) -> dict[str, str]:
    homes = {name: str(place / folder) for name, folder in _HOMES.items()}
    return {"QT_QPA_PLATFORM": "offscreen", **os.environ, **homes, "LC_ALL": "C.UTF-8", "QT_SCALE_FACTOR": "1"}


def _named(code: int) -> str:
    if code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}"


def _tell(run: Run) -> None:
    counts = "  ".join(f"{objects:,} objects {threads} threads {memory} MB" for objects, threads, memory in _ends(run))
    sys.stdout.write(
        f"{run.seed}: {run.moves} moves  {counts}  {run.ended or ('ok' if not run.problems else 'harm')}\n"
    )
    if run.harmed:
        sys.stdout.write("".join(f"  {problem}\n" for problem in run.problems))
        sys.stdout.write(f"  the last deeds:\n{run.deeds}\n{run.told}\n")
    sys.stdout.flush()


def _ends(run: Run) -> Iterator[list[int]]:
    yield from run.counts[:1]
    yield from run.counts[-1:] if len(run.counts) > 1 else ()


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("monkey.py", description=__doc__)
    parser.add_argument("--runs", type=int, default=300, metavar="N", help="so many, each with the next seed")
    parser.add_argument("--seconds", type=float, default=10, metavar="S", help="how long each plays")
    parser.add_argument("--seed", type=int, default=1, metavar="K", help="the first one's; resumes where one stopped")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES", help="one long run instead")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="so many at the same time")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
