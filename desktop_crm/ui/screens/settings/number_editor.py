"""The numbers of one kind of papers, opened in their place: what they are made of, with which they go on, the next three."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.moments import on_this_clock
from desktop_crm.model.number_pieces import may_repeat, pattern_of, pieces_of
from desktop_crm.model.numbering import BEGINS_ANEW, Anew, number_of, pattern_problem
from desktop_crm.services import settings
from desktop_crm.services.clock import today
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.tab_order import stops
from desktop_crm.ui.screens.settings import number_words
from desktop_crm.ui.screens.settings.pieces_line import PiecesLine
from desktop_crm.ui.table.flow import Flow

_EXAMPLES: Final = 3
_ROOM: Final = 560  # px
_NUMBER: Final = 150
_CHOICE: Final = 170


class NumberEditor(QFrame):
    """`save` is Enter or its button, `left` is Esc; nothing is written here."""

    edited = Signal()
    save = Signal()
    left = Signal()

    def __init__(self, numbering: settings.Numbering, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("numbering")
        self._numbering = numbering
        self._kept = numbering.pattern
        self.pieces = PiecesLine(self)
        self.text = QLineEdit(self)
        self.text.setAccessibleName(tr("Pattern"))
        self.text.setMaxLength(80)
        self.following = QLineEdit(str(numbering.last + 1), self)
        self.following.setAccessibleName(tr("Next number"))
        self.following.setValidator(QIntValidator(1, settings.MOST_NUMBERS, self))
        self.following.setFixedWidth(_NUMBER)
        self.anew = QComboBox(self)
        self.anew.setAccessibleName(tr("Begins anew"))
        self.anew.setMinimumWidth(_CHOICE)
        for choice in BEGINS_ANEW:
            self.anew.addItem(say(choice.title), choice.code)
        self.choose_anew(numbering.begins_anew)
        self.examples = [PlainLabel(parent=self) for _ in range(_EXAMPLES)]
        self.problem = PlainLabel(parent=self, wrap=True)
        self.as_text = QPushButton(icons.icon("pencil", "accent"), tr("As text"), self)
        theme.mark(self.as_text, "quiet")
        self.button = QPushButton(tr("Save pattern"), self)
        theme.mark(self.button, "primary")
        self._hint = QLabel(
            tr(
                "A pattern may hold {places}.",
                places="{seq} {seq:03} {year} {year2} {month} {roman_month} {day}",
            ),
            self,
        )
        self._hint.setWordWrap(True)
        theme.mark(self._hint, "small")
        self._keys: list[QLabel] = []  # what Enter and Esc do, where there is room to say it
        self._lay_out()
        self._connect()
        self.type_pattern(numbering.pattern)

    def pattern(self) -> str:
        """As it is typed or put together now."""
        return self.text.text() if self.is_text() else pattern_of(self.pieces.pieces())

    def next_number(self) -> int:
        """With which numbers go on."""
        return int(self.following.text() or 0)

    def begins_anew(self) -> Anew:
        """When numbers are to begin with 1 again."""
        return Anew(self.anew.currentData())

    def is_text(self) -> bool:
        """Whether it is typed in the language of patterns."""
        return not self.text.isHidden()

    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        return self.is_rule_changed() or self.next_number() != self._last() + 1

    def is_rule_changed(self) -> bool:
        """Whether its pattern is, or when it begins anew."""
        return self.pattern() != self._kept or self.is_anew_changed()

    def is_anew_changed(self) -> bool:
        """Whether it begins anew at another time."""
        return self.begins_anew() != self._numbering.begins_anew

    def trouble(self) -> str:
        """Why it can't be saved; empty when it can."""
        pieces = pieces_of(self.pattern())
        if pieces is not None and not self.is_text() and (lacking := number_words.lacking(pieces, self.begins_anew())):
            return lacking
        wrong = pattern_problem(self.pattern(), self.begins_anew())
        if wrong is not None:
            return say(wrong)
        if self.next_number() <= (last := self._last()):
            return tr("{number} was given already: the next number is {next} or more", number=last, next=last + 1)
        return ""

    def type_pattern(self, pattern: str) -> None:
        """Show another one, as pieces where it has any."""
        pieces = pieces_of(pattern)
        self.text.setText(pattern)
        self.pieces.show_pieces(pieces or ())
        self._show_as(text=pieces is None)
        self._look()

    def choose_anew(self, anew: str | None) -> None:
        """Show another time to begin anew; what is not known changes nothing."""
        if (at := self.anew.findData(anew)) >= 0:
            self.anew.setCurrentIndex(at)

    def take_keyboard(self) -> None:
        """To the first piece, or the text."""
        for first in stops(self.text if self.is_text() else self.pieces)[:1] or [self.text]:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if not event.modifiers():
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._save()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        for label in self._keys:
            label.setVisible(event.size().width() >= _ROOM)
        ways = QBoxLayout.Direction
        self._three.setDirection(ways.LeftToRight if event.size().width() >= _ROOM else ways.TopToBottom)

    def _toggle(self) -> None:
        if not self.is_text():
            self.text.setText(self.pattern())
            self._show_as(text=True)
        elif (pieces := pieces_of(self.text.text())) is not None:
            self.pieces.show_pieces(pieces)
            self._show_as(text=False)
        self.take_keyboard()
        self._look()

    def _show_as(self, *, text: bool) -> None:
        self.text.setVisible(text)
        self._hint.setVisible(text)
        self.pieces.setHidden(text)
        self.as_text.setText(tr("As pieces") if text else tr("As text"))

    def _last(self) -> int:
        """What was given since numbers began anew."""
        return self._numbering.lasts[self.begins_anew()]

    def _begin_anew(self) -> None:
        """The next number goes along, unless it was typed."""
        if not self.following.isModified():
            self.following.setText(str(self._last() + 1))
        self._changed()

    def _changed(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        """What it gives, or why it gives nothing."""
        trouble, pattern = self.trouble(), self.pattern()
        is_pattern = pattern_problem(pattern, self.begins_anew()) is None
        for by, label in enumerate(self.examples):
            label.setText(number_of(pattern, self.next_number() + by, today()) if is_pattern else "–")
        doubt = (
            ""
            if trouble or not may_repeat(pattern)
            else tr("The number runs into a month or day, so two may look the same: put a stroke between them.")
        )
        self.problem.setText(trouble or doubt)
        self.problem.setVisible(bool(trouble or doubt))
        theme.mark(self.problem, "problem" if trouble else "warning")
        self.button.setEnabled(not trouble)
        self.as_text.setEnabled(not self.is_text() or pieces_of(pattern) is not None)

    def _save(self) -> None:
        if not self.trouble():
            self.save.emit()

    def _connect(self) -> None:
        self.pieces.edited.connect(self._changed)
        self.pieces.entered.connect(self._save)
        self.text.textEdited.connect(lambda _text: self._changed())
        self.following.textEdited.connect(lambda _text: self._changed())
        self.anew.currentIndexChanged.connect(lambda _at: self._begin_anew())
        self.as_text.clicked.connect(self._toggle)
        self.button.clicked.connect(self._save)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(theme.PAD_8)
        made_of = QVBoxLayout()
        made_of.setSpacing(theme.PAD_4)
        for widget in (self.pieces, self.text, self._hint):
            made_of.addWidget(widget)
        top.addLayout(made_of, 1)
        top.addWidget(self.as_text, 0, Qt.AlignmentFlag.AlignTop)
        middle = Flow(self, theme.PAD_24)
        middle.add(_titled(tr("Next number"), self.following))
        middle.add(_titled(tr("Begins anew"), self.anew))
        three = QWidget(self)
        self._three = QBoxLayout(QBoxLayout.Direction.LeftToRight, three)
        self._three.setContentsMargins(0, 0, 0, 0)
        self._three.setSpacing(theme.PAD_16)
        for at, label in enumerate(self.examples):
            label.setFont(theme.number_font(strong=at == 0))
            label.setFixedHeight(theme.CONTROL_HEIGHT)
            if at:
                theme.mark(label, "muted")
            self._three.addWidget(label)
        middle.add(_titled(tr("The next three"), three))
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_16)
        foot.addWidget(self.button)
        for key, does in (("Enter", tr("save")), ("Esc", tr("undo"))):
            self._keys.append(_small(f"<b>{key}</b> {does}", self))
            foot.addWidget(self._keys[-1])
        given = PlainLabel(self._given(), self, wrap=True)
        theme.mark(given, "small")
        given.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        foot.addWidget(given, 1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_16, theme.PAD_12)
        lines.setSpacing(theme.PAD_8)
        lines.addWidget(_small(tr("Made of"), self))
        lines.addLayout(top)
        lines.addWidget(middle)
        lines.addWidget(self.problem)
        lines.addLayout(foot)

    def _given(self) -> str:
        """What was given last, and that it stays so."""
        stay = tr("Papers already numbered stay as they are.")
        given = self._numbering
        if not given.given or given.at is None:
            return stay
        moment = on_this_clock(given.at)
        time = speak().moment(given.at).rpartition(" ")[2]
        when = tr("today at {time}", time=time) if moment.date() == today() else speak().day(moment)
        return tr("{number} was given {when}.", number=given.given, when=when) + " " + stay


def _small(text: str, parent: QWidget) -> QLabel:
    label = QLabel(text, parent)
    theme.mark(label, "small")
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    return label


def _titled(title: str, widget: QWidget) -> QWidget:
    """A word above what it names."""
    box = QWidget(widget.parentWidget())
    lines = QVBoxLayout(box)
    lines.setContentsMargins(0, 0, 0, 0)
    lines.setSpacing(2)
    named = QLabel(title, box)
    theme.mark(named, "small")
    lines.addWidget(named)
    lines.addWidget(widget)
    return box
