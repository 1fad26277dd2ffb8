"""A letter's card: what is read and filled in at the left, its paper at the right, and its steps."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtWidgets import QFileDialog, QPushButton, QTabWidget, QWidget

from desktop_crm.model.flow import Step
from desktop_crm.model.letter_flow import SEND
from desktop_crm.model.letter_states import DIRECTIONS, LETTER_STATES, LetterState
from desktop_crm.model.listing import Choice as ListedChoice
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import NowTrue
from desktop_crm.model.problem import Problem
from desktop_crm.model.tone import Tone
from desktop_crm.services import letter as letters
from desktop_crm.services.clock import today
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.form.choice_editor import ChoiceEditor
from desktop_crm.ui.form.fields import Field, Section
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.aside import Aside
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.card import Card, TabDeclaration
from desktop_crm.ui.records.dropped import SCANS
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.people import People
from desktop_crm.ui.records.remedies import of_party
from desktop_crm.ui.screens.letter.fields import letter_fields, of_form, shown
from desktop_crm.ui.screens.letter.paper import LetterPaper

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Session

_ROOM: Final = 900  # px of the form and the paper beside each other
_SHARE: Final = 44  # percent of it for the form
_IDLE: Final = msg("Print or take the next step")
_MAIN: Final = {"letter.print": msg("Print letter"), "letter.send": SEND.text, "letter.answer": msg("Answer")}


class LetterCard(Card):
    """Everything about one letter."""

    noun = "letter"

    def __init__(self, desk: Desk, place: QWidget | None = None) -> None:
        self._templates: Sequence[ListedChoice] = ()
        self.paper = LetterPaper(desk)
        self.files = FilesTab(desk, "letter")
        super().__init__(desk, place)
        self.form.make_first(self.paper.make_pane)
        self.aside.put(self.paper)
        self.paper.problem_chosen.connect(self.mend)
        self.paper.printed.connect(self._offer_sent)
        self.paper.scan_wanted.connect(self.attach)
        self.paper.dropped.connect(self.keep_scans)
        self.aside.moved.connect(desk.actions.refresh)

    # Hooks

    def tabs_inside(self) -> tuple[QWidget, QTabWidget]:
        self.aside = Aside(self, tr("Document"), room=_ROOM, share=_SHARE)
        return self.aside, self.aside.tabs

    def fields(self) -> Sequence[Field | Section]:
        self._people = People(self.desk, lambda: self.form.value("client_id"))
        return letter_fields(self.desk, self._people, lambda: self._templates)

    def form_made(self) -> None:
        self.form.edited.connect(self._edited)
        self.form.committed.connect(self._left)
        pages = [tab.widget for tab in self.tab_declarations if tab.widget is not self.paper]
        in_order(self.header, self.offer, self.tabs.tabBar(), self.form, *pages, self.paper)

    def make_tabs(self) -> Sequence[TabDeclaration]:
        return (
            TabDeclaration(tr("Document"), self.paper),
            TabDeclaration(tr("Files"), self.files),
            TabDeclaration(tr("History"), HistoryTab(self.desk, "letter")),
        )

    def check(self, values: dict[str, Any]) -> Sequence[Problem]:
        return letters.problems(values)

    def take(self, session: "Session", found: Mapping[str, Any]) -> letters.Shown:
        record: letters.Shown = super().take(session, found)
        self._offer_templates(session, record.letter.template_id)  # before its template's name is shown
        return record

    def fetch(self, session: "Session", record_id: int) -> dict[str, Any]:
        return {"record": letters.shown(session, record_id)}

    def blank(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        def ask_file(session: "Session") -> Mapping[str, Any]:
            self._offer_templates(session, None)
            return letters.blank(session, given)

        return self.desk.read(ask_file)

    def save(
        self, session: "Session", record_id: int | None, values: dict[str, Any], version: int | None
    ) -> letters.Shown:
        saved = letters.save(session, record_id, values, version)
        return letters.shown(session, saved.id)

    def message(self, values: Mapping[str, Any]) -> Message:
        if not self.is_new:
            return msg("Change letter {number}", number=self.record.number)
        incoming = values.get("direction") == "incoming"
        return msg("Register an incoming letter") if incoming else msg("Write a letter")

    def texts(self) -> tuple[str, str, Sequence[tuple[str, Tone]]]:
        record, said = self.record, speak()
        chips = [
            (say(title_of(DIRECTIONS, record.direction).title), Tone.NEUTRAL),
            (say(title_of(LETTER_STATES, record.state).title), title_of(LETTER_STATES, record.state).tone),
        ]
        if record.answer_due is not None and record.state in {LetterState.RECEIVED, LetterState.SENT}:
            late = record.answer_due < today()
            told = tr("answer by {day}", day=said.day(record.answer_due))
            chips.append((told, Tone.DANGER if late else Tone.ATTENTION))
        return record.number, f"{record.party} · {said.day(record.letter_date)}", chips

    def client_name(self) -> str:
        return "" if self.record is None else str(self.record.party)

    def new_title(self) -> str:
        return tr("New letter")

    def buttons(self) -> Sequence[QWidget]:
        """What is likely done with it, the likeliest last."""
        names = self._names()
        return [self._button(name, primary=name == names[-1]) for name in names]

    def filled(self) -> None:
        self._show_fields()
        self._freeze()
        if self.record is not None:
            self.form.set_reading(self.reads_first)  # once more: other fields make sense now
            self.paper.show_letter(self.record)
        else:
            self.paper.show_nothing()

    def focus_first(self) -> None:
        self.tabs.setCurrentIndex(0)
        if self.is_new:
            given = self.form.value("client_id") is not None
            self.form.focus_field("template_id" if given else "direction")
        else:
            super().focus_first()

    def tell_locked(self) -> bool:
        if self.record is None or not self.record.is_frozen():
            return False
        focused = self.window().focusWidget()
        if focused is not None and any(
            self.form.editor(name).isAncestorOf(focused)
            for name in letters.ALWAYS_EDITABLE
            if self.form.has_field(name)
        ):
            return False
        told = tr("Not changed: letter {number} stays as it was sent.", number=self.record.number)
        self.desk.notify.note(told, tone=Tone.ATTENTION)
        return True

    def may_step(self, step: Step) -> bool:
        return self.record is not None and bool(self.record.may_become(step.state))

    def step(self, step: Step, day: date | None = None, reason: str = "") -> bool:
        """One that has empty places says where, instead."""
        if step is SEND and (not self.commit() or not self.paper.may_go_out()):
            return False

        def work(session: "Session", record_id: int) -> object:
            return letters.step(session, record_id, step.state, day, reason)

        return self.act(step.sentence(self.record), work, self.now_true(step)) is not None

    # What is done with a letter

    def main(self) -> None:
        """What the primary button does."""
        if self.commit() and self.record is not None:
            self.desk.actions.run(self._names()[-1])

    def main_text(self) -> Message:
        """What it is called."""
        return _IDLE if self.record is None else _MAIN[self._names()[-1]]

    def main_command(self) -> str:
        """Which command that is."""
        return "" if self.record is None else self._names()[-1]

    def print_paper(self) -> None:
        """Save what is typed, then print; the paper comes into sight."""
        if self.commit():
            self.forward.emit()
            self.aside.reveal()
            self.paper.print_paper()

    def show_envelope(self, size: str) -> None:
        """An envelope of this size, to be looked at and printed."""
        from desktop_crm.services.papers import letter as letter_paper

        if not self.commit() or self.record_id is None:
            return
        letter_id, number = self.record_id, self.record.number

        def work(_job: object) -> bytes:
            with self.desk.workspace.read() as session:
                return letter_paper.envelope_of(session, letters.get(session, letter_id), size)

        def done(data: bytes) -> None:
            from desktop_crm.ui.preview.window import show_pdf

            title = tr("Envelope {size} of letter {number}", size=size.upper(), number=number)
            show_pdf(self.desk, self.window(), data, title)

        self.desk.jobs.run(self, tr("Making the envelope"), work, done)

    def write_own_words(self) -> None:
        """What the template says becomes this letter's own text, to go on with."""
        if not self.commit() or self.record_id is None:
            return
        letter_id = self.record_id
        said = self.desk.read(lambda session: letters.own_words(session, letter_id))
        self.forward.emit()
        self.tabs.setCurrentIndex(0)
        self.form.put("text", said)
        self.form.focus_field("text")

    def may_write(self) -> bool:
        """Whether it has a template whose words could be its own."""
        record = self.record
        return (
            record is not None and not record.is_frozen() and not record.is_incoming and record.template_id is not None
        )

    def answer(self) -> None:
        """Begin the letter that answers this one."""
        if self.commit() and self.record_id is not None:
            letter_id = self.record_id
            self.desk.start_new("letter", **self.desk.read(lambda session: letters.answer_to(session, letter_id)))

    def remind(self) -> None:
        """Begin a letter that asks for the answer to this one."""
        if self.commit() and self.record_id is not None:
            letter_id = self.record_id
            self.desk.start_new("letter", **self.desk.read(lambda session: letters.reminder_of(session, letter_id)))

    def awaits(self) -> bool:
        """Whether an answer is due."""
        record = self.record
        return record is not None and record.state in {LetterState.RECEIVED, LetterState.SENT}

    def put_off(self, day: date) -> None:
        """The answer is due on another day."""
        number = self.record.number
        now = NowTrue(msg("Answer to {name} put off to {day}.", name=number, day=day))
        self.act(
            msg("Put off the answer to {name}", name=number),
            lambda session, letter_id: letters.put_off(session, letter_id, day),
            now,
        )

    def attach(self) -> None:
        """Keep the scan of what came in, or of what went out signed."""
        kinds = tr("Scans and photographs") + " (" + " ".join(f"*{ending}" for ending in SCANS) + ")"
        names, _ = over.waited(QFileDialog.getOpenFileNames, self, tr("Attach the scan"), "", kinds)
        if names:
            self.keep_scans([Path(name) for name in names])

    def keep_scans(self, paths: list[Path]) -> None:
        """Among the letter's files."""
        if self.record_id is not None:
            self.forward.emit()
            self.tabs.setCurrentWidget(self.files)
            self.files.show_record(self.record_id)
            self.files.add_paths(paths)

    def edit_template(self) -> None:
        """Change the template's own text, in a window of its own."""
        from desktop_crm.ui.template_editor.window import TemplateWindow

        if self.record is not None and self.record.template_id is not None:
            TemplateWindow(self.desk, self, self.record.template_id).open()

    def mend(self, path: str) -> None:
        """Lead to what mends a problem of the paper; Back leads to the next one."""
        name = of_form(path)
        if path.startswith("template"):
            self.edit_template()
        elif path == "text" and self.may_write() and not self.record.text:
            self.write_own_words()
        elif self.form.has_field(name):
            self.focus_field(name)
        elif (party := of_party(path)) is not None:
            self.desk.navigate(party.noun, self.record.client_id if party.noun == "client" else None, party.field)

    # Inside

    def _names(self) -> tuple[str, ...]:
        """Ids of the header's commands; the last one is the likeliest."""
        record = self.record
        if record.is_incoming:
            return ("letter.answered", "letter.answer") if record.state == LetterState.RECEIVED else ("letter.answer",)
        return ("letter.print", "letter.send") if record.state == LetterState.DRAFT else ("letter.print",)

    def _button(self, name: str, *, primary: bool) -> QPushButton:
        qaction = self.desk.actions.qaction(name)
        button = QPushButton(qaction.text(), self)
        theme.mark(button, "primary" if primary else "outlined")
        button.clicked.connect(qaction.trigger)
        return button

    def _offer_templates(self, session: "Session", template_id: int | None) -> None:
        code = speak().code
        offered = letters.templates_offered(session, template_id)
        self._templates = [ListedChoice(str(each.id), msg("{name}", name=each.title(code))) for each in offered]
        editor = self.form.editor("template_id")
        assert isinstance(editor, ChoiceEditor)
        editor.refill()

    def _edited(self, name: str) -> None:
        if name == "client_id":
            self._people.follow(self.form)
        if name == "direction":
            self._show_fields()

    def _left(self, name: str) -> None:
        """A new letter is in the language of whom it goes to."""
        client_id = self.form.value("client_id")
        if name == "client_id" and self.is_new and client_id is not None:
            begun = self.desk.read(lambda session: letters.start(session, client_id=client_id))
            self.form.put("language", begun["language"])

    def _show_fields(self) -> None:
        for name, is_shown in shown(self.form.values(), is_new=self.is_new):
            self.form.show_field(name, shown=is_shown)

    def _freeze(self) -> None:
        frozen = self.record is not None and self.record.is_frozen()
        for name in self.form.values():
            self.form.editor(name).set_read_only(frozen and name not in letters.ALWAYS_EDITABLE)

    def _offer_sent(self, letter_id: int) -> None:
        """After printing a draft that is still shown."""
        if self.record_id != letter_id or not self.steps.may(SEND):
            return
        self.desk.notify.note(
            tr("Letter {number} printed, not marked as sent yet.", number=self.record.number),
            action=(tr("Mark as sent"), lambda: self.steps.take(SEND) if self.record_id == letter_id else None),
        )
