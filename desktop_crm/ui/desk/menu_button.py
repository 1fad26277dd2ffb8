"""Three dots that open more commands."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme


def menu_button(actions: Actions, ids: Sequence[str], parent: QWidget) -> QToolButton:
    """Three dots that open these commands; an empty id is a line."""
    button = QToolButton(parent)
    button.setIcon(icons.icon("ellipsis"))
    button.setFixedSize(QSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT))
    button.setToolTip(tr("More"))
    button.setAccessibleName(tr("More commands"))
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    menu = QMenu(button)

    def fill() -> None:
        actions.refresh()
        menu.clear()
        for name in ids:
            if name:
                menu.addAction(actions.qaction(name))
            else:
                menu.addSeparator()

    menu.aboutToShow.connect(fill)
    button.setMenu(menu)
    return button
