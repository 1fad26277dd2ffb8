"""Where one begins: three lines about the own company, and the letterhead that grows beside them."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.language import LANGUAGES
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem, Severity
from desktop_crm.model.written_name import is_legal_form, split_legal_form
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.desk.save_dialog import ask_where_workspace
from desktop_crm.ui.form import company_form
from desktop_crm.ui.form.fields import Section, Text
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel, set_tip
from desktop_crm.ui.password.optional import OptionalPassword
from desktop_crm.ui.screens.welcome.new_file import documents, free_path
from desktop_crm.ui.sections.letterhead import Head, Letterhead

_FIELDS: Final = 420  # px
_SIDE: Final = 72  # px left of the fields, where there is room
_ROOMY: Final = 1180  # px of the page
_LEFT, _RIGHT = 43, 57  # per cent
_NARROW: Final = 960  # px of the page below which there is no letterhead


class StartPage(QWidget):
    """Asks for as much as a first paper needs; the rest is asked when one needs it. Only the company must be named.

    What is typed here is the only text of the program that no draft keeps: drafts lie in the workspace, of which there is none
    yet, and whether that will have a password is decided on this very page. It stays in the window's memory, and is asked
    about before the window closes.
    """

    ready = Signal(object, object, str)  # path, values, password
    demonstration_asked = Signal()
    file_asked = Signal()
    restore_asked = Signal()
    language_chosen = Signal(str)

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.chosen_path: Path | None = None  # None: as named after the company
        self.languages = self._language_buttons()  # Tab goes in the order in which they are made: from above to below
        self.file = self._quiet(tr("Open or restore a file…"))
        menu = QMenu(self)
        menu.addAction(tr("Open a workspace…"), self.file_asked.emit)
        menu.addAction(tr("Restore from a backup…"), self.restore_asked.emit)
        self.file.setMenu(menu)
        self.form = RecordForm((_section(),), self, check=_check)
        self.form.load({})
        self.form.edited.connect(self._show_typed)
        self.form.committed.connect(self._give_room)
        self.start = QPushButton(tr("Start"), self)
        self.start.setProperty("large", True)
        self.start.setToolTip(tr("Start (Ctrl+S)"))
        theme.mark(self.start, "primary")
        self.start.clicked.connect(self.begin)
        self.demonstration = self._quiet(tr("Look around with demonstration data"))
        self.demonstration.clicked.connect(self.demonstration_asked)
        self.optional = OptionalPassword(jobs, self._known_words, self)
        self.optional.entered.connect(self.begin)
        self._place = PlainLabel(parent=self)
        theme.mark(self._place, "muted")
        self.letterhead = Letterhead(self)
        self._lay_out()
        self._connect_keys()
        self._show_typed()

    def take_over(self, before: "StartPage") -> None:
        """What was typed and chosen in another language."""
        self.form.restore_draft(before.form.draft())
        self.optional.take_over(before.optional)
        self.chosen_path = before.chosen_path
        self._show_typed()

    def path(self) -> Path:
        """Where the file will be: named after the company, in the documents, unless another place was chosen."""
        if self.chosen_path is not None:
            return self.chosen_path
        return free_path(documents(), split_legal_form(self._typed("name"))[1] or tr("My company"))

    def begin(self) -> None:
        """With what is typed, if it will do."""
        self.form.commit()
        problems = self.form.validate()
        password = self.optional.password()
        if password is not None and not any(problem.severity is Severity.ERROR for problem in problems):
            values = {**_given(self.form.values()), "country": "Indonesia", "currency": "IDR", "language": speak().code}
            self.ready.emit(self.path(), values, password)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = event.size().width()
        self.letterhead.setVisible(width >= _NARROW)
        side = _SIDE if width >= _ROOMY else theme.PAD_24
        self._column.setContentsMargins(side, theme.PAD_12, theme.PAD_24, theme.PAD_16)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        QTimer.singleShot(0, self, self._give_room)

    def _give_room(self) -> None:
        """A column with words that wrap squeezes what it could scroll."""
        self.form.setMinimumHeight(self.form.minimumSizeHint().height())

    def _typed(self, name: str) -> str:
        return str(self.form.value(name) or "")

    def _known_words(self) -> tuple[str, ...]:
        """What a person who knows us would try first."""
        return self._typed("name"), self._typed("manager")

    def _show_typed(self) -> None:
        self.letterhead.show_head(Head(self._typed("name"), self._typed("city"), name=self._typed("manager")))
        path = self.path()
        self._place.setText(tr("Kept in {folder}, {file}", folder=path.parent.name, file=path.name))
        set_tip(self._place, str(path))

    def _choose(self) -> None:
        path = ask_where_workspace(self, tr("Where shall the workspace be?"), self.path())
        if path is not None:
            self.chosen_path = path
            self._show_typed()

    def _quiet(self, text: str) -> QPushButton:
        made = QPushButton(text, self)
        theme.mark(made, "quiet")
        return made

    def _language_buttons(self) -> QButtonGroup:
        group = QButtonGroup(self)
        for code, name in LANGUAGES.items():
            button = QPushButton(name, self)
            button.setCheckable(True)
            button.setChecked(code == speak().code)
            button.clicked.connect(lambda _on=False, code=code: self.language_chosen.emit(code))
            group.addButton(button)
        return group

    def _connect_keys(self) -> None:
        """Enter goes on to the next line, and begins after the last; Ctrl+S begins anywhere."""
        lines = [self._line(name) for name in self.form.values()]
        for line, following in zip(lines, [*lines[1:], None], strict=True):
            line.returnPressed.connect(self.begin if following is None else partial(self._go_to, following))
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.begin)

    def _go_to(self, line: QLineEdit) -> None:
        line.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(line)

    def _line(self, name: str) -> QLineEdit:
        line = self.form.editor(name).inputs()[0]
        assert isinstance(line, QLineEdit)
        return line

    def _lay_out(self) -> None:
        for name in self.form.values():
            self._line(name).setProperty("large", True)
        left = QWidget(self)
        left.setMaximumWidth(_FIELDS + 2 * _SIDE)
        self._column = lines = QVBoxLayout(left)
        lines.setSpacing(theme.PAD_12)
        lines.addLayout(self._top())
        lines.addStretch(1)
        for widget in self._middle():
            widget.setMaximumWidth(_FIELDS)
            lines.addWidget(widget)
        lines.addLayout(self._buttons())
        lines.addStretch(2)
        self.optional.setMaximumWidth(_FIELDS)
        lines.addWidget(self.optional)
        lines.addSpacing(theme.PAD_12)
        lines.addLayout(self._foot())
        self._scroll = scroll = QScrollArea(self)
        scroll.setWidget(left)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(_FIELDS + 2 * theme.PAD_24)
        page = QHBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addWidget(scroll, _LEFT)
        page.addWidget(self.letterhead, _RIGHT)

    def _top(self) -> QHBoxLayout:
        languages = QHBoxLayout()
        languages.setSpacing(theme.PAD_4)
        for button in self.languages.buttons():
            languages.addWidget(button)
        top = QHBoxLayout()
        top.addLayout(languages)
        top.addStretch(1)
        top.addWidget(self.file)
        return top

    def _middle(self) -> Sequence[QWidget]:
        title = QLabel(tr("Three lines, and you can start"), self)
        title.setWordWrap(True)
        theme.mark(title, "title")
        about = QLabel(tr("Everything else is asked when a paper needs it."), self)
        about.setWordWrap(True)
        theme.mark(about, "muted")
        about.setContentsMargins(0, 0, 0, theme.PAD_12)
        self.form.setContentsMargins(0, 0, 0, theme.PAD_12)
        self.form.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        return title, about, self.form

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.PAD_12)
        buttons.addWidget(self.start)
        buttons.addWidget(self.demonstration)
        buttons.addStretch(1)
        return buttons

    def _foot(self) -> QHBoxLayout:
        change = self._quiet(tr("Change…"))
        change.clicked.connect(self._choose)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addWidget(IconLabel("folder-open", parent=self))
        foot.addWidget(self._place)
        foot.addWidget(change)
        foot.addStretch(1)
        return foot


def _section() -> Section:
    return Section(
        None,
        (
            Text(
                "name", msg("Your company"), required=True, placeholder=msg("With PT, CV or UD, as it stands on paper")
            ),
            Text("city", msg("City")),
            Text("manager", msg("Your name")),
        ),
    )


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    """As the company keeps them; a legal form alone is no name yet."""
    form, name = split_legal_form(str(values["name"] or ""))
    name = "" if is_legal_form(name) else name
    given = {**values, "legal_form": form, "name": name}
    return {name: value for name, value in given.items() if value not in ("", None)}


def _check(values: Mapping[str, Any]) -> Sequence[Problem]:
    """What is wrong; the legal form is typed together with the name."""
    found = company_form.check(_given(values))
    return [Problem("name", each.message, each.severity) if each.field == "legal_form" else each for each in found]
