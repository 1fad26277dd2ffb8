"""What a screen reader takes a button for where Qt would tell it wrong: a link, a place, one of several.

Nothing of this is made before something asks for it.
"""

from typing import ClassVar, Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface
from PySide6.QtWidgets import QAbstractButton, QAccessibleWidget, QPushButton, QToolButton, QWidget

from desktop_crm.ui.look import theme

_Role = QAccessible.Role
_SELECTED: Final = frozenset({_Role.PageTab})


class LinkButton(QPushButton):
    """Leads to another place."""

    told_as: ClassVar[QAccessible.Role] = _Role.Link

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        tell_roles()
        super().__init__(text, parent)
        theme.mark(self, "link")
        self.setAutoDefault(False)


class PlaceButton(QToolButton):
    """One of the places a window can show; checked while it does."""

    told_as: ClassVar[QAccessible.Role] = _Role.PageTab

    def __init__(self, parent: QWidget | None = None) -> None:
        tell_roles()
        super().__init__(parent)
        self.setCheckable(True)


class ChoiceButton(QToolButton):
    """One of several in a group."""

    told_as: ClassVar[QAccessible.Role] = _Role.RadioButton

    def __init__(self, parent: QWidget | None = None) -> None:
        tell_roles()
        super().__init__(parent)
        self.setCheckable(True)


_told: Final[list[bool]] = []


def tell_roles() -> None:
    """Once, before the first of them is asked about."""
    if not _told:
        _told.append(True)
        QAccessible.installFactory(_made)


def _made(_name: str, thing: QObject) -> QAccessibleWidget | None:
    return _Told(thing) if isinstance(thing, LinkButton | PlaceButton | ChoiceButton) else None


class _Told(QAccessibleWidget):
    """A button with a role of its own."""

    def __init__(self, button: LinkButton | PlaceButton | ChoiceButton) -> None:
        super().__init__(button, button.told_as)

    def text(self, t: QAccessible.Text) -> str:
        button = self._button()
        if t == QAccessible.Text.Name and button is not None:
            return button.accessibleName() or button.text().replace("&", "")
        return super().text(t)

    def state(self) -> QAccessible.State:
        state, button = super().state(), self._button()
        if button is None:
            return state
        if self.role() == _Role.Link:
            state.linked = True
        elif self.role() in _SELECTED:
            state.selectable, state.selected = True, button.isChecked()
        else:
            state.checkable, state.checked = True, button.isChecked()
        return state

    def actionNames(self) -> list[str]:
        return [QAccessibleActionInterface.pressAction(), *super().actionNames()]

    def doAction(self, actionName: str) -> None:  # noqa: N803  # Qt's name
        button = self._button()
        if actionName == QAccessibleActionInterface.pressAction() and button is not None:
            if button.isEnabled():
                button.click()
        else:
            super().doAction(actionName)

    def _button(self) -> QAbstractButton | None:
        widget = self.object() if self.isValid() else None
        return widget if isinstance(widget, QAbstractButton) else None
