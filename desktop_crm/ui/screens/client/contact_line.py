"""One contact in the list of contacts: a line to look at, which opens to the form."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.contact import ROLES, Contact
from desktop_crm.model.listing import title_of
from desktop_crm.model.phone import display_phone
from desktop_crm.model.tone import Tone
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.table.flow import Flow


class ContactLine(QFrame):
    """Told its contact, None for one that is not saved yet; holds the form while it is open."""

    toggled = Signal()
    removal_wanted = Signal()
    page_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, contact: Contact | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.contact = contact
        self.form: RecordForm | None = None
        theme.mark(self, "card")
        self.head = _Head(self)
        self._inside = QVBoxLayout()
        self._inside.setContentsMargins(theme.PAD_16, 0, theme.PAD_16, theme.PAD_12)
        self._foot = QWidget(self)
        self._remove = QPushButton(tr("Remove contact"), self._foot)
        theme.mark(self._remove, "danger")
        self._remove.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a name's blank typed on it would remove somebody
        self._remove.setToolTip(tr("Remove (Delete)"))
        self._remove.clicked.connect(self.removal_wanted)
        self._page = QPushButton(tr("Open page"), self._foot)
        self._page.setToolTip(tr("Open page (Ctrl+Enter)"))
        self._page.clicked.connect(self.page_wanted)
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(0, theme.PAD_8, 0, 0)
        foot.setSpacing(theme.PAD_8)
        foot.addWidget(self._page)
        foot.addWidget(self._remove)
        foot.addStretch()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self.head)
        lines.addLayout(self._inside)
        self._inside.addWidget(self._foot)
        self._show_open()
        self.show_contact(contact)

    def show_contact(self, contact: Contact | None) -> None:
        """Its words in the line."""
        self.contact = contact
        self.head.show_contact(contact)
        self._remove.setText(tr("Discard") if contact is None else tr("Remove contact"))
        self._page.setVisible(contact is not None)

    def open_with(self, form: RecordForm) -> None:
        """Show this form below the line."""
        self.form = form
        self._inside.insertWidget(0, form)
        self._show_open()
        self.show()  # now, so that the next key finds the fields
        form.show()

    def close_form(self) -> None:
        """The line alone."""
        if self.form is not None:
            self._inside.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        self._show_open()

    def chain(self) -> list[QWidget]:
        """What takes the keyboard here, in order."""
        if self.form is None:
            return [self.head]
        names = self.form.values()
        inside = [widget for name in names for widget in self.form.editor(name).inputs()]
        return [self.head, *inside, self._page]

    def _show_open(self) -> None:
        opened = self.form is not None
        self._foot.setVisible(opened)
        self._inside.setContentsMargins(theme.PAD_16, 0, theme.PAD_16, theme.PAD_12 if opened else 0)


class _Head(QFrame):
    """Name, office, roles, how to reach them. Enter opens, Ctrl+Enter its page, Del removes, ↑ and ↓ go to the neighbours."""

    def __init__(self, line: ContactLine) -> None:
        super().__init__(line)
        self._line = line
        self.setObjectName("contact-head")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._name, self._office, self._reach = PlainLabel(), PlainLabel(), PlainLabel()
        theme.mark(self._name, "strong")
        for label in (self._office, self._reach):
            theme.mark(label, "muted")
        self._reach.setFont(theme.number_font())
        self._office.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._chips = Flow(gap=theme.PAD_4)
        self._chips.setContentsMargins(0, theme.PAD_4, 0, 0)
        self._lay_out()
        self._tint()
        theme.signals.changed.connect(self._tint)

    def show_contact(self, contact: Contact | None) -> None:
        self._chips.clear()
        self._name.setText(contact.name if contact else tr("New contact"))
        self._office.setText(contact.office if contact else "")
        self._reach.setText(_reach(contact) if contact else "")
        for words, tone in _chips(contact) if contact else ():
            self._chips.add(Chip(words, tone))
        self._chips.setVisible(len(self._chips) > 0)
        self.setAccessibleName(", ".join(label.text() for label in (self._name, self._office) if label.text()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._line.toggled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._line.page_wanted.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter | Qt.Key.Key_Space:
                self._line.toggled.emit()
            case Qt.Key.Key_Delete:
                self._line.removal_wanted.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._line.step_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                super().keyPressEvent(event)

    def _tint(self) -> None:
        shown = theme.colors()
        self.setStyleSheet(
            "#contact-head { border: 2px solid transparent; border-radius: 6px; }"
            f"#contact-head:hover {{ background: {shown.hover}; }}"
            f"#contact-head:focus {{ border-color: {shown.accent}; }}"
        )

    def _lay_out(self) -> None:
        first = QHBoxLayout()
        first.setSpacing(theme.PAD_8)
        first.addWidget(self._name)
        first.addWidget(self._office, 1)
        first.addWidget(self._reach)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_12, theme.PAD_8, theme.PAD_12, theme.PAD_8)
        lines.setSpacing(0)
        lines.addLayout(first)
        lines.addWidget(self._chips)


def _reach(contact: Contact) -> str:
    if contact.phones:
        return display_phone(contact.phones[0].number)
    return contact.emails[0].address if contact.emails else ""


def _chips(contact: Contact) -> list[tuple[str, Tone]]:
    chips = [(say(title_of(ROLES, role).title), Tone.NEUTRAL) for role in contact.roles]
    if contact.is_signatory() and not contact.authority.strip():
        chips.append((tr("Basis of authority missing"), Tone.ATTENTION))
    if contact.birthday:
        chips.append((tr("Birthday {day}", day=speak().day(contact.birthday)), Tone.NEUTRAL))
    return chips
