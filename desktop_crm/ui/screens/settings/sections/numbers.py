"""Settings, Papers: how numbers look, a row for each kind of papers, opened in its place."""

from collections.abc import Mapping
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.numbering import BEGINS_ANEW, number_of, pattern_problem
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.screens.settings.number_editor import NumberEditor
from desktop_crm.ui.screens.settings.number_row import NumberHead, NumberRow, Told
from desktop_crm.ui.sections.page import Page
from desktop_crm.ui.sections.section import PAPERS, Setting, SettingsSection

_ANEW: Final = "begins_anew"  # in a draft, beside the pattern of a kind
_NUMBERED: Final = {kind.id: kind for noun in NOUNS for kind in noun.numbered}


class NumbersPage(Page):
    """One row is open at a time; what is typed in it is saved by Enter, or when the settings or the row are left."""

    def __init__(self, desk: Desk) -> None:
        about = tr("A number is never given twice. When a paper is deleted its number stays taken.")
        super().__init__(say(SECTION.title), about)
        self._desk = desk
        self._numbering: dict[str, settings.Numbering] = {}
        self.editor: NumberEditor | None = None
        self._open = ""
        self._drafts = OfferingKeeper(desk, self._unsaved, self._restore, self)
        self.add(self._drafts.offer)
        box = QWidget(self)
        self._table = QVBoxLayout(box)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._table.setSpacing(0)
        self._table.addWidget(NumberHead(box))
        self.rows = {kind: self._made_row(kind, box) for kind in _NUMBERED}
        self.add(box)
        self._drafts.show("numbers")

    def take_keyboard(self) -> None:
        if self.editor is not None:
            self.editor.take_keyboard()
        else:
            next(iter(self.rows.values())).setFocus(Qt.FocusReason.TabFocusReason)

    def edit(self) -> None:
        self.open(self._open or next(iter(self.rows)))

    def show_setting(self, name: str) -> None:
        if name in self.rows:
            self.open(name)

    def commit(self) -> None:
        """A pattern that gives numbers is saved; what gives none stays a draft."""
        if self.editor is not None and self.editor.is_changed() and not self.editor.trouble():
            self._save()

    def reload(self) -> None:
        found = self._desk.read(lambda session: settings.numbering(session, today()))
        self._numbering = {each.kind: each for each in found}
        for kind, row in self.rows.items():
            row.tell(_told(self._numbering[kind]))
        if self.editor is not None and not self.editor.is_changed():
            self._show(self._open)

    def open(self, kind: str) -> NumberEditor:
        """Edit the numbers of a kind in their place; the keyboard goes there."""
        editor = self.editor
        if editor is None or self._open != kind:
            self.commit()
            editor = self._show(kind)
        editor.take_keyboard()
        self.ensureWidgetVisible(editor)
        return editor

    def close_row(self) -> None:
        """Take back what is not saved; the keyboard goes to the row."""
        kind = self._open
        self._drop()
        self._drafts.drop()
        if kind:
            self.rows[kind].setFocus(Qt.FocusReason.OtherFocusReason)

    def _made_row(self, kind: str, box: QWidget) -> NumberRow:
        row = NumberRow(kind, box)
        row.clicked.connect(lambda: self._press(kind))
        row.step.connect(partial(self._step, kind))
        self._table.addWidget(row)
        return row

    def _press(self, kind: str) -> None:
        if self.rows[kind].isChecked():
            self.open(kind)
        else:
            self.commit()
            self.close_row()

    def _step(self, kind: str, by: int) -> None:
        kinds = list(self.rows)
        at = kinds.index(kind) + by
        if 0 <= at < len(kinds):
            self.rows[kinds[at]].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, kind: str) -> NumberEditor:
        """Anew, as the file has it."""
        had_keyboard = self.editor is not None and self.editor.isAncestorOf(self.focusWidget() or self)
        self._drop()
        editor = NumberEditor(self._numbering[kind], self)
        editor.edited.connect(self._drafts.keep_soon)
        editor.save.connect(self._save)
        editor.left.connect(self.close_row)
        self._table.insertWidget(self._table.indexOf(self.rows[kind]) + 1, editor)
        QWidget.setTabOrder(self.rows[kind], editor)
        self.editor, self._open = editor, kind
        self.rows[kind].setChecked(True)
        editor.show()
        if had_keyboard:
            editor.take_keyboard()
        return editor

    def _drop(self) -> None:
        editor, self.editor, self._open = self.editor, None, ""
        for row in self.rows.values():
            row.setChecked(False)
        if editor is not None:
            editor.hide()
            editor.deleteLater()

    def _save(self) -> None:
        editor, kind = self.editor, self._open
        if editor is None:
            return
        pattern, following, anew, day = editor.pattern(), editor.next_number(), editor.begins_anew(), today()
        try:
            self._desk.write(
                msg("Change the pattern of numbers"),
                lambda session: settings.save_numbering(session, kind, pattern, following, day, begins_anew=anew),
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._drafts.keep()
            self._desk.notify.error(error)
            return
        self.close_row()
        self.reload()

    def _unsaved(self) -> dict[str, str]:
        editor = self.editor
        if editor is None or not editor.is_rule_changed():
            return {}
        anew = {_ANEW: editor.begins_anew().value} if editor.is_anew_changed() else {}
        return {self._open: editor.pattern(), **anew}

    def _restore(self, typed: Mapping[str, Any]) -> None:
        for kind, pattern in typed.items():
            if kind in self.rows:
                editor = self.open(kind)
                editor.choose_anew(typed.get(_ANEW))
                editor.type_pattern(str(pattern))


def _told(numbering: settings.Numbering) -> Told:
    wrong = pattern_problem(numbering.pattern, numbering.begins_anew)
    following = "" if wrong else number_of(numbering.pattern, numbering.last + 1, today())
    anew = say(title_of(BEGINS_ANEW, numbering.begins_anew).title)
    return Told(say(_NUMBERED[numbering.kind].many), numbering.pattern, following, anew, say(wrong) if wrong else "")


_NAMES: Final = (msg("Pattern"), msg("Next number"), msg("Begins anew"))

SECTION: Final = SettingsSection(
    "numbers",
    msg("Numbers"),
    PAPERS,
    f"{__name__}:NumbersPage",
    lambda: tuple(Setting(kind, each.many, _NAMES) for kind, each in _NUMBERED.items()),
)
