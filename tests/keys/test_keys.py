"""What is typed into every form and grid is what is kept, with all that the forms do later done between the keys."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop_crm.ui import i18n
from desktop_crm.ui.look import theme
from tests.keys.places import PLACES
from tests.keys.seat import Seat

pytestmark = pytest.mark.in_turn

_RUN = Path(__file__).with_name("run.py")


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_what_is_typed_is_what_is_there(qapp: QApplication, demo_file: Path, tmp_path: Path, place: Any) -> None:
    theme.apply(qapp, "light")
    i18n.set_language("en")
    seat = Seat(tmp_path, demo_file if place.demo else None)
    try:
        assert list(place.type(seat)) == []
    finally:
        seat.close()


def test_the_command_types_at_a_speed() -> None:
    run = subprocess.run(
        [sys.executable, str(_RUN), "--only", "numbers", "--speeds", "5"], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "numbers" in run.stdout
