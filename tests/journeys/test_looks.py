"""On a laptop's screen nothing is cut, in both languages; dark comes while one works and is dark everywhere."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QFontMetrics, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QStyle,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QTabBar,
    QToolButton,
)

from desktop_crm.ui.look import theme
from tests.journeys.person import Person

pytestmark = pytest.mark.in_turn

_HAIR = 1  # px: fonts are measured in fractions


def plain(text: Any) -> Any:
    return re.sub(r"<[^>]*>", "", text).replace("&&", "\0").replace("&", "").replace("\0", "&")


def cut_label(label: Any) -> Any:
    """How much of a label's words has no room."""
    text = plain(label.text())
    if not text or label.pixmap().width():
        return 0
    metrics, room = label.fontMetrics(), label.contentsRect()
    if label.wordWrap():
        longest = max(metrics.horizontalAdvance(word) for word in re.split(r"\s|(?<=[-/])", text))
        return max(label.heightForWidth(label.width()) - label.height(), longest - room.width())
    wide = max(metrics.horizontalAdvance(line) for line in text.split("\n"))
    return max(wide - room.width(), metrics.height() * (text.count("\n") + 1) - label.height() - 4)


def cut_button(button: Any) -> Any:
    """How much wider the button wants to be than it is."""
    if not button.text() or (isinstance(button, QToolButton) and button.toolButtonStyle().name == "ToolButtonIconOnly"):
        return 0
    if isinstance(button, QCheckBox | QRadioButton):
        option = QStyleOptionButton()
        button.initStyleOption(option)
        room = button.style().subElementRect(QStyle.SubElement.SE_CheckBoxContents, option, button).width()
        return button.fontMetrics().horizontalAdvance(plain(button.text())) - room
    if isinstance(button, QPushButton | QToolButton):
        return min(
            button.sizeHint().width() - button.width(),
            button.fontMetrics().horizontalAdvance(plain(button.text())) - button.width() + 8,
        )
    return 0


def cut_tabs(bar: Any) -> Any:
    shown = [at for at in range(bar.count()) if bar.isTabVisible(at)]
    return sum(bar.tabRect(at).width() for at in shown) - bar.width() if shown else 0


def cut_choice(box: Any) -> Any:
    """How much the longest choice lacks."""
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    room = box.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, box
    )
    longest = max((box.fontMetrics().horizontalAdvance(box.itemText(at)) for at in range(box.count())), default=0)
    return longest - room.width()


def is_scrolled(widget: Any) -> Any:
    """Parts of a scrolling page may lie outside of what is seen."""
    above = widget.parentWidget()
    while above is not None and not above.isWindow():
        if isinstance(above, QScrollArea):
            return True
        above = above.parentWidget()
    return False


def outside(widget: Any) -> Any:
    place = QRect(widget.mapTo(widget.window(), widget.rect().topLeft()), widget.size())
    return not is_scrolled(widget) and not widget.window().rect().contains(place)


def cut_labels(person: Person) -> Iterator[Any]:
    for label in person.all(QLabel):
        if (lack := cut_label(label)) > _HAIR and not (label.toolTip() or label.parentWidget().toolTip()):
            yield f"label {plain(label.text())!r} lacks {lack}"


def cut_controls(person: Person) -> Iterator[Any]:
    for kind, cut in ((QAbstractButton, cut_button), (QTabBar, cut_tabs), (QComboBox, cut_choice)):
        for widget in person.all(kind):
            if (lack := cut(widget)) > _HAIR and not (kind is QComboBox and widget.toolTip()):
                yield f"{kind.__name__} {widget.accessibleName() or getattr(widget, 'text', str)()!r} lacks {lack}"


def astray(person: Person) -> Iterator[Any]:
    for widget in (*person.all(QLabel), *person.all(QAbstractButton)):
        if outside(widget) and widget.width() > 1:
            yield f"outside: {type(widget).__name__} {getattr(widget, 'text', str)()!r}"


#: Money, a day, a count, a paper's number: never cut. Names with a number in them may be.
_AMOUNT = r"(?:[A-Z]{3} |Rp|US\$)?[\s+−-]*\d[\d.,]*(?: ?%)?"
_FIGURE = re.compile(rf"{_AMOUNT}(?: \+ {_AMOUNT})*|\d{{1,2}} \w{{3,9}}(?: \d{{4}})?|[\w.]+(?:/[\w.]+)+", re.IGNORECASE)


