"""The real window on a real file, for tests of what is in it."""

from desktop_crm.ui.window.shell import Shell


def window_on(qtbot, workspace, settings, screens):
    """As on a small laptop, in front, and at rest."""
    window = Shell(settings).fill(screens)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_workspace(workspace)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: not window.jobs.busy())
    return window


def contract_in(window, qtbot):
    """The card of the first contract, wide, its paper made."""
    window.navigate("contract", 1)
    screen = window.made_screen("contract")
    screen.open_wide(1)
    qtbot.waitUntil(lambda: screen.card.paper._paper is not None)
    return screen.card
