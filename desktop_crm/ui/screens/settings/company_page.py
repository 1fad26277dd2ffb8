"""Sections of the settings that hold fields of the own company; each field is kept when it is left."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QShowEvent

from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity
from desktop_crm.services import settings
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Section
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.sections.page import Page


class CompanyPage(Page):
    """A form over some of the fields of the one row about ourselves; `part` is the section's id, under which drafts are kept."""

    def __init__(self, desk: Desk, part: str, sections: Sequence[Section], title: str, about: str = "") -> None:
        super().__init__(title, about)
        self._desk = desk
        self._part = part
        self._version = 0
        self.form = RecordForm(sections, self.inside, check=company_form.check, around=Surroundings(desk.jobs.latest))
        self.form.committed.connect(self._field_left)
        self.form.removed.connect(desk.offer_back)
        self._drafts = OfferingKeeper(desk, self.form.draft, self.form.restore_draft, self)
        self.form.edited.connect(lambda _name: self._drafts.keep_soon())
        self.add(self._drafts.offer)
        self.add(self.form)
        self.form.hide()  # until all of it is there
        self.form.made.connect(self._begin)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.make_in_steps(self)

    def take_keyboard(self) -> None:
        self.form.take_keyboard()

    def edit(self) -> None:
        self.form.focus_first()

    def show_setting(self, name: str) -> None:
        if self.form.has_field(name):
            self.form.focus_field(name)

    def commit(self) -> None:
        if self.form.is_made():
            self.form.commit()

    def reload(self) -> None:
        if not self.form.is_made():
            return
        values, self._version = self._desk.read(company_form.company_values)
        self.read(values)
        self.form.load(values, keep_typed=True)
        self.form.set_reading(True, all_of_it=True)
        self._drafts.seen(self._version)

    def read(self, values: dict[str, Any]) -> None:
        """The company as the file has it, before it is shown."""

    def _begin(self) -> None:
        self.form.show()
        self.reload()
        self._drafts.show(self._part, self._version)

    def _field_left(self, _name: str) -> None:
        problems = company_form.check(self.form.values())
        wrong = {problem.field for problem in problems if problem.severity is Severity.ERROR}
        right = {name: value for name, value in self.form.changed_values().items() if name not in wrong}
        if right and self._save(right):
            self.form.mark_saved(right)

    def _save(self, values: dict[str, Any]) -> bool:
        version = self._version
        saved = False
        try:
            self._desk.write(
                msg("Change your company"), lambda session: settings.save_company(session, values, version)
            )
            saved = True
        except UserError as error:
            self.form.show_problems(error.problems)
            self._desk.notify.error(error)
        self.reload()
        self._drafts.keep()
        return saved
