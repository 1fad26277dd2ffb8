"""The peek as it stands beside a list: head with the name, what there is to see, and up to three commands at the foot."""

from collections.abc import Sequence
from typing import Final

import shiboken6
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.desk.menu_button import menu_button
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.kept_clear import KeptClear
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.roles import LinkButton
from desktop_crm.ui.peek.content import Key, Link, Peek
from desktop_crm.ui.peek.page import LEAST, PeekPage
from desktop_crm.ui.peek.pieces import Entries, Facts, Figures, ReceiptSheet
from desktop_crm.ui.privacy import privacy

HEAD: Final = 76
FOOT: Final = 52
_MOST: Final = 3  # buttons
_SIDE: Final = 20  # px left and right, as the mock-ups have it


class PeekPanel(QFrame):
    """Shows one `Peek` after the other. `wanted` names a record to go to, `closed` wants the panel away."""

    wanted = Signal(str, object)  # noun, id
    closed = Signal()

    def __init__(self, actions: Actions, jobs: Jobs, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("peek")
        self.setAccessibleName(tr("{list}: the chosen row", list=name))
        self._actions = actions
        self.content: Peek | None = None
        self._link: Link | None = None
        self._commands: list[str] = []
        self._tools = QHBoxLayout()
        self._told_actions: Sequence[str] | None = None
        self.head, self.foot = QWidget(self), KeptClear(self)
        self._scroll = QScrollArea(self)
        self.body = QWidget(self._scroll)
        self._nothing = PlainLabel(parent=self.body, wrap=True)
        self.page = PeekPage(jobs, self.body)
        self.page.refused.connect(self._show_facts)
        theme.mark(self._nothing, "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._fill_head()
        self._fill_body()
        self._fill_foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.head, 0), (self._scroll, 1), (self.foot, 0)):
            column.addWidget(widget, stretch)
        self.tell_nothing("")
        for signals in (privacy.signals, theme.signals):
            signals.changed.connect(self._tell_again)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        bar = self._scroll.verticalScrollBar().sizeHint().width()
        self.page.fit(self.width() - 2 * _SIDE - bar)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads from its buttons back to the list."""
        if event.key() == Qt.Key.Key_Escape and not event.modifiers():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def set_commands(self, ids: Sequence[str]) -> None:
        """What the three dots open."""
        self._commands[:] = ids

    def tell(self, content: Peek) -> None:
        """Another record, or the same anew."""
        is_other = self.content is None or self.content.key != content.key
        self.content = content
        self._nothing.hide()
        self._title.show_text(content.title)
        self._link = content.party
        self._party.setText(content.party.text if content.party is not None else "")
        self._party.setVisible(content.party is not None)
        self._beside.setText(content.beside)
        self._chips.clear()
        for text, tone in content.chips:
            self._chips.add(Chip(text, tone, self.head))
        if content.sheet is not None and self.width() - 2 * _SIDE >= LEAST:
            self._show_page(content, anew=not is_other)
        else:
            self._show_facts(content.key)
        self._menu.setVisible(bool(self._commands))
        if is_other:
            self._scroll.verticalScrollBar().setValue(0)
        self.setAccessibleDescription(privacy.spoken(", ".join([content.title, *(text for text, _ in content.chips)])))

    def _show_page(self, content: Peek, *, anew: bool) -> None:
        """The paper instead of its facts."""
        for piece in (self._receipt, self._figures, self._entries, self._facts):
            piece.hide()
        self.page.show()
        if anew:
            self.page.draw_anew(content)
        else:
            self.page.tell(content)

    def _show_facts(self, record: Key) -> None:
        """What is known of it, in words."""
        content = self.content
        if content is None or content.key != record:
            return
        self.page.hide()
        self.page.tell(None)
        self._receipt.tell(content.receipt)
        self._figures.tell(content.figures)
        self._entries.tell(content.entries)
        self._facts.tell(content.covered or content.facts if privacy.is_on() else content.facts)

    def tell_nothing(self, why: str) -> None:
        """No row is chosen, or there is none."""
        self.content = self._link = None
        self.page.hide()
        self.page.tell(None)
        self._title.show_text("")
        self._party.hide()
        self._beside.setText("")
        self._chips.clear()
        self._receipt.tell(None)
        self._figures.tell(())
        self._entries.tell(())
        self._facts.tell(())
        self.show_actions(())
        self._menu.hide()
        self._nothing.setText(why)
        self._nothing.setVisible(bool(why))

    def show_actions(self, ids: Sequence[str], primary: str = "") -> None:
        """The record's acts as buttons, as many as there is room for; one may be the primary one in sight."""
        told = (primary, *ids, *(self._actions.qaction(name).text() for name in ids))
        if told == self._told_actions:
            return
        self._told_actions = told
        self._buttons.clear()
        room = self.width() - 2 * _SIDE
        for at, name in enumerate(ids[:_MOST]):
            button = self._actions.button(name, self.foot, words=True, primary=name == primary)
            if name != primary:
                theme.mark(button, "outlined")
            button.ensurePolished()
            room -= button.sizeHint().width() + theme.PAD_8
            if at and room < 0:
                button.deleteLater()
                break
            self._buttons.add(button)
        self._hint.setVisible(room > self._hint.sizeHint().width())
        self.foot.setVisible(bool(ids))

    def _tell_again(self) -> None:
        if self.content is not None and shiboken6.isValid(self):
            self.tell(self.content)

    def _fill_head(self) -> None:
        self._title = ClampedLabel(2, self.head)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._title.setFont(theme.font(theme.LARGE, strong=True))
        chips = QHBoxLayout()
        chips.setSpacing(theme.PAD_8)
        self._chips = Held[Chip](chips)
        self._menu = menu_button(self._actions, self._commands, self.head)
        self._close = QToolButton(self.head)
        self._close.setIcon(icons.icon("x"))
        self._close.setFixedSize(QSize(theme.CONTROL_HEIGHT, theme.CONTROL_HEIGHT))
        self._close.setToolTip(tr("Close (Space)"))
        self._close.setAccessibleName(tr("Close the peek"))
        self._close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._close.clicked.connect(self.closed)
        self._tools.setSpacing(theme.PAD_4)
        self._tools.addWidget(self._menu)
        self._tools.addWidget(self._close)
        self._party = LinkButton("", self.head)
        self._party.setFont(theme.font(strong=True))
        self._party.clicked.connect(self._go)
        self._beside = PlainLabel(parent=self.head)
        theme.mark(self._beside, "muted")
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self._title, 1)
        first.addLayout(self._tools)
        first.setAlignment(self._tools, Qt.AlignmentFlag.AlignTop)
        second.setSpacing(theme.PAD_8)
        second.addLayout(chips)
        second.addWidget(self._party)
        second.addWidget(self._beside, 1)
        lines = QVBoxLayout(self.head)
        lines.setContentsMargins(_SIDE, theme.PAD_12, theme.PAD_12, theme.PAD_4)
        lines.setSpacing(2)
        lines.addLayout(first)
        lines.addLayout(second)
        self.head.setMinimumHeight(HEAD)

    def _fill_body(self) -> None:
        theme.mark(self.body, "page")
        self._scroll.setWidget(self.body)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._receipt, self._figures, self._facts = ReceiptSheet(self.body), Figures(self.body), Facts(self.body)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(_SIDE, theme.PAD_4, _SIDE, theme.PAD_16)
        column.setSpacing(theme.PAD_16)
        column.addWidget(self._nothing, 1)
        self._entries = Entries(tr("Last said"), self.body)
        for widget in (self.page, self._receipt, self._figures, self._entries, self._facts):
            column.addWidget(widget)
        column.addStretch(1)

    def _fill_foot(self) -> None:
        self.foot.setObjectName("peekfoot")
        self.foot.setFixedHeight(FOOT)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD_8)
        self._buttons = Held[QToolButton](buttons)
        self._hint = PlainLabel(tr("Enter opens"), self.foot)
        theme.mark(self._hint, "small")
        row = QHBoxLayout(self.foot)
        row.setContentsMargins(_SIDE, 0, _SIDE, 0)
        row.addLayout(buttons)
        row.addStretch(1)
        row.addWidget(self._hint)

    def _go(self) -> None:
        if self._link is not None:
            self.wanted.emit(self._link.noun, self._link.id)
