"""The peek of a list's row: reading it beside its bare SQL, drawing it beside painting it again."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.bench.figures import Figure, median, p99

_PEEKING = Path(__file__).with_name("peeking.py")
_LIMIT = 50  # ms, of both
_AIM_READ, _AIM_DRAWN = 10, 6


def figures(path: Path) -> Iterator[Figure]:
    """Of each noun."""
    for noun, rows in _looked(path).items():
        read, bare, drawn, again = (list(column) for column in zip(*rows, strict=True))
        yield Figure(f"peek of {noun}: read, median", median(read), "ms", median(bare), aim=_AIM_READ)
        yield Figure(f"peek of {noun}: drawn, median", median(drawn), "ms", median(again), aim=_AIM_DRAWN)
        both, floors = ([sum(pair) for pair in zip(*each, strict=True)] for each in ((read, drawn), (bare, again)))
        yield Figure(f"peek of {noun}: read and drawn, p99", p99(both), "ms", p99(floors), limit=_LIMIT)


def _looked(path: Path) -> dict[str, list[list[float]]]:
    with tempfile.TemporaryDirectory() as home:
        homes = dict.fromkeys(
            ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "XDG_CONFIG_HOME", "XDG_STATE_HOME"), home
        )
        environ = {**os.environ, **homes, "PYTHONUTF8": "1"}
        environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        command = [sys.executable, str(_PEEKING), str(path)]
        said = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True, check=True, timeout=1200).stdout
    found: dict[str, list[list[float]]] = json.loads(said.splitlines()[-1])
    return found
