"""What is left of a secret that nobody has any more."""

import ctypes
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_crm import secrecy

pytestmark = pytest.mark.skipif(sys.implementation.name != "cpython", reason="another keeper of memory")


@pytest.mark.parametrize("letters", [8, 12, 24, 25, 64, 120, 400])
def test_a_freed_text_is_overwritten(letters: int) -> None:
    """Texts among thousands of their size that are still there: the last place that is used again."""
    texts = [f"{number:0{letters}d}" for number in range(20_000)]
    places = [id(text) + sys.getsizeof(text) - letters - 1 for text in texts[500::1_000]]
    expected = [text.encode() for text in texts[500::1_000]]
    del texts[500::1_000]
    assert set(expected) & {ctypes.string_at(place, letters) for place in places}
    secrecy.overwrite_freed()
    assert not set(expected) & {ctypes.string_at(place, letters) for place in places}


def test_and_it_takes_no_memory_for_good() -> None:
    secrecy.overwrite_freed()
    before = sys.getallocatedblocks()
    secrecy.overwrite_freed()
    assert abs(sys.getallocatedblocks() - before) < 100


@pytest.mark.skipif(sys.platform == "win32", reason="dumps are another thing there")
def test_a_crash_leaves_no_dump(tmp_path: Path) -> None:
    """As far as the program itself says: no room for a file, nothing for others to read."""
    script = (
        "import os, resource; from desktop_crm import secrecy; secrecy.forbid_dumps();"
        "print(resource.getrlimit(resource.RLIMIT_CORE), flush=True); os.abort()"
    )
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = ["bash", "-c", f'ulimit -c unlimited; exec "$0" -c "{script}"', sys.executable]
    ended = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGABRT
    limit = 1 if sys.platform == "linux" else 0
    assert ended.stdout == f"{(limit, limit)}\n"
    assert list(tmp_path.iterdir()) == []
