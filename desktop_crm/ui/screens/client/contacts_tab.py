"""The people at a client: a list whose lines open to be edited in place."""

from itertools import pairwise
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import TRASHED, of
from desktop_crm.model.problem import Severity
from desktop_crm.services import contact as contacts
from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.editors import Surroundings
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.people.fields import contact_fields
from desktop_crm.ui.records.drafts import DraftKeeper
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.screens.client.contact_line import ContactLine

_WIDTH = 920  # px


class ContactsTab(Tab):
    """Each field of a contact is saved when it is left; a new contact as soon as it has a name."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._client_id: int | None = None
        self.lines: list[ContactLine] = []  # from above to below
        self.opened: ContactLine | None = None  # the one that is edited
        self._saving = False
        self._drafts = DraftKeeper(desk, self._typed, self)
        self._empty = QLabel(tr("No contacts yet. Who signs, who pays, who receives the goods?"), self)
        theme.mark(self._empty, "muted")
        self._add = QPushButton(icons.icon("user-plus"), tr("Add contact"), self)
        self._add.clicked.connect(self.add)
        self._lay_out()

    # Tab

    def show_record(self, record_id: int) -> None:
        """The contacts by name; the one that is open stays open."""
        if self._saving:
            return
        if record_id != self._client_id:
            self._client_id = record_id
            self._clear()
        there = self._desk.read(lambda session: contacts.of_client(session, record_id))
        self._show_lines(there)

    def has_changes(self) -> bool:
        """A contact that has something wrong, or no name yet."""
        return self.opened is not None and self.opened.form is not None and self.opened.form.is_changed()

    def commit(self) -> bool:
        """Save the open contact."""
        if self.opened is None or self.opened.form is None:
            return True
        form = self.opened.form
        form.commit()
        if not form.is_changed():
            return True
        if any(problem.severity is Severity.ERROR for problem in form.validate()):
            return False
        return self._save()

    def discard(self) -> None:
        """Close what is open without saving; what is typed there is offered back."""
        if self.opened is not None:
            self._drafts.give_up()
            self._drop_or_close(self.opened)

    # Commands

    def add(self) -> None:
        """A new contact, ready to be typed."""
        if self._client_id is None or not self._may_close():
            return
        line = self._line(None)
        self.lines.append(line)
        self._place.insertWidget(len(self.lines) - 1, line)
        self._open_line(line)
        self._refresh()

    def remove(self, line: ContactLine) -> None:
        """Take a contact away; a note offers to take that back."""
        contact = line.contact
        if contact is None:
            if line is self.opened:
                self._drafts.give_up()
            self._drop_or_close(line)
            self._add.setFocus()
            return
        at = self.lines.index(line)
        if self.opened is line:
            self._close()
        try:
            self._desk.write(
                msg("Remove contact {name}", name=contact.name),
                lambda session: contacts.delete(session, contact.id),
                note=of("contact", contact.name, TRASHED),
            )
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            self._desk.notify.error(error)
            return
        self._show_again()
        self._focus_near(at)

    # Drafts

    def version_of(self, draft: Draft) -> int | None:
        """The version now of the contact a draft was typed over; None for a new one, or one that is gone."""
        found = self._desk.read(lambda session: contacts.of_client(session, draft.record_id or 0))
        return next((contact.version for contact in found if _part(contact) == draft.part), None)

    def go_on(self, draft: Draft) -> None:
        """Open the contact that was typed and not saved; one that is gone since becomes a new one."""
        if not self._may_close():
            return
        line = next((line for line in self.lines if line.contact and _part(line.contact) == draft.part), None)
        if line is None:
            self.add()
        else:
            self._open_line(line)
        self._drafts.take_over(draft)
        if self.opened is not None and self.opened.form is not None:
            self.opened.form.restore_draft(draft.typed)
        self._drafts.keep_soon()

    def _typed(self) -> dict[str, Any]:
        form = self.opened.form if self.opened is not None else None
        return {} if form is None else form.draft()

    def _begin_draft(self, contact: Contact | None) -> None:
        version = contact.version if contact is not None else None
        self._drafts.begin("client", self._client_id, part=_part(contact), version=version)

    # Inside

    def event(self, event: QEvent) -> bool:
        """Esc closes the open contact before it closes the card."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self.opened is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.opened
        if event.key() == Qt.Key.Key_Escape and line is not None:
            if self._may_close():
                line.head.setFocus()
        else:
            super().keyPressEvent(event)

    def _toggle(self, line: ContactLine) -> None:
        was_open = line is self.opened
        if self._may_close() and not was_open:
            self._open_line(line)

    def _open_line(self, line: ContactLine) -> None:
        form = RecordForm(contact_fields(), check=contacts.problems, around=Surroundings(self._desk.jobs.latest))
        form.load(line.contact or {})
        form.committed.connect(self._field_left)
        form.removed.connect(self._desk.offer_back)
        form.edited.connect(lambda _name: self._drafts.keep_soon())
        self.opened = line
        self._begin_draft(line.contact)
        line.open_with(form)
        self._refresh()
        form.focus_field("name")
        self._scroll.ensureWidgetVisible(line)

    def _may_close(self) -> bool:
        """Save and close what is open; False where something is wrong with it."""
        if self.opened is None:
            return True
        line = self.opened
        if not self.commit():
            return False
        self._drop_or_close(line)
        return True

    def _drop_or_close(self, line: ContactLine) -> None:
        if self.opened is line:
            self._close()
        if line.contact is None:
            self._drop(line)
            self._refresh()

    def _close(self) -> None:
        self._drafts.drop()
        if self.opened is not None:
            self.opened.close_form()
            self.opened = None

    def _field_left(self, _name: str) -> None:
        form = self.opened.form if self.opened else None
        if form is None:
            return
        problems = contacts.problems(form.values())
        if not any(problem.severity is Severity.ERROR for problem in problems):
            self._save()

    def _save(self) -> bool:
        line, client_id = self.opened, self._client_id
        if line is None or line.form is None or client_id is None:
            return True
        contact, form = line.contact, line.form
        values = form.changed_values() if contact else form.values()
        try:
            saved = self._write(client_id, contact, values)
        except Exception as error:  # noqa: BLE001 - the window tells each kind in its way
            rest = form.show_problems(error.problems) if isinstance(error, UserError) else [error]
            if rest or not isinstance(error, UserError) or not error.problems:
                self._desk.notify.error(error)
            return False
        line.contact = saved
        form.mark_saved()
        self._show_again()
        self._drafts.drop()
        self._begin_draft(saved)
        self._drafts.keep()  # what can't be read, and so is not saved
        return True

    def _write(self, client_id: int, contact: Contact | None, values: dict[str, Any]) -> Contact:
        known, version = (contact.id, contact.version) if contact else (None, None)
        self._saving = True
        try:
            return self._desk.write(
                _sentence(contact, values),
                lambda session: contacts.save(session, client_id, known, values, version),
            )
        finally:
            self._saving = False

    def _show_again(self) -> None:
        if self._client_id is not None:
            self.show_record(self._client_id)

    def _show_lines(self, contacts: list[Contact]) -> None:
        """Lines that are there stay, the open form with them."""
        known = {line.contact.id: line for line in self.lines if line.contact is not None}
        unsaved = [line for line in self.lines if line.contact is None]
        ids = {contact.id for contact in contacts}
        for contact_id, line in known.items():
            if contact_id not in ids:
                self._drop(line)
        self.lines = [known.get(contact.id) or self._line(contact) for contact in contacts] + unsaved
        for at, line in enumerate(self.lines):
            self._place.insertWidget(at, line)
        for line, contact in zip(self.lines, contacts, strict=False):
            line.show_contact(contact)
            if line.form is not None:
                line.form.load(contact, keep_typed=True)
        self._refresh()

    def _line(self, contact: Contact | None) -> ContactLine:
        line = ContactLine(contact, self)
        line.toggled.connect(lambda: self._toggle(line))
        line.removal_wanted.connect(lambda: self.remove(line))
        line.page_wanted.connect(lambda: self._go_to_page(line))
        line.step_wanted.connect(lambda by: self._step(line, by))
        return line

    def _go_to_page(self, line: ContactLine) -> None:
        """What is typed in it is saved first, or keeps the user here."""
        if line.contact is not None and self._may_close():
            self._desk.navigate("contact", line.contact.id)

    def _drop(self, line: ContactLine) -> None:
        if self.opened is line:
            self._drafts.drop()
            self.opened = None
        if line in self.lines:
            self.lines.remove(line)
        self._place.removeWidget(line)
        line.hide()
        line.deleteLater()

    def _clear(self) -> None:
        for line in list(self.lines):
            self._drop(line)

    def _step(self, line: ContactLine, by: int) -> None:
        at = self.lines.index(line) + by if line in self.lines else -1  # one that goes may have the keyboard still
        if 0 <= at < len(self.lines):
            self.lines[at].head.setFocus()
            self._scroll.ensureWidgetVisible(self.lines[at])

    def _focus_near(self, at: int) -> None:
        if self.lines:
            self.lines[min(at, len(self.lines) - 1)].head.setFocus()
        else:
            self._add.setFocus()

    def _refresh(self) -> None:
        self._empty.setVisible(not self.lines)
        chain = [widget for line in self.lines for widget in line.chain()] + [self._add]
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _lay_out(self) -> None:
        page = QWidget(self)
        theme.mark(page, "page")
        self._place = QVBoxLayout()
        self._place.setSpacing(theme.PAD_8)
        inside = QVBoxLayout(page)
        inside.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_24)
        inside.setSpacing(theme.PAD_12)
        inside.addWidget(self._empty)
        inside.addLayout(self._place)
        inside.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        page.setMaximumWidth(_WIDTH + 2 * theme.PAD_24)
        self._scroll = QScrollArea(self)
        self._scroll.setWidget(page)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._scroll)


def _part(contact: Contact | None) -> str:
    """What the draft of a contact is called on its client's card."""
    return "contact" if contact is None else f"contact.{contact.id}"


def _sentence(contact: Contact | None, values: dict[str, Any]) -> Message:
    if contact is None:
        return msg("Add contact {name}", name=values["name"])
    return msg("Change contact {name}", name=contact.name)
