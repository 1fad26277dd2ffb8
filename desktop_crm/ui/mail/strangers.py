"""Whose the people are that nobody knows: for each of them a client can be found, or made; left empty, they are left out."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.services.mail import Look
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.record_editor import RecordEditor
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.records.people import People

#: More are not asked for at once; what is left over is found again when the mails are dropped once more.
_MOST: Final = 40
_HEIGHT: Final = 220


class Strangers(QWidget):
    """A line for each; `changed` when somebody else is chosen."""

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._people = People(desk, lambda: None)
        self._editors: dict[str, RecordEditor] = {}
        self._inside = QWidget()
        self._lines = QGridLayout(self._inside)
        self._lines.setContentsMargins(0, 0, theme.PAD_8, 0)
        self._lines.setHorizontalSpacing(theme.PAD_12)
        self._lines.setVerticalSpacing(theme.PAD_4)
        self._lines.setColumnStretch(0, 1)
        self._lines.setColumnStretch(1, 1)
        area = QScrollArea(self)
        area.setWidget(self._inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setMaximumHeight(_HEIGHT)
        self._title = QLabel(tr("Whose contacts are they? Without an answer their mails are left out."), self)
        theme.mark(self._title, "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_8)
        column.addWidget(self._title)
        column.addWidget(area)
        self.hide()

    def show_looks(self, looks: Sequence[Look], *, take: bool) -> None:
        """One line for each person, those with most mails first; `take` gives all of them to the client that is suggested."""
        by_key: dict[str, list[Look]] = {}
        for look in looks:
            if look.key:
                by_key.setdefault(look.key, []).append(look)
        for row, (key, theirs) in enumerate(sorted(by_key.items(), key=lambda item: -len(item[1]))[:_MOST]):
            self._add(row, key, theirs, take=take)
        self.setVisible(bool(self._editors))

    def chosen(self) -> dict[str, int]:
        """Key → the client."""
        return {key: value for key, editor in self._editors.items() if (value := editor.value()) is not None}

    def first(self) -> QWidget | None:
        """Where the first answer is typed."""
        return next((editor for editor in self._editors.values()), None)

    def _add(self, row: int, key: str, theirs: Sequence[Look], *, take: bool) -> None:
        look = theirs[0]
        name = f"{look.partner.name} <{look.partner.address}>" if look.partner.name else look.partner.address
        mails = ntr("{n} mail", "{n} mails", len(theirs))
        label = PlainLabel(f"{name} · {mails}", self._inside)
        field = self._people.client_field()
        editor = RecordEditor(field)
        editor.setAccessibleName(tr("Client of {name}", name=name))
        editor.committed.connect(self.changed)
        editor.edited.connect(self.changed)
        self._editors[key] = editor
        self._lines.addWidget(label, row, 0)
        self._lines.addWidget(editor, row, 1)
        if look.suggested:
            owner = look.suggested[0]
            if take:
                editor.set_value(owner.client_id)
                return
            button = QPushButton(tr("Contact of {client}", client=owner.client), self._inside)
            theme.mark(button, "quiet")
            button.clicked.connect(lambda _checked=False: self._give(editor, owner.client_id))
            self._lines.addWidget(button, row, 2)

    def _give(self, editor: RecordEditor, client_id: int) -> None:
        editor.set_value(client_id)
        self.changed.emit()
