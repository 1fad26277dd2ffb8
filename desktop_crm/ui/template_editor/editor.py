"""The editor of the templates of contracts and letters: both languages, the fields, mistakes by line, and the paper they make."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop_crm.model.contract import Template, TemplateKind
from desktop_crm.model.errors import UserError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import DELETED, SAVED, NowTrue
from desktop_crm.model.problem import Problem
from desktop_crm.services import template as templates
from desktop_crm.services import template_renewal
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.aside import Aside
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.preview.pane import PreviewPane
from desktop_crm.ui.records.drafts import OfferingKeeper
from desktop_crm.ui.records.offer import Offer
from desktop_crm.ui.records.unsaved import Answer, ask
from desktop_crm.ui.table.flow import Flow
from desktop_crm.ui.template_editor.cards import TextView
from desktop_crm.ui.template_editor.columns import Columns
from desktop_crm.ui.template_editor.mistakes import Mistakes

_WAIT = 300  # ms after the last key
_LEAST = 320  # px
_ROOM = 900  # px for the text and the paper beside each other


class TemplateEditor(QWidget):
    """Put it where templates are looked after; ask `may_leave` before it goes."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None  # of its own
        self._desk = desk
        self._template: Template | None = None
        self._templates: Sequence[Template] = ()
        self.drafts = OfferingKeeper(desk, self._changed, self._restore_typed, self)
        self.chooser = QComboBox(self)
        self.chooser.setAccessibleName(tr("Template"))
        self.chooser.setMinimumWidth(240)
        self.view = TextView(self)
        self.columns = Columns(self)
        self._putting = False  # what is typed in the text goes into the code
        self.mistakes = Mistakes(self)
        self.news = Offer(self)
        self.pane = PreviewPane(desk, f"template-{id(self)}", self)
        self.aside = Aside(self, tr("Preview with invented data"), at=2, room=_ROOM, share=55)
        self.aside.setMinimumWidth(_LEAST)  # narrower than both beside each other: the paper is a tab then
        self.tabs = self.aside.tabs
        theme.mark(self.tabs, "card")
        self.tabs.setDocumentMode(True)
        self.tabs.setFocusProxy(None)  # type: ignore[arg-type]  # Qt takes none; its bar is a stop of its own
        self.tabs.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.tabs.addTab(self.view, tr("Text"))
        self.tabs.addTab(self.columns, tr("Code"))
        self.aside.put(self.pane)
        self._buttons = self._make_buttons()
        self._timer = QTimer(self, singleShot=True, interval=_WAIT)
        self._lay_out()
        self._connect()
        self._read()

    # What others ask

    def keep_order(self, window: QWidget | None = None) -> None:
        """Tab as the eye, once it is where it belongs: in a `window` of its own, or among others."""
        self._window = window
        self._order()

    def _order(self) -> None:
        names = ("duplicate", "delete", "restore", "compare", "save")
        buttons = [self._buttons[name] for name in names]
        offers = (self.news, self.drafts.offer)
        in_order(
            self.chooser,
            *buttons,
            *offers,
            self.tabs.tabBar(),
            self.view,
            self.columns,
            self.pane,
            self.mistakes,
            first_in=self._window,
        )

    def show_template(self, template_id: int) -> None:
        """Edit this one; what is typed into another is asked about first, what is typed into it stays."""
        if self._id() != template_id and not self.may_leave():
            self._choose_in_list()
        elif not self.has_changes():
            self._read(template_id)

    def go_to(self, place: str) -> None:
        """Put the keyboard into a line: `id.12` is line 12 of the Indonesian text."""
        code, _, line = place.partition(".")
        if code in self.columns.columns:
            self.tabs.setCurrentWidget(self.columns)
            self.columns.show_language(code)
            self.columns.columns[code].text.go_to(int(line) if line.isdigit() else 1)

    def has_changes(self) -> bool:
        """Whether something is typed that is not saved."""
        return bool(self._changed())

    def may_leave(self) -> bool:
        """Ask about what is not saved; False keeps the person here."""
        if not self.has_changes():
            return True
        match ask(self):
            case Answer.SAVE:
                return self.save()
            case Answer.DISCARD:
                self.drafts.give_up()
                self._read(self._id())
                return True
            case Answer.STAY:
                return False

    def save(self) -> bool:
        """Write what is typed; False when a text can't be read."""
        template, values = self._template, self._changed()
        if template is None or not values:
            return True
        message = msg("Change template {name}", name=template.title(speak().code))
        return self._write(
            message, lambda session: templates.save(session, template.id, values, template.version), SAVED
        )

    def duplicate(self) -> None:
        """Begin an own template as a copy of what is saved."""
        template = self._template
        if template is not None and self.may_leave():
            message = msg("Duplicate template {name}", name=template.title(speak().code))
            self._write(message, lambda session: templates.duplicate(session, template.id), msg("{thing} duplicated."))
            self.tabs.setCurrentWidget(self.view)
            self.view.title.setFocus(Qt.FocusReason.TabFocusReason)
            self.view.title.selectAll()

    def delete(self) -> None:
        """Take an own copy away."""
        template = self._template
        if template is None:
            return
        message = msg("Delete template {name}", name=template.title(speak().code))
        self._write(message, lambda session: templates.delete(session, template.id), DELETED, gone=True)

    def restore(self) -> None:
        """Write the text that came with the program; it is saved only when asked for."""
        if self._template is not None:
            self.columns.put_texts(templates.original(self._template))
            self._desk.notify.note(tr("Original text put back, not saved yet."))

    def compare(self) -> None:
        """Show the texts beside those of the program; what is taken is written as if typed."""
        from desktop_crm.ui.template_editor.compare import CompareDialog

        template = self._template
        if template is None:
            return
        found = template_renewal.differences(template, self.columns.texts())
        if not found:
            self._desk.notify.note(tr("Text is the program's own."))
            return
        dialog = CompareDialog(found, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._take(template, dialog.taken()))
        dialog.open()

    # Inside

    def _take(self, template: Template, keys: Sequence[str]) -> None:
        if keys and template.id == self._id():
            self.columns.put_texts(template_renewal.merged(template, self.columns.texts(), keys))
            self._desk.notify.note(tr("Clauses taken over, not saved yet."))

    def _offer_news(self) -> None:
        """Words of an earlier version stand in the template, and nobody said that they shall stay."""
        template = self._template
        if template is None or not template_renewal.is_behind(template):
            self.news.hide()
            return
        habit, wording = template_renewal.kept_as(template)
        if self._desk.habits.get(habit) == wording:
            self.news.hide()
            return
        buttons = (
            (tr("Compare…"), self.compare),
            (tr("Keep mine"), lambda: self._desk.habits.put(habit, wording)),
        )
        self.news.tell(tr("The program has new words for this template."), buttons)

    def _data_changed(self, nouns: frozenset[str]) -> None:
        """Undo, or another window, has changed templates; what is typed here stays."""
        if "settings" in nouns and not self.has_changes():
            self._read(self._id())

    def _write(self, message: Message, work: Any, said: Message, *, gone: bool = False) -> bool:
        now = NowTrue(said, msg("Template {name}", name=message.args["name"]))
        try:
            made = self._desk.write(message, work, note=now)
        except UserError as error:
            self._show_mistakes(error.problems)
            self._desk.notify.error(error)
            return False
        self.drafts.drop()
        self._read(None if gone else made.id)
        return True

    def _read(self, template_id: int | None = None) -> None:
        self._templates = self._desk.read(templates.templates)
        found = [item for item in self._templates if item.id == template_id]
        self._template = next(iter(found or self._templates), None)
        self.chooser.clear()
        kinds = [item.kind for item in self._templates]
        for at, item in enumerate(self._templates):
            if at and kinds[at] != kinds[at - 1]:
                self.chooser.insertSeparator(self.chooser.count())
            self.chooser.addItem(item.title(speak().code), item.id)
        self._choose_in_list()
        if self._template is not None:
            self.columns.show_template(self._template)
            self._show_text()
            self.drafts.show(f"templates.{self._template.id}", self._template.version)
        self._offer_news()
        self._look()

    def _choose_in_list(self) -> None:
        self.chooser.setCurrentIndex(self.chooser.findData(self._id()))

    def _id(self) -> int | None:
        return None if self._template is None else self._template.id

    def _kind(self) -> str:
        return TemplateKind.CONTRACT if self._template is None else self._template.kind

    def _changed(self) -> dict[str, str]:
        template = self._template
        if template is None:
            return {}
        return {name: value for name, value in self.columns.values().items() if getattr(template, name) != value}

    def _restore_typed(self, typed: Mapping[str, Any]) -> None:
        self.columns.type_values(typed)
        self._edited()

    def _turned(self, code: str) -> None:
        """A letter is in one language: its paper turns, too."""
        self.columns.show_language(code)
        if self._kind() == TemplateKind.LETTER:
            self._look()

    def _type_text(self, code: str, source: str) -> None:
        self._putting = True
        self.columns.columns[code].text.put_source(source)
        self._putting = False

    def _retitle(self, code: str, title: str) -> None:
        self._putting = True
        self.columns.columns[code].title.setText(title)
        self._putting = False
        self._edited()

    def _show_text(self) -> None:
        """Both views are one text: what was typed in the code is read anew."""
        if not self._putting and self.tabs.currentWidget() is self.view:
            self.view.show_texts(self.columns.titles(), self.columns.texts(), self._kind())

    def _edited(self) -> None:
        self._show_text()
        self._timer.start()
        self.drafts.keep_soon()
        self._show_state()

    def _show_state(self) -> None:
        self._buttons["save"].setEnabled(self.has_changes())
        own = self._template is not None and templates.is_own(self._template)
        self._buttons["delete"].setVisible(own)
        same = self._template is not None and self.columns.texts() == templates.original(self._template)
        for name in ("restore", "compare"):
            self._buttons[name].setEnabled(not same)

    def _look(self) -> None:
        """Read the texts and make the paper in the background."""
        self._timer.stop()
        self._show_state()
        texts, kind = self.columns.texts(), self._kind()
        languages = self.view.code if kind == TemplateKind.LETTER else "both"

        def work(_job: Job) -> tuple[list[Problem], bytes]:
            problems = templates.problems(texts, kind)
            return problems, b"" if problems else templates.sample(texts, languages, kind)

        self._desk.jobs.latest(("template", id(self)), work, self._looked, parent=self)

    def _looked(self, found: tuple[list[Problem], bytes]) -> None:
        problems, pdf = found
        self._show_mistakes(problems)
        if pdf:
            self.pane.set_pdf(pdf, self.chooser.currentText())
            self._order()  # its pages came since

    def _show_mistakes(self, problems: Sequence[Problem]) -> None:
        self.mistakes.set_problems(problems)
        places = [problem.field.partition(".") for problem in problems]
        self.columns.mark([(code, int(line)) for code, _, line in places if line.isdigit()])

    def _make_buttons(self) -> dict[str, QPushButton]:
        made = {
            "duplicate": QPushButton(icons.icon("copy"), tr("Duplicate template"), self),
            "delete": QPushButton(icons.icon("trash-2"), tr("Delete"), self),
            "restore": QPushButton(icons.icon("rotate-ccw"), tr("Restore the original text"), self),
            "compare": QPushButton(icons.icon("columns-2"), tr("Compare with the program's text…"), self),
            "save": QPushButton(icons.icon("save", "on_accent"), tr("Save"), self),
        }
        theme.mark(made["save"], "primary")
        made["save"].setToolTip(tr("Save (Ctrl+S)"))
        for button in made.values():
            button.setAutoDefault(False)
        return made

    def _connect(self) -> None:
        self.chooser.activated.connect(lambda at: self.show_template(self.chooser.itemData(at)))
        self.columns.edited.connect(self._edited)
        self.columns.show_language(self.view.code)
        self.view.typed.connect(self._type_text)
        self.view.retitled.connect(self._retitle)
        self.view.turned.connect(self._turned)
        self.view.code_wanted.connect(lambda code, line: self.go_to(f"{code}.{line}"))
        self.tabs.currentChanged.connect(lambda _at: self._show_text())
        self._desk.changed.connect(self._data_changed)
        self._timer.timeout.connect(self._look)
        self.mistakes.chosen.connect(self.go_to)
        for name in self._buttons:
            run: Callable[[], object] = getattr(self, name)
            self._buttons[name].clicked.connect(lambda _checked=False, run=run: run())
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self.save)

    def _lay_out(self) -> None:
        about = Flow()  # a narrow window has no room for all of them beside each other
        about.add(self.chooser)
        for name in ("duplicate", "delete", "restore", "compare"):
            about.add(self._buttons[name])
        top = QHBoxLayout()
        top.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_8)
        top.setSpacing(theme.PAD_8)
        top.addWidget(about, 1)
        top.addWidget(self._buttons["save"], 0, Qt.AlignmentFlag.AlignTop)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addLayout(top)
        offered = QVBoxLayout()
        offered.setContentsMargins(theme.PAD_16, 0, theme.PAD_16, theme.PAD_4)
        offered.addWidget(self.news)
        offered.addWidget(self.drafts.offer)
        lines.addLayout(offered)
        lines.addWidget(self.aside, 1)
        lines.addWidget(self.mistakes)
