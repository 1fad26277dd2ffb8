"""Import sheets of every kind; one line a kind, and what was wrong without a word."""

import argparse
import sys
import tempfile
from pathlib import Path

from tests.imports.kinds import KINDS, run


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("kinds", nargs="*", choices=[[], *KINDS], help="all of them if none is named")
    parser.add_argument("--times", type=int, default=300, help="sheets of each kind")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.kinds or KINDS:
            found = run(name, arguments.times, arguments.seed, Path(folder))
            wrong += found.counts["wrong"]
            counts = ", ".join(f"{found.counts[what]} {what}" for what in ("right", "told", "wrong"))
            sys.stdout.write(f"{name:20} {counts}\n")
            for about in found.wrong[:5]:
                sys.stdout.write(f"    {about}\n")
            sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
