"""The window's tests under load; started by packaging/load.py inside the development environment."""

import argparse
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
_FAILED = ("FAILED ", "ERROR ")


@contextmanager
def busy_neighbour() -> Iterator[None]:
    """On the same core, where the system can say so."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    neighbour = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        neighbour.kill()
        neighbour.wait()


def main() -> int:
    parser = argparse.ArgumentParser("load.py", description=__doc__)
    parser.add_argument("--times", type=int, default=20, metavar="N", help="so often")
    parser.add_argument("tests", nargs="*", default=["tests/ui", "tests/journeys"], metavar="TESTS")
    asked = parser.parse_args()
    failed: Counter[str] = Counter()
    with busy_neighbour():
        for number in range(1, asked.times + 1):
            began = time.monotonic()
            found = _once(asked.tests)
            failed.update(found)
            minutes = (time.monotonic() - began) / 60
            sys.stdout.write(f"{number}: {minutes:.1f} minutes, {len(found)} failed\n")
            sys.stdout.flush()
    for name, times in failed.most_common():
        sys.stdout.write(f"{times} of {asked.times}: {name}\n")
    return 1 if failed else 0


def _once(tests: list[str]) -> list[str]:
    """What failed; a process that died names itself so."""
    command = [sys.executable, "-X", "faulthandler", "-m", "pytest", "-q", "-rfE", "--tb=short", *tests]
    environ = {**os.environ, "DESKTOP_CRM_MUCH_GARBAGE": "1"}
    ended = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False)
    failed = [line.split()[1] for line in ended.stdout.splitlines() if line.startswith(_FAILED)]
    if ended.returncode not in (0, 1):
        failed.append(f"the process itself, with status {ended.returncode}")
    if failed:
        sys.stdout.write(f"{ended.stdout[-6000:]}\n{ended.stderr[-6000:]}\n")
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
