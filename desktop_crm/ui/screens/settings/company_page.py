"""Sections of the settings that hold fields of the own company; each field is kept when it is left."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from desktop_crm.model.address import Address
from desktop_crm.model.client import full_name
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Severity
from desktop_crm.services import settings
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form import company_form
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.fields import Section
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.look import theme
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.sections.letterhead import Head, Letterhead
from desktop_crm.ui.sections.page import Page

_BESIDE: Final = 880  # px of the page, from which on the letterhead stands beside the fields
_BELOW: Final = 520  # px, from which on it stands below them
_HEIGHT: Final = 520


class CompanyPage(Page):
    """A form over some of the fields of the one row about ourselves; `part` is the section's id, under which drafts are kept."""

    def __init__(
        self,
        desk: Desk,
        part: str,
        sections: Sequence[Section],
        title: str,
        about: str = "",
        *,
        has_letterhead: bool = False,
    ) -> None:
        super().__init__(title, about)
        self._desk = desk
        self._part = part
        self._version = 0
        self._kept: dict[str, Any] = {}
        body = QWidget(self.inside)
        self.form = RecordForm(sections, body, check=company_form.check, around=Surroundings(desk.jobs.latest))
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight, body)
        self._body.setContentsMargins(0, 0, 0, 0)
        self._body.setSpacing(theme.PAD_24)
        self._body.addWidget(self.form, 1, Qt.AlignmentFlag.AlignTop)
        self.letterhead = self._with_letterhead(body) if has_letterhead else None
        self.form.committed.connect(self._field_left)
        self.form.removed.connect(desk.offer_back)
        self._drafts = OfferingKeeper(desk, self.form.draft, self.form.restore_draft, self)
        self.form.edited.connect(self._edited)
        self.add(self._drafts.offer)
        self.add(body)
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
            self.form.meet_field(name)

    def commit(self) -> None:
        if self.form.is_made():
            self.form.commit()

    def reload(self) -> None:
        if not self.form.is_made():
            return
        values, self._version = self._desk.read(company_form.company_values)
        self.read(values)
        self.form.load(values, keep_typed=True)
        self._kept = values
        self._show_letterhead()
        self.form.set_reading(True, all_of_it=True)
        self._drafts.seen(self._version)

    def read(self, values: dict[str, Any]) -> None:
        """The company as the file has it, before it is shown."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.letterhead is not None:
            width = event.size().width()
            ways = QBoxLayout.Direction
            self._body.setDirection(ways.LeftToRight if width >= _BESIDE else ways.TopToBottom)
            self.letterhead.setVisible(width >= _BELOW and self.form.isVisibleTo(self))

    def _with_letterhead(self, body: QWidget) -> Letterhead:
        made = Letterhead(body)
        made.setFixedHeight(_HEIGHT)
        made.hide()
        self._body.addWidget(made, 1, Qt.AlignmentFlag.AlignTop)
        return made

    def _edited(self, _name: str) -> None:
        self._drafts.keep_soon()
        self._show_letterhead()

    def _show_letterhead(self) -> None:
        """As papers will begin with what is typed now."""
        if self.letterhead is not None:
            self.letterhead.show_head(_head({**self._kept, **self.form.values()}))

    def _begin(self) -> None:
        self.form.show()
        if self.letterhead is not None:
            self.letterhead.setVisible(self.width() >= _BELOW)
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


def _head(values: Mapping[str, Any]) -> Head:
    """What a letter says of the company that has these values."""

    def said(name: str) -> str:
        return str(values.get(name) or "").strip()

    company = full_name(said("legal_form"), said("name")).strip()
    address = Address(said("street"), said("city"), said("province"), said("postal_code"), said("country"))
    reach = " · ".join(filter(None, map(said, ("phone", "email", "website"))))
    numbers = " · ".join(f"{name.upper()} {said(name)}" for name in ("npwp", "nib") if said(name))
    contact = "\n".join(filter(None, (reach, numbers)))
    return Head(
        company, said("city"), str(address), contact, said("signatory_name") or said("manager"), values.get("logo")
    )