def is_figure(text: str) -> bool:
    """Whether it is one, and nothing else."""
    return bool(_FIGURE.fullmatch(text.replace("\xa0", " ").strip()))


def cut_figures(person: Person) -> list[str]:
    """Figures that are painted with three dots."""
    found, elide = list[str](), QFontMetrics.elidedText

    def see(metrics: QFontMetrics, text: str, *given: Any) -> str:
        shown = elide(metrics, text, *given)
        if shown != text and is_figure(text):
            found.append(f"{text!r} is cut to {shown!r}")
        return shown

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFontMetrics, "elidedText", see)
        person.window.grab()
    return found


def primaries(person: Person) -> Iterator[str]:
    """One button in sight is the one that is meant."""
    seen = [each for each in person.all(QAbstractButton, QApplication.activeWindow()) if each.isEnabled()]
    meant = [plain(each.text()) for each in seen if each.property("look") == "primary"]
    if len(meant) > 1:
        yield f"primary: {meant}"


def wrong(person: Person) -> Any:
    """What is cut or outside the window, and a second button that says *press me*."""
    cut = {*cut_labels(person), *cut_controls(person), *cut_figures(person)}
    return sorted({*cut, *astray(person), *primaries(person)})


@pytest.mark.parametrize("size", [(1366, 768), (1024, 700)])
def test_nothing_is_cut_on_a_laptop(demo: Person, size: tuple[int, int]) -> None:
    """In Indonesian, see `test_indonesian.py`."""
    demo.window.resize(*size)
    demo.rest()
    found = {place: wrong(demo) for place in demo.walk()}
    assert (demo.window.width(), demo.window.height()) == size
    assert {place: words for place, words in found.items() if words} == {}


def painted(window: Any) -> Any:
    return window.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)


def greys(image: Any, place: Any) -> Any:
    part = image.copy(place)
    return bytes(part.constBits()) if not part.isNull() else b""


def contrast(grey: Any) -> Any:
    """Of the darkest to the brightest point, as WCAG reckons it; thin strokes are a little less than their colour."""
    dark, bright = (((each / 255 + 0.055) / 1.055) ** 2.4 for each in (min(grey), max(grey)))
    return (bright + 0.05) / (dark + 0.05)


def pale(window: Any, image: Any) -> Iterator[Any]:
    """Words that can hardly be told from what is behind them."""
    for label in window.findChildren(QLabel):
        place = QRect(label.mapTo(window, label.contentsRect().topLeft()), label.contentsRect().size())
        seen = label.visibleRegion().boundingRect().size() == label.size() and image.rect().contains(place)
        if label.isVisible() and seen and plain(label.text()).strip() and contrast(greys(image, place)) < 3:
            yield plain(label.text())


def test_dark_comes_while_one_works(demo: Person) -> None:
    demo.keys("Ctrl+2")
    demo.rest()
    demo.choose_row(1)
    demo.keys("Return")
    demo.rest()
    demo.fill("Short name", "Belum disimpan")
    before = demo.card.record_id
    demo.keys("Ctrl+K")
    demo.type("dark")
    demo.rest()
    demo.keys("Return")
    demo.rest()
    assert (theme.mode(), demo.settings.theme) == ("dark", "dark")
    assert demo.card.record_id == before
    assert demo.tab_to("Short name").focus().text() == "Belum disimpan"
    found = {}
    for place in demo.walk():
        window = QApplication.activeWindow()
        image = painted(window)
        assert sorted(greys(image, image.rect()))[image.width() * image.height() // 2] < 70, place
        found[place] = list(pale(window, image))
    assert {place: words for place, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "text",
    ["Rp 1.234.567", "SO/2026/00708", "2 Dec 2026", "12.5 %", "1,204", "IDR 5", "129/PKS/XI/2026", "Rp 1 + US$ 2"],
)
def test_figures_are_told_from_names(text: str) -> None:
    assert is_figure(text)
    assert not is_figure(f"Toko {text} Jaya")
