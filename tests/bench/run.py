"""Measures everything; started by packaging/bench.py inside the development environment."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT)]

from desktop_crm.services.workspace import opened  # noqa: E402 - the path above first
from tests.bench import lists, papers, peeks, protected, saving, sheets, stalls, window  # noqa: E402
from tests.bench.figures import Figure, keep, say, show  # noqa: E402
from tests.bench.files import copy_of, demo_file  # noqa: E402


def main() -> int:
    """Measure, show, and keep; 1 when an aim is missed."""
    asked = _asked()
    path = demo_file(asked.clients)
    found: list[Figure] = []
    try:
        with tempfile.TemporaryDirectory() as name:
            for part, measure in _parts(path, Path(name)).items():
                if asked.only in {None, part}:
                    say(f"Measuring: {part}")
                    found += measure()
    finally:  # what was measured is told, whatever a later part does
        show(found)
        if asked.json:
            keep(found, asked.json)
    return 0 if all(figure.met for figure in found) else 1


def _parts(path: Path, folder: Path) -> dict[str, Callable[[], Iterator[Figure]]]:
    def listing() -> Iterator[Figure]:
        with opened(path) as workspace:
            yield from lists.figures(workspace)

    def exporting() -> Iterator[Figure]:
        with opened(path) as workspace:
            yield from sheets.export_figures(workspace, folder)

    return {
        "window": lambda: window.figures(path),
        "lists": listing,
        "peeks": lambda: peeks.figures(path),
        "saving": lambda: saving.figures(copy_of(path, folder)),
        "import": lambda: sheets.import_figures(folder),
        "export": exporting,
        "papers": lambda: papers.figures(path),
        "protected": lambda: protected.figures(path, folder),
        "stalls": lambda: stalls.figures(path),
    }


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("bench.py", description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000, metavar="N", help="in the workspace measured with")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--only", choices=("window", "lists", "peeks", "saving", "import", "export", "papers", "protected", "stalls")
    )
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
