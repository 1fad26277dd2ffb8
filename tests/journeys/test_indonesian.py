"""The language changes while one works, and then no English word is left that has an Indonesian one."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMenu,
    QTabBar,
    QTableView,
    QWidget,
)

import desktop_crm
from desktop_crm.language import LANGUAGES
from tests.journeys.person import Person
from tests.journeys.test_looks import wrong

pytestmark = pytest.mark.in_turn

CATALOGUE = Path(desktop_crm.__file__).parents[1] / "resources" / "translations" / "id.po"


@pytest.fixture(scope="module")
def english() -> Any:
    """Words that have another Indonesian one, as patterns: `{n} rows` is any number of rows."""
    with CATALOGUE.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    pairs: list[tuple[str, str]] = []
    for entry in entries:
        ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        said = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        pairs += [(str(each), str(said[0])) for each in ids]
    indonesian = {said for _, said in pairs}
    own = {*indonesian, *LANGUAGES.values()}  # a language is called as its speakers call it
    plain = {each: said for each, said in pairs if each != said and each not in own}
    return [
        (re.compile(re.sub(r"\\\{\w+\\\}", ".+", re.escape(each)), re.DOTALL), said)
        for each, said in plain.items()
        if len(re.findall(r"[a-z]{3,}", re.sub(r"\{\w+\}", "", each))) >= 1
    ]


def texts(person: Person) -> Iterator[Any]:
    """All that can be read, or be read aloud, right now."""
    for widget in person.all(QWidget):
        yield from (widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    for kind in (QLabel, QAbstractButton):
        yield from (each.text() for each in person.all(kind))
    yield from (each.placeholderText() for each in person.all(QLineEdit))
    yield from (each.title() for each in person.all(QGroupBox))
    for bar in person.all(QTabBar):
        yield from (bar.tabText(at) for at in range(bar.count()))
    for box in person.all(QComboBox):
        yield from (box.itemText(at) for at in range(box.count()))
    for table in person.all(QTableView):
        columns = range(table.model().columnCount())
        yield from (str(table.model().headerData(at, Qt.Orientation.Horizontal) or "") for at in columns)
    yield person.window.windowTitle()


def commands(person: Person) -> Iterator[Any]:
    """Every menu and every command, opened or not."""
    for title in person.window.menuBar().actions():
        yield title.text()
        menu = title.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        yield from (action.text() for action in menu.actions())
    for action in person.window.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def left_in_english(found: Any, english: Any) -> Any:
    seen = {re.sub(r"<[^>]*>", "", each).replace("&", "").strip() for each in found if each}
    return sorted({text for text in seen for pattern, _said in english if pattern.fullmatch(text)})


def test_no_english_word_is_left_and_nothing_is_cut(demo: Person, english: Any) -> None:
    demo.keys("Ctrl+,")
    demo.rest()
    demo.open_section("Look")
    demo.tab_to("Language of the window").keys("Down")
    demo.until(lambda: demo.sees("Pengaturan"), "Indonesian settings")
    demo.rest()
    found = {"commands at first": left_in_english(commands(demo), english)}
    for place in demo.walk():
        found[place] = [*left_in_english(texts(demo), english), *wrong(demo)]
    found["commands"] = left_in_english(commands(demo), english)
    assert {place: words for place, words in found.items() if words} == {}


def test_a_contract_side_by_side(person: Person, demo_copy: Path, save_as: Callable[..., Any], tmp_path: Path) -> None:
    person.speak("id")
    person.start(demo_copy)
    person.keys("Ctrl+5")
    person.rest()
    person.choose_row(0)
    person.keys("Ctrl+Shift+P")
    person.rest()
    person.click("ID + EN")
    person.rest()
    paper = save_as(tmp_path / "dua.pdf")
    person.until(lambda: person.button("Simpan sebagai PDF…").isEnabled(), "the paper")
    person.click("Simpan sebagai PDF…")
    person.until(paper.exists, "the file")
    text = " ".join(" ".join(page.extract_text().split()) for page in PdfReader(paper).pages)
    for wanted in ("Perjanjian", "Agreement", "PIHAK PERTAMA", "FIRST PARTY", "Pasal", "Article"):
        assert wanted.lower() in text.lower(), wanted
