import math
from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel


def inked(pixmap: Any) -> Any:
    """The colours of the opaque dots."""
    image = pixmap.toImage()
    dots = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {dot.name() for dot in dots if dot.alpha() == 255}


def test_icon_has_the_colour_of_the_theme_and_follows_it(qapp: QApplication) -> None:
    icon = icons.icon("users")
    assert QColor(theme.LIGHT.muted).name() in inked(icon.pixmap(QSize(64, 64)))
    theme.apply(qapp, "dark")
    assert QColor(theme.DARK.muted).name() in inked(icon.pixmap(QSize(64, 64)))


def test_named_and_fixed_colours(qapp: QApplication) -> None:
    assert QColor(theme.LIGHT.danger).name() in inked(icons.icon("users", "danger").pixmap(64, 64))
    assert "#123456" in inked(icons.pixmap("users", "#123456", 64))


def test_disabled_icon_is_faint(qapp: QApplication) -> None:
    assert inked(icons.icon("users").pixmap(QSize(64, 64), QIcon.Mode.Disabled)) <= {QColor(theme.LIGHT.faint).name()}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_icon_has_a_dot_for_every_dot_of_the_screen(qapp: QApplication, ratio: float) -> None:
    pixmap = icons.icon("users").pixmap(QSize(18, 18), ratio)
    assert pixmap.width() == math.ceil(18 * ratio)
    assert pixmap.devicePixelRatio() == pytest.approx(ratio, abs=0.05)


def test_copy_of_an_icon_lives_on(qapp: QApplication) -> None:
    icon = QIcon(icons.icon("package"))
    icon.addFile("none.png")  # makes Qt clone the engine
    assert not icon.pixmap(18, 18).isNull()


def test_no_name_is_no_icon_and_a_wrong_name_is_a_bug(qapp: QApplication) -> None:
    assert icons.icon("").isNull()
    with pytest.raises(ValueError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_program_has_its_own_icon_in_all_sizes(qapp: QApplication) -> None:
    assert {size.width() for size in icons.app_icon().availableSizes()} == {16, 32, 48, 64, 128, 256}


def test_a_picture_beside_words_follows_the_theme(qapp: QApplication, qtbot: QtBot) -> None:
    label = IconLabel("users", size=64)
    qtbot.addWidget(label)
    assert QColor(theme.LIGHT.muted).name() in inked(label.pixmap())
    theme.apply(qapp, "dark")
    assert QColor(theme.DARK.muted).name() in inked(label.pixmap())
    label.show_icon("users", "danger")
    assert QColor(theme.DARK.danger).name() in inked(label.pixmap())
