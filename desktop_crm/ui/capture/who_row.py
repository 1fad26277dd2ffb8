"""Somebody who may be meant, in a row: name and position, client and place below."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.phone import display_phone
from desktop_crm.services.who import Who
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

HEIGHT: Final = 48


def told(who: Who) -> tuple[str, str, str]:
    """Name, position and the line below, as they may be shown now."""
    if who.is_new:
        return _told_new(who)
    below = ", ".join(part for part in (who.client if who.name else "", who.city) if part)
    return _covered(who, who.called), _covered(who, who.office), _covered(who, below)


def spoken(who: Who) -> str:
    """The same for a screen reader."""
    return ", ".join(privacy.spoken(part) for part in told(who) if part)


def _told_new(who: Who) -> tuple[str, str, str]:
    phone = display_phone(who.phone) if who.phone else ""
    if who.client_id is not None:
        name = tr("New contact “{name}”", name=who.name)
        return name, "", " · ".join(filter(None, (_covered(who, who.client), phone)))
    if who.name:
        return tr("New client “{name}”", name=who.client), "", " · ".join(filter(None, (who.name, phone)))
    return (
        tr("New client “{name}”", name=who.client),
        "",
        phone if phone != who.client else tr("a name can follow later"),
    )


def _covered(who: Who, text: str) -> str:
    return privacy.veil_of(who.client, text) if who.client_id is not None else text


class WhoRow(QFrame):
    """`clicked` when it is taken with the mouse."""

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("who-row")
        self.setFixedHeight(HEIGHT)
        self._icon = IconLabel("search", "muted", parent=self)
        self._name, self._office, self._below = ValueLabel(self), ValueLabel(self), ValueLabel(self)
        self.more = PlainLabel(parent=self)
        for label in (self._name, self._office, self._below):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(
                QSizePolicy.Policy.Ignored if label is self._below else QSizePolicy.Policy.Maximum,
                QSizePolicy.Policy.Fixed,
            )
        theme.mark(self._name, "strong")
        theme.mark(self._office, "muted")
        theme.mark(self._below, "small")
        theme.mark(self.more, "small")
        first = QHBoxLayout()
        first.setSpacing(theme.PAD_4)
        first.addWidget(self._name)
        first.addWidget(self._office)
        first.addStretch(1)
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addStretch(1)
        lines.addLayout(first)
        lines.addWidget(self._below)
        lines.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.PAD_8, 0, theme.PAD_12, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(self._icon)
        row.addLayout(lines, 1)
        row.addWidget(self.more)

    def show_who(self, who: Who, *, chosen: bool, more: str = "") -> None:
        """Somebody, with a tick when it is the one."""
        name, office, below = told(who)
        self._name.show_value(name)
        self._office.show_value(office)
        self._below.show_value(below)
        self._office.setVisible(bool(office))
        self._below.setVisible(bool(below))
        self.more.setText(more)
        self.setAccessibleName(spoken(who))
        icon = "user-plus" if who.is_new else "circle-check"
        self._look("chosen" if chosen else "", icon if chosen else "", "accent")

    def show_hint(self, text: str, icon: str = "search", color: str = "muted") -> None:
        """Nobody, and why."""
        self._name.show_value("")
        self._office.show_value(text)
        self._below.show_value("")
        self._office.show()
        self._below.hide()
        self.more.setText("")
        self.setAccessibleName(text)
        self._look("", icon, color)

    def wait(self) -> None:
        """Who is shown may be somebody else in a moment."""
        self._look("", "search", "muted")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit()

    def _look(self, state: str, icon: str, color: str) -> None:
        self._icon.show_icon(icon, color)
        self._icon.setFixedWidth(24)
        self.setProperty("state", state)
        self.style().unpolish(self)
        self.style().polish(self)
