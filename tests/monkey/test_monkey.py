"""The monkeys of `packaging/monkey.py`: one, for a short while, and that they notice what goes wrong."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.monkey import counts

pytestmark = pytest.mark.in_turn

_RUN = Path(__file__).with_name("run.py")


def run(*args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, *args], capture_output=True, text=True, check=False)


def test_a_monkey_breaks_nothing() -> None:
    ended = run(str(_RUN), "--runs", "1", "--seconds", "2", "--seed", "4711")
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_what_kills_it_is_told(tmp_path: Path) -> None:
    """By its signal or its last words, with the deeds before it and the seed that leads there again."""
    dying = tmp_path / "dying.py"
    dying.write_text(
        "import faulthandler, pathlib, sys\n"
        "pathlib.Path(sys.argv[1], 'deeds').write_text('Ctrl+D\\n')\n"
        "faulthandler.enable()\n"
        "faulthandler._sigsegv()\n"
    )
    script = f"import sys; sys.path.insert(0, {str(_RUN.parent)!r}); import run; from pathlib import Path; "
    script += f"run._MONKEY = Path({str(dying)!r}); sys.argv[1:] = ['--runs', '2', '--seed', '7']; sys.exit(run.main())"
    ended = run("-c", script)
    assert ended.returncode == 1
    for told in ("Segmentation fault" if sys.platform != "win32" else "exit status", "Ctrl+D", "seeds: 7 8"):
        assert told in ended.stdout


def test_what_grows_is_told() -> None:
    before = counts.Counts(Counter(Actions=1), Counter(QAction=50), 5, 0)
    assert counts.grown(before, counts.Counts(Counter(Actions=1, Results=1), Counter(QAction=53), 6, 0)) == []
    after = counts.Counts(Counter(Actions=2), Counter(QAction=80), 20, 0)
    assert len(counts.grown(before, after)) == 3
