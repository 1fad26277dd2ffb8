"""How long the window's thread holds still in each action: the longest gap between two beats of a timer."""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, median, p99
from tests.bench.files import copy_of

_BEATING = Path(__file__).with_name("beating.py")
_LIMIT, _LIMIT_OF_COLOURS = 50, 100  # ms
_TOLD = 30  # ms from which an action is named


def figures(path: Path, times: int = 3) -> Iterator[Figure]:
    """Medians of windows in turn, each on a copy of the file and in a home of its own."""
    found: defaultdict[str, list[float]] = defaultdict(list)
    for _ in range(times):
        for name, gap in _once(path).items():
            found[name].append(gap)
    gaps = {name: median(values) for name, values in found.items()}
    yield Figure("stalls: actions measured", len(gaps), "")
    yield Figure("stalls: median", median(list(gaps.values())), "ms", limit=_LIMIT)
    yield Figure("stalls: p99", p99(list(gaps.values())), "ms", limit=_LIMIT)
    for name, gap in sorted(gaps.items(), key=lambda each: -each[1]):
        if gap >= _TOLD:
            limit = _LIMIT_OF_COLOURS if name.split(": ")[-1].startswith("theme.") else _LIMIT
            yield Figure(f"stall: {name}", gap, "ms", limit=limit)


def _once(path: Path) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as home:
        homes = dict.fromkeys(
            ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), home
        )
        environ = {**os.environ, **homes, "PYTHONUTF8": "1"}
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, str(_BEATING), str(copy_of(path, Path(home)))]
        said = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True, timeout=1200).stdout
    return json.loads(said.splitlines()[-1])
