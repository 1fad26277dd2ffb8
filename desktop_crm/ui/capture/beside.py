"""Beside the form: who that is. State, the order under way, the step that this closes, what was said last."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.model.activity import ACTIVITY_KINDS
from desktop_crm.model.client import CLIENT_STATUSES
from desktop_crm.model.listing import title_of
from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.order_states import ORDER_STATES
from desktop_crm.model.phone import display_phone
from desktop_crm.model.task import Task
from desktop_crm.model.tone import Tone
from desktop_crm.services import activity
from desktop_crm.services.activity import About
from desktop_crm.services.clock import today
from desktop_crm.services.who import Who
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.look.clamped import ClampedLabel
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.privacy.veils import ValueLabel

WIDTH: Final = 340
_ASKED: Final = ("capture", "about")
_STEPS: Final = 3
_SAID_LINES: Final = 2
_PAD: Final = 18


class WhoItIs(QFrame):
    """Filled in the background. Steps are ticked where the kind of what happened answers them, until somebody decides."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("capture-beside")
        self._desk = desk
        self._client_id: int | None = None
        self._about: About | None = None
        self._who: Who | None = None
        self._kind = ""
        self._ticks: dict[int, bool] = {}  # what somebody decided, by step
        self._boxes: dict[int, QCheckBox] = {}
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(_PAD, theme.PAD_12, _PAD, theme.PAD_12)
        self._lines.setSpacing(0)
        self._inside: QWidget | None = None
        privacy.signals.changed.connect(self._fill)
        self._fill()

    def show_who(self, who: Who | None, kind: str) -> None:
        """Somebody, nobody, or somebody new."""
        self._kind = kind
        client_id = None if who is None else who.client_id
        if who == self._who:
            self._tick()
            return
        self._who = who
        if client_id == self._client_id and client_id is not None:
            self._fill()
            return
        self._client_id, self._about = client_id, None
        self._ticks.clear()
        if client_id is None:
            self._desk.jobs.forget(_ASKED)
            self._fill()
            return
        workspace = self._desk.workspace

        def ask(_job: object) -> About:
            with workspace.read() as session:
                return activity.about(session, client_id)

        self._desk.jobs.latest(_ASKED, ask, lambda about: self._answer(client_id, about), self._fail, self)

    def closes(self) -> list[int]:
        """The steps that are ticked, as far as they were seen."""
        return [step_id for step_id, box in self._boxes.items() if box.isChecked()]

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        return list(self._boxes.values())

    def restore(self, ticks: Sequence[int], seen: Sequence[int]) -> None:
        """What was decided of steps before."""
        self._ticks = {step_id: step_id in ticks for step_id in seen}
        self._tick()

    def decided(self) -> dict[int, bool]:
        """What somebody ticked or unticked."""
        return dict(self._ticks)

    def _answer(self, client_id: int, about: About) -> None:
        if client_id == self._client_id:
            self._about = about
            self._fill()

    def _fail(self, error: Exception) -> None:
        self._desk.notify.error(error)

    def _fill(self) -> None:
        """Anew: it is small, and rarely another one."""
        if self._inside is not None:
            self._lines.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self._boxes = {}
        self._inside = inside = QWidget(self)
        lines = QVBoxLayout(inside)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        if self._about is not None:
            self._fill_known(lines, self._about)
        elif self._who is not None and self._who.client_id is None:
            self._fill_new(lines, self._who)
        lines.addStretch(1)
        self._lines.addWidget(inside)
        self._tick()

    def _fill_known(self, lines: QVBoxLayout, about: About) -> None:
        client = about.client
        chips = QHBoxLayout()
        chips.setSpacing(theme.PAD_8)
        status = title_of(CLIENT_STATUSES, client.status)
        chips.addWidget(Chip(say(status.title), status.tone))
        if client.is_key:
            chips.addWidget(Chip(tr("Key client"), Tone.ATTENTION))
        chips.addStretch(1)
        lines.addLayout(chips)
        lines.addSpacing(theme.PAD_12)
        if about.order is not None:
            self._fill_order(lines, about)
        for step in about.steps[:_STEPS]:
            lines.addWidget(self._step(step))
            lines.addSpacing(theme.PAD_8)
        if about.steps:
            lines.addSpacing(theme.PAD_8)
        self._fill_said(lines, about)

    def _fill_order(self, lines: QVBoxLayout, about: About) -> None:
        order = about.order
        assert order is not None
        lines.addWidget(_small(tr("Open order {number}", number=order.number)))
        total = ValueLabel()
        total.show_value(privacy.veil_of(about.client.full_name, speak().money(order.total)))
        total.setFont(theme.number_font(theme.LARGE, strong=True))
        lines.addWidget(total)
        state = say(title_of(ORDER_STATES, order.state).title)
        facts = [state, tr("promised for {day}", day=speak().day_soon(order.promised_on)) if order.promised_on else ""]
        label = PlainLabel(" · ".join(filter(None, facts)))
        theme.mark(label, "muted")
        lines.addWidget(label)
        lines.addSpacing(theme.PAD_12)

    def _fill_said(self, lines: QVBoxLayout, about: About) -> None:
        head = PlainLabel(tr("Last said"))
        theme.mark(head, "strong")
        lines.addWidget(head)
        lines.addSpacing(6)
        if not about.last:
            none = PlainLabel(tr("Nothing was written down yet."), wrap=True)
            theme.mark(none, "muted")
            lines.addWidget(none)
        for each in about.last:
            kind = say(title_of(ACTIVITY_KINDS, each.kind).title)
            lines.addWidget(_small(f"{_near(on_this_clock(each.moment).date())}, {kind[:1].lower()}{kind[1:]}"))
            said = each.text
            if privacy.is_on():
                bar = ValueLabel()
                bar.show_value(privacy.DOTS)
                lines.addWidget(bar)
            else:
                text = ClampedLabel(_SAID_LINES)
                text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
                text.show_text(said)
                lines.addWidget(text)
            lines.addSpacing(theme.PAD_12)

    def _fill_new(self, lines: QVBoxLayout, who: Who) -> None:
        head = PlainLabel(tr("New client"))
        theme.mark(head, "strong")
        lines.addWidget(head)
        lines.addSpacing(6)
        facts = [who.client, who.name, display_phone(who.phone) if who.phone else ""]
        for fact in dict.fromkeys(filter(None, facts)):
            lines.addWidget(PlainLabel(fact, wrap=True))
        note = PlainLabel(tr("Made when you save; undone with it."), wrap=True)
        theme.mark(note, "small")
        lines.addSpacing(theme.PAD_8)
        lines.addWidget(note)

    def _step(self, step: Task) -> QWidget:
        """A box around it, as it decides something."""
        frame = _StepFrame()
        theme.mark(frame, "card")
        name = privacy.veil(step.title)
        frame.box = box = QCheckBox(frame)
        box.setAccessibleName(tr("Closes “{step}”", step=privacy.spoken(name)))
        words = ClampedLabel(2)
        words.show_text(tr("Closes “{step}”", step=name))
        words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(words)
        if step.due is not None:
            is_late = step.due < today()
            due = PlainLabel(tr("due {day}", day=speak().day_soon(step.due)))
            theme.mark(due, "late" if is_late else "muted")
            box.setAccessibleDescription(due.text())
            texts.addWidget(due)
        row = QHBoxLayout(frame)
        row.setContentsMargins(theme.PAD_4, theme.PAD_4, theme.PAD_8, theme.PAD_4)
        row.setSpacing(0)
        row.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        box.clicked.connect(lambda checked: self._ticks.update({step.id: checked}))
        self._boxes[step.id] = box
        return frame

    def _tick(self) -> None:
        """The first step is answered by what happened with somebody, unless somebody decided otherwise."""
        for at, (step_id, box) in enumerate(self._boxes.items()):
            box.setChecked(self._ticks.get(step_id, at == 0 and self._kind in activity.ANSWERS))


class _StepFrame(QFrame):
    """A click beside the box is one into it."""

    box: QCheckBox

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.box.click()


def _small(text: str) -> QLabel:
    label = PlainLabel(text)
    theme.mark(label, "small")
    return label


def _near(day: date) -> str:
    """Without its year while that is this one."""
    told = speak().day(day)
    return told.rpartition(" ")[0] if day.year == today().year else told
