"""What capture asks: who, what kind, what was said, the next step and its day."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_crm.model.activity import QUICK_KINDS, ActivityKind
from desktop_crm.model.moments import moment_from_written, written_from_moment
from desktop_crm.model.planned import read_planned
from desktop_crm.services.clock import now, today
from desktop_crm.ui.capture.chips import Choices
from desktop_crm.ui.capture.days import DayChips
from desktop_crm.ui.capture.said import Covered, Labelled, LongText, one_line
from desktop_crm.ui.capture.who_field import WhoField
from desktop_crm.ui.capture.words import KIND_ICONS
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme

WIDTH: Final = 520
_PAD: Final = 20
_LINES: Final = 4
_KINDS: Final = tuple(choice.code for choice in QUICK_KINDS)


class CaptureForm(QWidget):
    """`edited` on every change; `who_changed` when somebody else, or another kind, is chosen."""

    edited = Signal()
    who_changed = Signal()

    def __init__(self, desk: Desk, over: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.moment: datetime = now()
        self.who = WhoField(desk, over, self)
        self.kinds = Choices(tr("What happened"), "segment", 0, self)
        for at, choice in enumerate(QUICK_KINDS):
            button = self.kinds.add(say(choice.title), KIND_ICONS[ActivityKind(choice.code)], f"Alt+{at + 1}")
            button.setProperty("end", {0: "first", len(_KINDS) - 1: "last"}.get(at, ""))
        self.kinds.spread()
        self.kinds.choose(0)
        self.text = LongText(tr("What was said"), _LINES)
        self.step = one_line(tr("Next step"))
        self.step.setPlaceholderText(tr("call back tomorrow"))
        self.days = DayChips(today, self)
        self._who = Labelled(tr("Who – name, company or phone"), self.who, self)
        said = Covered(self.text, tr("What was said"), self.text.toPlainText, self)
        said.setFixedHeight(self.text.height())
        step = Covered(self.step, tr("Next step"), self.step.text, self)
        self._covers = (said, step)
        self._said = Labelled(tr("What was said"), said, self)
        self._next = Labelled(tr("Next step"), step, self)
        self._lay_out()
        self._listen()

    @property
    def kind(self) -> str:
        """What happened."""
        return _KINDS[self.kinds.at]

    def choose_kind(self, at: int) -> None:
        """By its key."""
        self.kinds.choose(at)
        self._kind_chosen(at)

    def values(self) -> dict[str, Any]:
        """As `activity.capture` takes them."""
        step = " ".join(self.step.text().split())
        planned, at = read_planned(step, today()), ""
        if planned.day is not None and planned.day == self.days.value:
            step, at = planned.what, f"{planned.at:%H:%M}" if planned.at else ""
        return {
            "kind": self.kind,
            "moment": self.moment,
            "text": self.text.toPlainText().strip(),
            "next_step": step,
            "due": self.days.value if step else None,
            "due_time": at,
        }

    def is_said(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.text.toPlainText().strip() or self.step.text().strip())

    def is_typed(self) -> bool:
        """Whether anything would be lost."""
        return self.is_said() or self.who.is_typed()

    def check(self) -> bool:
        """Tell what is missing and lead there; False then."""
        self.tell_who("")
        self._said.tell("")
        if not self.days.take_typed():
            return False
        if self.who.chosen is None:
            self.tell_who(tr("Which of them?") if self.who.text().strip() else tr("Who is it?"))
            self.who.ask_again()
            return False
        if not self.is_said():
            self._said.tell(tr("Write what was said, or what comes next"))
            self.text.setFocus()
            return False
        return True

    def tell_who(self, problem: str) -> None:
        """Beside the first field; empty for nothing."""
        self._who.tell(problem)

    def begin(self) -> None:
        """All empty, the keyboard in the first field."""
        self.moment = now()
        self.who.line.clear()
        self.who.restore("", None, None)
        self.who.line.setModified(False)
        self.text.clear()
        self.step.clear()
        self.kinds.choose(0)
        self.days.put(None, by_hand=False)
        self.tell_who("")
        self._said.tell("")

    def draft(self) -> dict[str, Any]:
        """What stands there, as plain JSON."""
        who = self.who.chosen
        return {
            "name": self.text.toPlainText() or self.step.text() or self.who.text(),
            "who": self.who.text(),
            "client_id": who and who.client_id,
            "contact_id": who and who.contact_id,
            "kind": self.kind,
            "moment": written_from_moment(self.moment),
            "text": self.text.toPlainText(),
            "next_step": self.step.text(),
            "due": self.days.value.isoformat() if self.days.value else None,
            "by_hand": self.days.by_hand,
        }

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Type what `draft` gave."""
        self.moment = moment_from_written(draft["moment"])
        self.kinds.choose(_KINDS.index(draft["kind"]))
        self.text.setPlainText(draft["text"])
        self.step.setText(draft["next_step"])
        due = draft["due"]
        self.days.put(date.fromisoformat(due) if due else None, by_hand=bool(draft["by_hand"]))
        self.who.restore(draft["who"], draft["client_id"], draft["contact_id"])
        self.who_changed.emit()

    def focus_next(self, widget: QWidget | None) -> QWidget | None:
        """What Enter leads to from here; None behind the last field."""
        stops = (self.who.line, self.text, self.step, self.days)
        for at, stop in enumerate(stops[:-1]):
            if widget is stop:
                return stops[at + 1] if stops[at + 1] is not self.days or self.step.text().strip() else None
        return None

    def stops(self) -> list[QWidget]:
        """Where Tab stops."""
        kinds, days = self.kinds.stop(), self.days.chips.stop()
        return [self.who.line, kinds, self._covers[0].shown, self._covers[1].shown, days, self.days.line]

    def _listen(self) -> None:
        self.who.changed.connect(self.who_changed)
        self.who.changed.connect(lambda: self.tell_who(""))
        self.who.edited.connect(self.edited)
        self.kinds.chosen.connect(self._kind_chosen)
        self.text.textChanged.connect(self._text_changed)
        self.step.textChanged.connect(self._step_changed)
        self.days.changed.connect(self.edited)

    def _kind_chosen(self, _at: int) -> None:
        self.edited.emit()
        self.who_changed.emit()

    def _text_changed(self) -> None:
        if self._said.problem.text():
            self._said.tell("")
        self.edited.emit()

    def _step_changed(self, text: str) -> None:
        self.days.follow(text)
        self.edited.emit()

    def _lay_out(self) -> None:
        lines = QVBoxLayout(self)
        lines.setContentsMargins(_PAD, theme.PAD_12, _PAD, theme.PAD_8)
        lines.setSpacing(0)
        for widget, below in (
            (self._who, theme.PAD_12),
            (self.kinds, theme.PAD_12),
            (self._said, theme.PAD_12),
            (self._next, theme.PAD_8),
            (self.days, 0),
        ):
            lines.addWidget(widget)
            lines.addSpacing(below)
        lines.addStretch(1)
