"""The navigation rail: the window's table of contents, wide with words or narrow with icons."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout

from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme

WIDE: Final = 208
NARROW: Final = 56
_GAP: Final = "\N{EN SPACE}"  # a style sheet can't part icon and word


class Rail(QFrame):
    """One button a screen; `chosen` gives the noun, `collapsed` that its width was switched by the user."""

    chosen = Signal(str)
    collapsed = Signal(bool)

    def __init__(self, screens: Sequence[ScreenDeclaration], *, narrow: bool) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setAccessibleName(tr("Navigation"))
        self.narrow = narrow
        self._current = ""
        self._buttons: dict[str, QToolButton] = {}
        self._declared = {each.noun: each for each in screens}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.PAD_8, theme.PAD_12, theme.PAD_8, theme.PAD_12)
        self._column.setSpacing(2)
        for number, each in enumerate(screens, 1):
            self._add(each, number)
        self._column.addStretch()
        self._fold = self._made("panel-left-close")
        self._fold.clicked.connect(self._toggle)
        self._column.addWidget(self._fold)
        self._fit()
        theme.signals.changed.connect(self._mark_again)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, or with words."""
        self.narrow = narrow
        self._fit()
        self.collapsed.emit(narrow)

    def _mark_again(self) -> None:
        """A new style sheet brings the first fonts back."""
        self.set_current(self._current)

    def _toggle(self) -> None:
        self.set_narrow(not self.narrow)

    def set_current(self, noun: str) -> None:
        """Mark where the user is; nothing is marked for a screen that is not on the rail."""
        self._current = noun
        self._group.setExclusive(False)
        for name, button in self._buttons.items():
            button.setChecked(name == noun)
            button.setFont(theme.font(strong=name == noun))
            button.setIcon(icons.icon(self._declared[name].icon, "accent" if name == noun else None))
        self._group.setExclusive(noun in self._buttons)

    def button(self, noun: str) -> QToolButton:
        """The button of a screen."""
        return self._buttons[noun]

    def _add(self, each: ScreenDeclaration, number: int) -> None:
        button = self._made(each.icon)
        button.setText(_GAP + say(each.title))
        button.setCheckable(True)
        keys = f" (Ctrl+{number})" if number <= 9 else ""
        button.setToolTip(say(each.title) + keys)
        button.setAccessibleName(say(each.title))
        button.clicked.connect(lambda: self.chosen.emit(each.noun))
        self._group.addButton(button)
        self._buttons[each.noun] = button
        self._column.addWidget(button)

    def _made(self, picture: str) -> QToolButton:
        button = QToolButton()
        button.setIcon(icons.icon(picture))
        button.setIconSize(QSize(icons.SIZE, icons.SIZE))
        button.setFixedHeight(36)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _fit(self) -> None:
        self.setFixedWidth(NARROW if self.narrow else WIDE)
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if self.narrow else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        for button in (*self._buttons.values(), self._fold):
            button.setToolButtonStyle(style)
        words = tr("Show the words") if self.narrow else tr("Icons only")
        self._fold.setIcon(icons.icon("panel-left-open" if self.narrow else "panel-left-close"))
        self._fold.setText(_GAP + words)
        self._fold.setToolTip(words)
        self._fold.setAccessibleName(words)
