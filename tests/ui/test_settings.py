from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QByteArray

from desktop_crm.ui.desk.settings import Settings


@pytest.mark.parametrize("value", [True, 0, 1.5, 'Ünïcode, "quotes" % \\ 😀', ["a", "b"], {"width": 3}, "true", "[1"])
def test_values_come_back_as_they_were(tmp_path: Path, value: Any) -> None:
    Settings(tmp_path / "s.ini").set("some/key", value)
    assert Settings(tmp_path / "s.ini").get("some/key") == value


def test_none_forgets(settings: Settings) -> None:
    settings.set("key", 1)
    settings.set("key", None)
    assert settings.get("key", "default") == "default"


def test_spoiled_values_are_as_good_as_none(settings: Settings) -> None:
    settings.store.setValue("theme", "{broken")
    settings.set("language", "klingon")
    settings.set("recent", "no list")
    assert settings.theme == "system"
    assert settings.language in {"en", "id"}
    assert settings.recent() == []


def test_states_of_qt(settings: Settings) -> None:
    settings.set_bytes("window", QByteArray(b"\x00\xff\x01"))
    assert settings.get_bytes("window") == QByteArray(b"\x00\xff\x01")
    assert settings.get_bytes("none").isEmpty()


def test_recent_files_are_few_and_the_last_is_first(settings: Settings, tmp_path: Path) -> None:
    for number in range(12):
        settings.add_recent(tmp_path / f"{number}.crm")
    settings.add_recent(tmp_path / "5.crm")
    assert [path.stem for path in settings.recent()] == ["5", "11", "10", "9", "8", "7", "6", "4"]
    settings.forget_recent(tmp_path / "11.crm")
    assert tmp_path / "11.crm" not in settings.recent()


def test_relative_paths_are_kept_whole(settings: Settings) -> None:
    settings.add_recent(Path("here.crm"))
    assert settings.recent()[0].is_absolute()
