"""What is opened first in the window."""


def contract_in(window, qtbot):
    """The card of the first contract, wide, its paper made."""
    window.navigate("contract", 1)
    screen = window.made_screen("contract")
    screen.open_wide(1)
    qtbot.waitUntil(lambda: screen.card.paper._paper is not None)
    return screen.card
