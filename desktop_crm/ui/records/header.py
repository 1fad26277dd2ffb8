"""The top of a card: way back, name, what can be done; chips and one line of facts below."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.chip import Chip

_TITLE_LINES: Final = 2


class CardHeader(QWidget):
    """Name and buttons in the first line, chips and facts in the second."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._back = QToolButton(self)
        self._back.setIcon(icons.icon("arrow-left"))
        self._back.setToolTip(tr("Back to the list (Esc)"))
        self._back.setAccessibleName(tr("Back to the list"))
        self._back.clicked.connect(self.back)
        self._back.hide()
        self._title = ClampedLabel(_TITLE_LINES, self)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.mark(self._title, "heading")
        self._chips = _row()
        self._held_chips = Held[Chip](self._chips)
        self._facts = PlainLabel(parent=self)
        self._facts.setWordWrap(True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._facts.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        theme.mark(self._facts, "muted")
        self._buttons = _row(theme.PAD_8)
        self._held_buttons = Held[QWidget](self._buttons)
        self._lay_out()

    def set_back_shown(self, shown: bool) -> None:
        """The way back is needed only while the list is hidden."""
        self._back.setVisible(shown)

    def set_texts(self, title: str, facts: str, chips: Sequence[tuple[str, Tone]]) -> None:
        """What the card is about."""
        self._title.show_text(title)
        self.set_facts(facts)
        self._held_chips.clear()
        for text, tone in chips:
            self._held_chips.add(Chip(text, tone, self))

    def set_facts(self, facts: str) -> None:
        """The line of facts alone."""
        self._facts.setText(facts)
        self._facts.setAccessibleName(privacy.spoken(facts))

    def set_buttons(self, buttons: Sequence[QWidget]) -> None:
        """The card's commands, the most likely first; the keyboard stays on the one that was pressed."""
        focused = next((at for at, widget in enumerate(self._held_buttons) if widget.hasFocus()), None)
        self._held_buttons.clear()
        for button in buttons:
            self._held_buttons.add(button)
        chain: list[QWidget] = [self._back, *buttons]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)
        if focused is not None and buttons:
            buttons[min(focused, len(buttons) - 1)].setFocus()

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.PAD_8)
        first.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        first.addWidget(self._title, 1)
        first.addLayout(self._buttons)
        first.setAlignment(self._buttons, Qt.AlignmentFlag.AlignTop)
        second = QHBoxLayout()
        second.setSpacing(theme.PAD_8)
        second.addLayout(self._chips)
        second.setAlignment(self._chips, Qt.AlignmentFlag.AlignTop)
        second.addWidget(self._facts, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_8)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(first)
        lines.addLayout(second)


def primary(text: str, parent: QWidget | None = None) -> QPushButton:
    """The one button that goes on."""
    button = QPushButton(text, parent)
    theme.mark(button, "primary")
    return button


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


def _row(gap: int = theme.PAD_4) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(gap)
    return row
