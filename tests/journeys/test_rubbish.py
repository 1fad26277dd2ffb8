"""Whatever is typed is kept, shown, found and printed without harm, or refused in a sentence."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from desktop_crm.services import client
from tests.journeys.person import Person
from tests.office import keyboard

pytestmark = pytest.mark.in_turn

UGLY = {
    "long": "panjang " * 1250,
    "emoji": "Toko 🐘👩‍👩‍👧 Ceria",
    "arabic": "شركة النور للتجارة",
    "percent": "100% _jaya_ %s {name} {{ nama }}",
    "quotes": 'O\'Neil "CV" `x`; DROP TABLE clients; --',
    "html": "<b>Tebal</b> <img src=x onerror=alert(1)> & co",
    "controls": "tab\there\x07 \u202ebalik\u2069 \u0000nol",
}


def fill_all(person: Person, text: Any) -> Any:
    """Every field of words that Tab reaches on the card in front."""
    filled = set()
    for _ in range(80):
        widget = keyboard()
        if widget in filled:
            break
        words = isinstance(widget, QLineEdit | QPlainTextEdit) and person.card.isAncestorOf(widget)
        if words and not widget.isReadOnly() and NOT_WORDS.isdisjoint(person.name_of(widget).split(": ")):
            person.paste(text)
            filled.add(widget)
        person.keys("Tab")
    return filled


#: Fields that take numbers, days, or one of what there is.
NOT_WORDS = {"Number", "Client", "Contact", "Order date", "Promised for", "Order discount", "Birthday"}


def as_markup(person: Person) -> Any:
    """What shows a client's words as if they were ours."""
    plain = Qt.TextFormat.PlainText
    labels = [each for each in person.all(QLabel) if each.textFormat() != plain and "<b>Tebal" in each.text()]
    return [*labels, *(each for each in person.all(QWidget) if "<b>Tebal" in each.toolTip())]


@pytest.mark.parametrize("text", UGLY.values(), ids=UGLY)
def test_a_client_of_rubbish(demo: Person, text: str) -> None:
    demo.keys("Ctrl+2", "Ctrl+N")
    demo.rest()
    demo.paste(text)
    demo.keys("Tab")
    assert len(fill_all(demo, text)) >= 2
    demo.keys("Ctrl+S")
    demo.rest()
    number = demo.card.record_id
    assert number is not None, demo.notes()
    with demo.workspace.read() as session:
        kept = client.get(session, number)
        assert kept.notes.strip()
    assert as_markup(demo) == []
    word = next(each for each in text.replace("\t", " ").split() if len(each) > 3)
    demo.keys("Esc", "Ctrl+F")
    demo.paste(word)
    demo.rest()
    demo.until(lambda: number in demo.screen.table.ids(), f"found by {word!r}")
    demo.keys("Ctrl+K")
    demo.paste(word)
    demo.rest()
    demo.keys("Esc", "Ctrl+1")
    demo.rest()
    assert as_markup(demo) == []
    demo.window.grab()


def test_an_order_of_rubbish_on_paper(demo: Person, save_as: Callable[..., Any], tmp_path: Path) -> None:
    demo.keys("Ctrl+4", "Ctrl+N")
    demo.rest()
    demo.type("PT")
    demo.rest()
    demo.keys("Return")
    demo.rest()
    demo.type("Jasa <b>aneh</b> 100% {x}")
    demo.keys("Return", "2", "Return", "Return")
    demo.rest()
    for name in ("Payment terms", "Delivery terms", "Text for the paper", "Notes for us"):
        demo.tab_to(name)
        demo.paste(" ".join(UGLY[each] for each in ("html", "quotes", "percent", "emoji", "arabic")))
    demo.keys("Ctrl+S", "Ctrl+P")
    demo.rest()
    paper = save_as(tmp_path / "sheet.pdf")
    demo.click("Save as PDF…")
    demo.until(paper.exists, "the sheet")
    text = " ".join(PdfReader(paper).pages[0].extract_text().split())
    assert "Jasa <b>aneh</b> 100% {x}" in text
    assert "DROP TABLE" in text


@pytest.mark.parametrize(("name", "typed"), [("Promised for", "kemarin dulu"), ("Order discount", "banyak")])
def test_nonsense_is_told_in_a_sentence(demo: Person, name: str, typed: str) -> None:
    demo.keys("Ctrl+4", "Ctrl+N")
    demo.rest()
    before = demo.words()
    demo.fill(name, typed)
    demo.keys("Tab", "Ctrl+S")
    demo.rest()
    told = {words for words in demo.words() - before if len(words.split()) >= 3}
    assert told, "nothing is said about it"
    assert demo.card.record_id is None
