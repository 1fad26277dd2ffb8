"""Names in other scripts are letters on the screen too, on a system without such fonts."""

import subprocess
import sys
from pathlib import Path

import pytest

_CHILD = """
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication
application = QApplication([])
from desktop_crm.ui.look import letters
print(*letters.lend())
print(all(QFontDatabase.families(system) for system in letters._SYSTEMS))
"""


def test_a_system_without_such_fonts_is_lent_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "fonts.conf").write_text("<fontconfig></fontconfig>")
    monkeypatch.setenv("FONTCONFIG_FILE", str(tmp_path / "fonts.conf"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    done = subprocess.run([sys.executable, "-c", _CHILD], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.split("\n")[:2] == ["Sc Tc Jp Kr Ar", "True"], done.stderr
