from typing import Any

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from desktop_crm.ui.window import geometry


@pytest.mark.parametrize(("screen", "fits"), [((1366, 728), (820, 600)), ((683, 364), (659, 308))])
def test_a_dialog_is_no_larger_than_the_screen(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, screen: Any, fits: Any
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 200)
    monkeypatch.setattr(QWidget, "screen", lambda _self: Screen(screen))
    dialog = QDialog(window)
    geometry.fit(dialog, 820, 600)
    assert dialog.size() == QSize(*fits)


class Screen:
    def __init__(self, size: Any) -> None:
        self._size = QSize(*size)

    def availableSize(self) -> Any:  # noqa: N802 - Qt's
        return self._size
