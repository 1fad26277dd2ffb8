"""How document numbers look, with the number the pattern would give today."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.numbering import number_of, pattern_problem
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.screens.settings.page import Page

_NUMBERED: Final = {noun.id: noun for noun in NOUNS if noun.number_pattern}
_SAMPLE = 7


class NumbersPage(Page):
    """One pattern a kind of document."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.add_text(
            tr(
                "A pattern may hold {places}. A number is never given twice, and numbers begin anew each year.",
                places="{seq} {seq:03} {year} {year2} {month} {roman_month} {day}",
            )
        )
        self.editors: dict[str, QLineEdit] = {}
        self.samples: dict[str, PlainLabel] = {}  # what each pattern gives
        self._drafts = OfferingKeeper(desk, self._unsaved, self._restore, self)
        self.add(self._drafts.offer)
        box = QWidget(self)
        lines = QFormLayout(box)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setHorizontalSpacing(theme.PAD_16)
        lines.setVerticalSpacing(theme.PAD_8)
        for kind in _NUMBERED:
            self._add(lines, kind)
        self.add(box)
        self._drafts.show("numbers")

    def commit(self) -> None:
        for kind in self.editors:
            self._left(kind)

    def reload(self) -> None:
        kept = self._desk.read(lambda session: {item.kind: item.pattern for item in settings.number_series(session)})
        for kind, editor in self.editors.items():
            if not editor.isModified():
                editor.setText(kept.get(kind, _NUMBERED[kind].number_pattern))
                self._show_sample(kind)

    def _add(self, lines: QFormLayout, kind: str) -> None:
        title = say(_NUMBERED[kind].many)
        editor, sample = QLineEdit(self), PlainLabel(parent=self, wrap=True)
        editor.setAccessibleName(title)
        editor.setMaxLength(80)
        editor.textChanged.connect(partial(self._typed, kind))
        editor.textEdited.connect(lambda _text: self._drafts.keep_soon())
        editor.editingFinished.connect(partial(self._left, kind))
        lines.addRow(title, editor)
        lines.addRow("", sample)
        self.editors[kind], self.samples[kind] = editor, sample

    def _typed(self, kind: str, _text: str) -> None:
        self._show_sample(kind)

    def _show_sample(self, kind: str) -> None:
        pattern, label = self.editors[kind].text(), self.samples[kind]
        wrong = pattern_problem(pattern)
        label.setText(say(wrong) if wrong else tr("Example: {number}", number=number_of(pattern, _SAMPLE, today())))
        theme.mark(label, "problem" if wrong else "muted")

    def _left(self, kind: str) -> None:
        editor = self.editors[kind]
        pattern = editor.text()
        if not editor.isModified() or pattern_problem(pattern):
            return
        try:
            self._desk.write(
                msg("Change the pattern of numbers"), lambda session: settings.save_series(session, kind, pattern)
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)
        else:
            editor.setModified(False)
        self._drafts.keep()

    def _unsaved(self) -> dict[str, str]:
        return {kind: editor.text() for kind, editor in self.editors.items() if editor.isModified()}

    def _restore(self, typed: Mapping[str, Any]) -> None:
        for kind, pattern in typed.items():
            if kind in self.editors:
                self.editors[kind].setText(str(pattern))
                self.editors[kind].setModified(True)
