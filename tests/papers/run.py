"""Print contracts and order sheets of every kind and judge them; a line for each thing found, and how many of each kind."""

import argparse
import sys
from collections import Counter
from pathlib import Path

from tests.papers.contracts import case, order
from tests.papers.judge import KINDS, judge


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=150, help="of each")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="a folder for the papers, to look at them")
    arguments = parser.parse_args()
    counts: Counter[str] = Counter()
    for made in (make(number, arguments.seed) for make in (case, order) for number in range(arguments.count)):
        if arguments.keep:
            arguments.keep.mkdir(parents=True, exist_ok=True)
            (arguments.keep / f"{made.name}.pdf").write_bytes(made.pdf)
        for kind, what in judge(made):
            counts[kind] += 1
            sys.stdout.write(f"{made.name}: {kind}, {what}\n")
            sys.stdout.flush()
    for kind, meaning in KINDS.items():
        sys.stdout.write(f"{counts[kind]:5} {kind}: {meaning}\n")
    return 1 if counts else 0


if __name__ == "__main__":
    raise SystemExit(main())
