from typing import Any, cast

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop_crm.model.tone import Tone
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.stylesheet import note_background, stylesheet

GROUNDS = ("surface", "raised", "hover", "accent_soft")
WORDS = ("text", "muted", "accent", "good", "attention", "danger", "information", "neutral")
PAIRS = [
    *((word, ground) for word in ("text", "muted") for ground in GROUNDS),
    *((word, ground) for word in WORDS for ground in ("surface", "raised")),
    *((tone.value, f"{tone.value}_soft") for tone in Tone),
    *(("text", f"{tone.value}_soft") for tone in Tone),
    ("accent", "hover"),
    ("accent", "accent_soft"),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("surface", "text"),  # tool tips
    ("surface", "danger"),  # a dangerous answer that Enter gives
]


def luminance(name: Any) -> Any:
    parts = [value / 255 for value in cast(tuple[int, ...], QColor(name).getRgb())[:3]]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Any, other: Any) -> Any:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), sorted(set(PAIRS)))
def test_text_can_be_read_on_its_ground(shown: Any, word: str, ground: str) -> None:
    assert contrast(getattr(shown, word), getattr(shown, ground)) >= 4.5


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("word", ["text", "accent", "good", "attention", "danger", "information"])
def test_notes_can_be_read(shown: Any, word: str) -> None:
    assert contrast(getattr(theme.DARK, word), note_background(shown)) >= 4.5


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["surface", "raised", "hover"])
@pytest.mark.parametrize("mark", ["border", "faint", "accent", "danger"])
def test_borders_of_fields_boxes_and_the_focus_ring_are_seen(shown: Any, mark: str, ground: str) -> None:
    assert contrast(getattr(shown, mark), getattr(shown, ground)) >= 3


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["accent_soft", "neutral_soft"])
def test_the_ring_is_seen_around_what_is_chosen(shown: Any, ground: str) -> None:
    assert contrast(shown.accent, getattr(shown, ground)) >= 3


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_placeholders_can_be_read(qapp: QApplication, qtbot: QtBot, shown: Any) -> None:
    """Qt would take half of the text's colour."""
    theme.apply(qapp, "dark" if shown.dark else "light")
    try:
        for line in (QLineEdit(), QPlainTextEdit()):
            qtbot.addWidget(line)
            line.show()
            hint = line.palette().placeholderText().color()
            assert hint.alpha() == 255
            assert all(contrast(hint.name(), ground) >= 4.5 for ground in (shown.raised, shown.surface))
    finally:
        theme.apply(qapp, "light")


