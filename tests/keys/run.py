"""Type into every form and grid at many speeds; started by packaging/keys.py inside the development environment."""

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT)]

SPEEDS = (20, 60, 100, 150, 250)  # ms a key


def main() -> int:
    """Type everywhere and show the table; 1 when anything is not what was typed."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="keys-") as name:
        folder = Path(name)
        _live_in(folder)
        faults = _type_all(folder, asked)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    return 1 if faults else 0


def _type_all(folder: Path, asked: argparse.Namespace) -> list[str]:
    from PySide6.QtWidgets import QApplication

    from desktop_crm.services.demo import demo
    from desktop_crm.ui.look import theme
    from tests.keys.places import PLACES
    from tests.keys.seat import Seat

    app = QApplication(["keys"])
    theme.apply(app, "light")
    file = folder / "demo.crm"
    demo.make(file, clients=12, orders=12, contracts=4).close()
    places = [place for place in PLACES if asked.only in place.name]
    width = max(len(place.name) for place in places)
    sys.stdout.write(f"{'form':{width}}  ms a key  seconds  wrong\n")
    faults: list[str] = []
    for speed in asked.speeds:
        for place in places:
            home = Path(tempfile.mkdtemp(dir=folder))
            began = time.monotonic()
            seat = Seat(home, file if place.demo else None, speed)
            try:
                found = list(place.type(seat))
            finally:
                seat.close()
            took = time.monotonic() - began
            sys.stdout.write(f"{place.name:{width}}  {speed:8}  {took:7.1f}  {len(found):5}\n")
            sys.stdout.flush()
            faults += [f"{speed} ms: {fault}" for fault in found]
    return faults


def _live_in(folder: Path) -> None:
    """A home of its own, before anything of the program is imported."""
    for name in (
        "HOME",
        "USERPROFILE",
        "APPDATA",
        "LOCALAPPDATA",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
    ):
        os.environ[name] = str(folder)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser("keys.py", description=__doc__)
    parser.add_argument("--speeds", type=int, nargs="+", default=SPEEDS, metavar="MS", help="milliseconds a key")
    parser.add_argument("--only", default="", metavar="TEXT", help="only forms with this in their name")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
