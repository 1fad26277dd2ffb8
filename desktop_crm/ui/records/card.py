"""The card of one record: header, form, tabs. Saved records save each field when it is left, new ones at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QMessageBox, QPushButton, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Tone
from desktop_crm.model.message import Message
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.ui import theme
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.header import CardHeader, primary

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session


class Tab(QWidget):
    """One tab of a card; told the record it is about, and filled when it is looked at."""

    def show_record(self, record_id: int) -> None:
        """Show what belongs to this record; also called when its data changed."""


@dataclass(frozen=True, slots=True)
class TabDeclaration:
    """A tab's word and its widget; tabs are shown once the record is saved."""

    title: str
    widget: Tab


class Card(QWidget):
    """Shows, edits and makes one record. A noun's card fills in the hooks; special layouts put widgets into `body`."""

    noun: ClassVar[str]

    made = Signal(int)  # a new record was saved under this id
    back = Signal()  # the user wants the list

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.record_id: int | None = None
        self.record: Any = None
        self.is_new = False
        self._given: dict[str, Any] = {}
        self.header = CardHeader(self)
        self.header.back.connect(self.back)
        self.form = self.make_form()
        self.form.committed.connect(self._field_left)
        self.body = QWidget(self)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self._lay_out()
        self.tab_declarations = tuple(self.make_tabs())
        for tab in self.tab_declarations:
            self.tabs.addTab(tab.widget, tab.title)
        self.tabs.currentChanged.connect(self._fill_tab)

    # Hooks of a noun

    def fields(self) -> Sequence[Field | Section]:
        """The form's declaration."""
        return ()

    def make_form(self) -> RecordForm:
        """The form; a noun with records to choose passes `around`."""
        return RecordForm(self.fields(), check=self.check)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        """The tabs beside the form."""
        return ()

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        """What is wrong with these values, while they are typed."""
        del values
        return ()

    def load(self, session: "Session", record_id: int) -> Any:
        """The record with all the card shows; UserError when it is gone."""
        raise LookupError(record_id, session)

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The values a new record begins with."""
        return given

    def save(self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None) -> Any:
        """Write the values and give back the record."""
        raise LookupError(record_id, session, values, version)

    def message(self, values: Mapping[str, Any]) -> Message:
        """What history calls this action; `self.record` is the record before, `self.is_new` says whether there is none."""
        raise LookupError(values)

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        """Title, line of facts, chips of `self.record`."""
        raise LookupError

    def new_title(self) -> str:
        """The header of a new record."""
        raise LookupError

    def buttons(self) -> Sequence[QWidget]:
        """The header's buttons for `self.record`."""
        return ()

    def filled(self) -> None:
        """Called after the form shows the record or the blank values."""

    # What the screen does with it

    def show_record(self, record_id: int) -> None:
        """Show a saved record, all its fields as the file has them."""
        self.record_id, self.is_new, self._given = record_id, False, {}
        self._show(keep_typed=False)

    def start_new(self, given: Mapping[str, Any] | None = None) -> None:
        """Begin a new record."""
        self.record_id, self.record, self.is_new = None, None, True
        self._given = dict(given or {})
        self.form.load(self.blank(self._given))
        self.form.set_read_only(False)
        self.header.set_texts(self.new_title(), "", ())
        self.header.set_buttons(self._new_buttons())
        for at in range(1, self.tabs.count()):
            self.tabs.setTabVisible(at, False)
        self.tabs.setCurrentIndex(0)
        self.filled()

    def reload(self) -> None:
        """Show what the file has now, keeping what is typed and not saved."""
        if self.record_id is not None:
            self._show(keep_typed=True)

    def commit(self) -> bool:
        """Ctrl+S: save what is typed; False when something is wrong with it."""
        self.form.commit()
        if not self.has_changes():
            return True
        problems = self.form.validate()
        if any(problem.severity is Severity.ERROR for problem in problems):
            return False
        return self._save(self.form.values() if self.is_new else self.form.changed_values())

    def has_changes(self) -> bool:
        """Whether something is typed that is not saved."""
        return self.form.is_changed()

    def may_leave(self) -> bool:
        """Save what can be saved; ask about what can't."""
        self.form.commit()
        if not self.has_changes():
            return True
        if not self.is_new and self.commit():
            return True
        return self._ask_about_unsaved()

    def discard(self) -> None:
        """Forget what is typed."""
        if self.record_id is not None:
            self._show(keep_typed=False)
        else:
            self.start_new(self._given)
            self.is_new = False
            self.back.emit()

    def focus_field(self, name: str) -> None:
        """Lead to the field that mends a problem."""
        if self.form.has_field(name):
            self.tabs.setCurrentIndex(0)
            self.form.focus_field(name)

    # Inside

    def _show(self, *, keep_typed: bool) -> None:
        record_id = self.record_id
        assert record_id is not None
        try:
            self.record = self.desk.read(lambda session: self.load(session, record_id))
        except UserError as error:
            self.record_id = None
            self.desk.notify.error(error)
            self.back.emit()
            return
        self.form.load(self.record, keep_typed=keep_typed)
        self.header.set_texts(*self.texts())
        self.header.set_buttons(self.buttons())
        for at in range(1, self.tabs.count()):
            self.tabs.setTabVisible(at, True)
        self._fill_tab(self.tabs.currentIndex())
        self.filled()

    def _field_left(self, _name: str) -> None:
        """A saved record keeps each field as soon as it is left, unless something is wrong with it."""
        if self.is_new or self.record is None:
            return
        changed = self.form.changed_values()
        problems = self.check(self.form.values())
        wrong = {problem.field.partition(".")[0] for problem in problems if problem.severity is Severity.ERROR}
        right = {name: value for name, value in changed.items() if name not in wrong}
        if right:
            self._save(right)

    def _save(self, values: dict[str, Any]) -> bool:
        record_id, was_new = self.record_id, self.is_new
        version = None if self.record is None else self.record.version
        message = self.message(values)
        try:
            record = self.desk.write(message, lambda session: self.save(session, record_id, values, version))
        except UserError as error:
            rest = self.form.show_problems(error.problems)
            if rest or not error.problems:
                self.desk.notify.error(error)
            return False
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self.desk.notify.error(error)
            return False
        self.record_id, self.is_new = record.id, False
        self._show(keep_typed=not was_new)
        if was_new:
            self.made.emit(record.id)
        return True

    def _ask_about_unsaved(self) -> bool:
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setText(tr("Something typed here is not saved yet."))
        save = box.addButton(tr("Save"), QMessageBox.ButtonRole.AcceptRole)
        discard = box.addButton(tr("Discard"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(tr("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(save)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() is save:
            return self.commit()
        if box.clickedButton() is discard:
            self.form.mark_saved()
            self.is_new = False
            return True
        return False

    def _new_buttons(self) -> list[QWidget]:
        save = primary(tr("Save"), self)
        save.setToolTip(tr("Save (Ctrl+S)"))
        save.clicked.connect(self.commit)
        discard = QPushButton(tr("Discard"), self)
        theme.mark(discard, "quiet")
        discard.clicked.connect(self.discard)
        return [save, discard]

    def _fill_tab(self, at: int) -> None:
        widget = self.tabs.widget(at)
        if isinstance(widget, Tab) and self.record_id is not None:
            widget.show_record(self.record_id)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self.body)
        inside.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_24)
        inside.addWidget(self.form)
        inside.addStretch(1)
        scroll = QScrollArea(self)
        scroll.setWidget(self.body)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(scroll, tr("Details"))
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.header)
        lines.addWidget(self.tabs, 1)
