"""A huge picture is made small in the background, and never comes to a record that did not ask for it."""

from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QClipboard, QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.ui.form.fields import Percent, Picture, Section, Text
from desktop_crm.ui.form.picture_editor import PictureEditor
from desktop_crm.ui.form.record_form import RecordForm
from tests.ui.fields import told_below

FIELDS = (Section(None, (Text("name", msg("Name")), Picture("logo", msg("Logo"), pixels=1200))),)


def png(width: int, height: int) -> bytes:
    target = BytesIO()
    Image.new("L", (width, height), 90).save(target, "PNG")
    return target.getvalue()


@pytest.fixture(scope="module")
def huge() -> bytes:
    return png(9000, 9000)


class Background:
    """Does the work when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Any] = []

    def __call__(self, key: Any, work: Any, done: Any, failed: Any = None, parent: Any = None) -> None:
        self.asked.append((work, done))
        self.failed = failed

    def go_on(self) -> None:
        work, done = self.asked.pop()
        done(work(None))


@pytest.fixture
def background() -> Background:
    return Background()


@pytest.fixture
def form(qtbot: QtBot, background: Background) -> RecordForm:
    from desktop_crm.ui.form.editors import Surroundings

    made = RecordForm(FIELDS, check=lambda _values: [], around=Surroundings(background))
    qtbot.addWidget(made)
    made.show()
    made.load({"name": "Maju", "logo": None})
    return made


def size(content: Any) -> Any:
    return QImage.fromData(content).size().toTuple()


@pytest.mark.parametrize(("side", "kept"), [(1000, 1000), (3000, 1200)])
def test_an_ordinary_one_comes_at_once_and_no_larger_than_its_field_says(
    form: Any, background: Background, side: Any, kept: int
) -> None:
    form.editor("logo").take_bytes(png(side, side))
    assert background.asked == []
    assert size(form.value("logo")) == (kept, kept)


def test_a_huge_one_comes_later_and_is_told_meanwhile(
    form: Any, background: Background, huge: Any, qtbot: QtBot
) -> None:
    told: list[Any] = []
    form.committed.connect(told.append)
    form.editor("logo").take_bytes(huge)
    assert form.value("logo") is None
    assert [str(problem.message) for problem in form.validate()] == [
        "The picture is very large: it is being made smaller"
    ]
    form.load({"name": "Maju", "logo": None}, keep_typed=True)
    background.go_on()
    assert size(form.value("logo")) == (1200, 1200)
    assert form.validate() == []
    assert told == ["logo"]


def test_it_does_not_come_to_another_record(form: Any, background: Background, huge: Any) -> None:
    form.editor("logo").take_bytes(huge)
    form.load({"name": "Jaya", "logo": None})
    background.go_on()
    assert form.value("logo") is None
    assert form.validate() == []
    assert not form.is_changed()


def test_nor_after_another_one_or_a_second_thought(form: Any, background: Any, huge: Any) -> None:
    editor = form.editor("logo")
    editor.take_bytes(huge)
    editor.take_bytes(png(10, 10))
    background.go_on()
    assert size(form.value("logo")) == (10, 10)
    editor.take_bytes(huge)
    assert editor.take_back()
    background.go_on()
    assert size(form.value("logo")) == (10, 10)


def test_one_that_is_broken_is_told(form: Any, background: Background, huge: Any) -> None:
    form.editor("logo").take_bytes(huge[:-5000])
    background.go_on()
    assert told(form) == "This file is not a picture the program can read"
    assert form.validate() == []


def told(form: RecordForm) -> Any:
    """Below the picture."""
    return told_below(form, "logo")


def nothing() -> None:
    QGuiApplication.clipboard().clear()


def a_text() -> None:
    QGuiApplication.clipboard().setText("no picture")


def an_empty_image() -> None:
    mime = QMimeData()
    mime.setImageData(QImage())
    QGuiApplication.clipboard().setMimeData(mime)


def a_file_that_is_gone() -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/nowhere/logo.png")])
    QGuiApplication.clipboard().setMimeData(mime)


@pytest.fixture
def _nothing_is_left_there() -> Iterator[None]:
    """Qt crashes at the end of the process over what Python has put on the clipboard."""
    yield
    QGuiApplication.clipboard().clear()


@pytest.mark.usefixtures("_nothing_is_left_there")
@pytest.mark.parametrize("on_clipboard", [nothing, a_text, an_empty_image, a_file_that_is_gone])
@pytest.mark.parametrize("before", [None, png(10, 10)])
def test_pasting_what_is_no_picture_is_told_and_holds_nothing_up(
    form: Any, on_clipboard: Callable[..., Any], before: bytes | None
) -> None:
    form.load({"name": "Maju", "logo": before})
    on_clipboard()
    form.editor("logo").paste()
    assert told(form)
    assert form.value("logo") == before
    assert not form.is_changed()
    assert form.validate() == []


def test_no_clipboard_at_all_is_told_too(form: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_args: None)
    form.editor("logo").paste()
    assert told(form) == "There is no picture to paste"


def test_a_picture_that_could_not_be_made_smaller_holds_nothing_up(
    form: Any, background: Background, huge: Any
) -> None:
    form.editor("logo").take_bytes(huge)
    background.failed(OSError())
    assert told(form)
    assert form.validate() == []


def test_what_is_half_typed_in_a_field_that_is_hidden_holds_nothing_up(qtbot: QtBot) -> None:
    form = RecordForm((Section(None, (Text("name", msg("Name")), Percent("share", msg("Share")))),))
    qtbot.addWidget(form)
    form.load({"name": "Maju", "share": None})
    form.editor("share").restore({"typed": "1x"})
    assert form.validate() != []
    form.show_field("share", shown=False)
    assert form.validate() == []
    form.show_field("share", shown=True)
    assert form.validate() != []


def test_a_huge_one_of_before_is_left_alone(form: RecordForm, huge: bytes, qtbot: QtBot) -> None:
    form.load({"name": "Maju", "logo": huge})
    assert form.value("logo") is huge
    assert not form.is_changed()
    assert "Remove" in [button.text() for button in form.findChildren(QPushButton) if button.isVisible()]


def test_without_a_background_it_comes_at_once(qtbot: QtBot, huge: bytes) -> None:
    editor = PictureEditor(Picture("logo", msg("Logo"), pixels=800))
    qtbot.addWidget(editor)
    editor.take_bytes(huge)
    assert size(editor.value()) == (800, 800)
