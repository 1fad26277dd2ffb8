"""What is opened first in the window."""

from typing import Any

from pytestqt.qtbot import QtBot


def contract_in(window: Any, qtbot: QtBot) -> Any:
    """The card of the first contract, wide, its paper made."""
    window.navigate("contract", 1)
    screen = window.made_screen("contract")
    screen.open_wide(1)
    qtbot.waitUntil(lambda: screen.card.paper._paper is not None)
    return screen.card
