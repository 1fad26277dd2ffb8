"""Kills and kills; started by packaging/crash.py inside the development environment."""

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT)]

from desktop_crm.storage.file.revisions import KNOWN  # noqa: E402 - the path above first
from tests.crash import files, moving, writes  # noqa: E402
from tests.crash.killing import kills  # noqa: E402
from tests.crash.scenario import Scenario, derive_once  # noqa: E402


def scenarios() -> Iterator[Scenario]:
    """All of them, as the table has them."""
    yield writes.scenario("writes", protected=False)
    yield writes.scenario("writes, protected", protected=True)
    yield writes.importing_scenario()
    yield files.creation("creation", "")
    yield files.creation("creation, protected", files.PASSWORD)
    if len(KNOWN) > 1:
        yield files.migration("upgrade", "")
        yield files.migration("upgrade, protected", files.PASSWORD)
    yield files.protecting()
    yield files.thinning()
    yield files.backing_up()
    yield files.restoring()
    yield files.rescuing()


@dataclass
class Tally:
    """How a scenario went so far."""

    name: str
    turns: Iterator[None]
    kills: int = 0
    harm: str = ""


def main() -> int:
    """Kill in every scenario in turn, and show the table; 1 when a kill did harm."""
    asked = _asked()
    derive_once()
    ends, chance = time.monotonic() + asked.seconds, random.Random(asked.seed)
    with tempfile.TemporaryDirectory(prefix="crash-") as folder:
        tallies = [
            Tally(each.name, kills(each, Path(folder) / str(at), random.Random(chance.random())))
            for at, each in enumerate(scenarios())
            if asked.only in each.name
        ]
        tallies += [
            Tally(name, moving.turns(each, Path(folder) / name, random.Random(chance.random())))
            for each in moving.ALL
            if asked.only in (name := f"while it is open: {each.__name__.replace('_', ' ')}")
        ]
        while sum(each.kills for each in tallies) < asked.kills and time.monotonic() < ends:
            going = [each for each in tallies if not each.harm]
            if not going:
                break
            for tally in going:
                _turn(tally)
    _show(tallies)
    return 1 if any(each.harm for each in tallies) else 0


def _turn(tally: Tally) -> None:
    try:
        next(tally.turns)
        tally.kills += 1
    except Exception:  # noqa: BLE001 - whatever it is, it is shown
        tally.harm = traceback.format_exc()


def _show(tallies: list[Tally]) -> None:
    width = max(len(each.name) for each in tallies)
    sys.stdout.write(f"{'scenario':{width}}   kills  survived\n")
    for each in [*tallies, Tally("all", iter(()), sum(one.kills for one in tallies))]:
        survived = each.kills - bool(each.harm) if each in tallies else each.kills - sum(bool(o.harm) for o in tallies)
        sys.stdout.write(f"{each.name:{width}}  {each.kills:6,}    {survived:6,}\n")
    for each in tallies:
        if each.harm:
            sys.stdout.write(f"\n{each.name}, after {each.kills} kills:\n{each.harm}")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("crash.py", description=__doc__)
    parser.add_argument("--kills", type=int, default=5_000, metavar="N", help="stop after so many")
    parser.add_argument("--seconds", type=float, default=3600, metavar="N", help="stop after so long")
    parser.add_argument("--seed", type=int, default=None, metavar="N", help="the same moments again, as far as can be")
    parser.add_argument("--only", default="", metavar="TEXT", help="only scenarios with this in their name")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
