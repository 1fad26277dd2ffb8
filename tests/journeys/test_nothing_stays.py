"""What was left is gone: languages, workspaces, menus, screens and notes leave nothing behind, however often."""

import gc
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from tests.journeys.person import Person
from tests.journeys.test_shortcuts import EVERYWHERE, open_every_menu
from tests.rounds import rounds

pytestmark = pytest.mark.in_turn

_TIMES = rounds(2, 3)


def there_are() -> Any:
    """Objects of Qt's and of our own classes that Python holds, dead ones too, by their class."""
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        gc.collect()
    return Counter(type(each).__name__ for each in gc.get_objects() if isinstance(each, QObject))


def another_language(person: Person) -> None:
    for code in ("id", "en"):
        person.window.set_language(code)
        person.rest()


def another_workspace(person: Any) -> None:
    for path in (person.other, person.first):
        person.program.open(path)
        person.rest()


def every_menu(person: Person) -> None:
    open_every_menu(person)


def every_screen(person: Person) -> None:
    for noun in EVERYWHERE:
        person.window.navigate(noun)
        person.rest()
    person.window.navigate("today")
    person.rest()


def many_notes(person: Person) -> None:
    for number in range(8):
        person.window.notify.note(f"Note {number}")
        QApplication.processEvents()
    person.window.notify.forget()


@pytest.mark.parametrize("do", [another_language, another_workspace, every_menu, every_screen, many_notes])
def test_nothing_stays(demo: Any, demo_file: Any, tmp_path: Path, do: Callable[..., Any]) -> None:
    demo.first, demo.other = demo.workspace.path, shutil.copyfile(demo_file, tmp_path / "other.crm")
    do(demo)
    do(demo)
    before = there_are()
    for _ in range(_TIMES):
        do(demo)
    more = {name: (before[name], many) for name, many in there_are().items() if many >= before[name] + _TIMES}
    assert more == {}


def test_there_is_one_registry_of_commands(demo: Person) -> None:
    another_language(demo)
    there_are()
    registries = [each for each in shiboken6.getAllValidWrappers() if type(each).__name__ == "Actions"]
    assert registries == [demo.window.actions_]
