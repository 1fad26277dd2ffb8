"""Every picture is there, of the right size, and shows something."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop_crm.app import make_program
from desktop_crm.model.errors import UserError
from desktop_crm.ui.program.screenshots import FIRST_SHOTS, SHOTS, take

pytestmark = pytest.mark.in_turn


@pytest.fixture
def workspace(tmp_path: Path, demo_file: Path) -> Path:
    return Path(shutil.copyfile(demo_file, tmp_path / "Nusa Peraga.crm"))


@pytest.fixture
def pictures(qapp: QApplication, tmp_path: Path, workspace: Path) -> Callable[..., Any]:
    def draw(**given: Any) -> Any:
        wanted = {"workspace": workspace, "colors": "light", "language": "en", "size": (1366, 768), **given}
        return take(make_program, tmp_path / "out", **wanted)

    return draw


def colours(path: Any) -> Any:
    image = QImage(str(path))
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


def test_every_picture_is_there_and_fits_a_small_laptop(pictures: Callable[..., Any], workspace: Path) -> None:
    before = workspace.read_bytes()
    taken = pictures(colors="dark", language="id")
    names = [name for name, _ in (*FIRST_SHOTS, *SHOTS)]
    assert [path.name for path in taken] == [f"{number:02}-{name}.png" for number, name in enumerate(names, 1)]
    ratio = QImage(str(taken[0])).width() / 1366
    sizes = {path.name: (QImage(str(path)).width() / ratio, QImage(str(path)).height() / ratio) for path in taken}
    assert {name: size for name, size in sizes.items() if size != (1366, 768)} == {}
    assert [path.name for path in taken if len(colours(path)) < 20] == []
    assert len({path.read_bytes() for path in taken}) == len(taken)
    assert workspace.read_bytes() == before


def test_missing_workspace_is_told(pictures: Callable[..., Any], tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"gone\.crm"):
        pictures(workspace=tmp_path / "gone.crm")