@pytest.mark.parametrize("shown", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_style_sheet_has_every_name_filled(shown: Any) -> None:
    assert "$" not in stylesheet(shown)


def test_a_switch_styles_each_widget_as_often_at_any_depth(qapp: QApplication, qtbot: QtBot) -> None:
    """When one sheet follows another, Qt does it once for each ancestor: a second and a half with all screens there."""

    class Counting(QWidget):
        styled = 0

        def changeEvent(self, event: Any) -> None:  # noqa: N802  # Qt's name
            self.styled += event.type() == QEvent.Type.StyleChange

    theme.apply(qapp, "light")
    made = [Counting()]
    for _ in range(12):
        below = Counting(made[-1])
        QVBoxLayout(made[-1]).addWidget(below)
        made.append(below)
    qtbot.addWidget(made[0])
    made[0].show()
    before = [each.styled for each in made]
    theme.apply(qapp, "dark")
    theme.apply(qapp, "light")
    times = [each.styled - was for each, was in zip(made, before, strict=True)]
    assert max(times) <= min(times) + 2
    assert min(times) > 0


def test_colours_in_words_follow_a_switch(qapp: QApplication, qtbot: QtBot) -> None:
    def grabbed(label: Any) -> Any:
        label.resize(60, 30)
        qtbot.addWidget(label)
        label.show()
        return label.grab().toImage()

    theme.apply(qapp, "light")
    words = "<span style='color: palette(bright-text)'>****</span>"
    label = QLabel(words)
    light = grabbed(label)
    theme.apply(qapp, "dark")
    try:
        assert grabbed(label) == grabbed(QLabel(words)) != light
    finally:
        theme.apply(qapp, "light")


def test_switching_tells_and_changes_the_palette(qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.waitSignal(theme.signals.changed):
        theme.apply(qapp, "dark")
    assert theme.colors() is theme.DARK
    assert qapp.palette().window().color() == QColor(theme.DARK.surface)
    assert theme.mode() == "dark"
    theme.apply(qapp, "light")
    assert theme.colors() is theme.LIGHT


def test_unknown_theme_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="purple"):
        theme.apply(qapp, "purple")


def test_chips_have_text_and_ground(qapp: QApplication) -> None:
    text, ground = theme.tone_colors(Tone.DANGER)
    assert (text.name().upper(), ground.name().upper()) == (theme.LIGHT.danger, theme.LIGHT.danger_soft)


def test_window_speaks_inter(qapp: QApplication) -> None:
    assert QFontInfo(theme.font()).family() == "Inter"


def test_figures_of_numbers_are_of_one_width(qapp: QApplication) -> None:
    metrics = QFontMetrics(theme.number_font())
    assert {metrics.horizontalAdvance(digit * 8) for digit in "0123456789"} == {metrics.horizontalAdvance("0" * 8)}


def test_strong_looks_are_wider_than_plain(qapp: QApplication, qtbot: QtBot) -> None:
    label = QLabel("Hamburgefons and other contracts")
    qtbot.addWidget(label)
    plain = label.sizeHint().width()
    theme.mark(label, "strong")
    assert label.sizeHint().width() > plain
    strong = label.sizeHint().width()
    theme.apply(qapp, "dark")
    assert label.sizeHint().width() == strong


def test_strong_looks_survive_showing_and_other_colours(qapp: QApplication, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    label, button = QLabel("Heading"), QPushButton("Print contract")
    theme.mark(label, "heading")
    theme.mark(button, "primary")
    column.addWidget(label)
    column.addWidget(button)
    for name in ("light", "dark", "light"):
        theme.apply(qapp, name)
        window.show()
        for widget in (label, button):
            assert QFont.Tag("wght") in widget.font().variableAxisTags()
            assert widget.font().variableAxisValue(QFont.Tag("wght")) == 600


def test_a_tool_buttons_picture_keeps_its_size_when_it_gets_the_keyboard(qtbot: QtBot) -> None:
    place = QWidget()
    qtbot.addWidget(place)
    button, other = QToolButton(), QToolButton()
    button.setIcon(icons.icon("arrow-left"))
    line = QVBoxLayout(place)
    for each in (button, other):
        each.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        line.addWidget(each)
    with qtbot.waitActive(place):
        place.show()

    def inked() -> Any:
        inner = button.rect().adjusted(3, 3, -3, -3).translated(button.pos())
        image = place.grab(inner).toImage()
        dots = [(x, y) for x in range(image.width()) for y in range(image.height())]
        return [dot for dot in dots if image.pixelColor(*dot).lightness() < 190]

    other.setFocus()
    before = inked()
    button.setFocus()
    assert before
    assert inked() == before


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_a_dangerous_answer_that_enter_gives_is_no_red_on_green(qapp: QApplication, qtbot: QtBot, mode: str) -> None:
    theme.apply(qapp, mode)
    dialog = QDialog()
    qtbot.addWidget(dialog)
    button = QPushButton("", dialog)
    theme.mark(button, "danger")
    button.setDefault(True)
    dialog.show()
    other = QLineEdit(dialog)
    other.setFocus()
    shown = theme.colors()
    assert button.grab().toImage().pixelColor(button.rect().center()) == QColor(shown.danger)


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(
    ("icon", "color"),
    [
        (QMessageBox.Icon.Question, "accent"),
        (QMessageBox.Icon.Warning, "attention"),
        (QMessageBox.Icon.Information, "information"),
    ],
)
def test_questions_and_warnings_have_our_pictures_in_our_colours(
    qapp: QApplication, qtbot: QtBot, mode: str, icon: QMessageBox.Icon, color: str
) -> None:
    theme.apply(qapp, mode)
    box = QMessageBox(icon, "Already here", "There is already a client of this name.")
    qtbot.addWidget(box)
    box.ensurePolished()
    picture = box.findChild(QLabel, "qt_msgboxex_icon_label").pixmap().toImage()
    shown = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert getattr(theme.colors(), color).lower() in shown
