"""A template as a text: its clauses as cards that fold, one language at a time."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.contract import TemplateKind
from desktop_crm.model.template_text import Card, Kind, cards_of, parts_of
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.roles import ChoiceButton
from desktop_crm.ui.template_editor import words
from desktop_crm.ui.template_editor.clause_text import ClauseText


class ClauseCard(QFrame):
    """Folded it shows its title; the text is made when it is first unfolded."""

    typed = Signal()
    code_wanted = Signal(int)
    folded = Signal(bool)
    entered = Signal(object)

    def __init__(self, card: Card, names: words.Names, parent: QWidget) -> None:
        super().__init__(parent)
        theme.mark(self, "card")
        self.card = card
        self._names = names
        self._margins = ("", "")  # empty lines around the text, which nobody sees
        self.text: ClauseText | None = None
        self.title: QLineEdit | None = None
        self.button = QToolButton(self)
        self.button.setCheckable(True)
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        theme.mark(self.button, "fold")
        self.button.setFont(theme.font(strong=True))
        self.button.toggled.connect(self._toggled)
        self._lines = QVBoxLayout(self)
        self._lines.setContentsMargins(theme.PAD_8, theme.PAD_4, theme.PAD_8, theme.PAD_4)
        self._lines.setSpacing(theme.PAD_8)
        self._lines.addWidget(self.button)
        self._name()

    def is_open(self) -> bool:
        """Whether its text is seen."""
        return self.button.isChecked()

    def open(self, *, opened: bool = True) -> None:
        """Unfold it or fold it."""
        self.button.setChecked(opened)

    def show_card(self, card: Card) -> None:
        """Another state of the clause; one that is the same already keeps cursor and Undo."""
        if card.source != self.card.source:
            self.card = card
            self._fill()
        self.card = card
        self._name()

    def _name(self) -> None:
        title = _plain(self.card.title, self._names) or tr("Before the first clause")
        self.setAccessibleName(title)
        self.button.setText(" " + title)
        self.button.setIcon(icons.icon("chevron-down" if self.is_open() else "chevron-right"))
        shown = (
            tr("Clause {title}, unfolded", title=title) if self.is_open() else tr("Clause {title}, folded", title=title)
        )
        self.button.setAccessibleName(shown)
        if self.text is not None:
            self.text.setAccessibleName(tr("Text of the clause {title}", title=title))

    def _toggled(self, opened: bool) -> None:
        if opened and self.text is None:
            self._make()
        for widget in (self._inside,) if self.text is not None else ():
            widget.setVisible(opened)
        self._name()
        self.folded.emit(not opened)

    def _make(self) -> None:
        self._inside = QWidget(self)
        lines = QVBoxLayout(self._inside)
        lines.setContentsMargins(theme.PAD_24, 0, 0, theme.PAD_8)
        lines.setSpacing(theme.PAD_8)
        self._lead = QPushButton(self._inside)
        theme.mark(self._lead, "quiet")
        self._lead.setToolTip(tr("Only the code can change this: a click opens it there."))
        self._lead.clicked.connect(lambda: self.code_wanted.emit(self.card.start))
        self.title = QLineEdit(self._inside)
        self.title.setAccessibleName(tr("Title of the clause"))
        self.title.textEdited.connect(self._retitle)
        self.text = ClauseText(self._inside, self._names)
        self.text.typed.connect(self._typed)
        self.text.code_wanted.connect(self._lead_to)
        self.text.installEventFilter(self)
        for widget in (self._lead, self.title, self.text):
            lines.addWidget(widget)
        lines.setAlignment(self._lead, Qt.AlignmentFlag.AlignLeft)
        self._lines.addWidget(self._inside)
        for before, after in pairwise((self.button, self._lead, self.title, self.text)):
            QWidget.setTabOrder(before, after)
        self._fill()
        self._inside.show()

    def _fill(self) -> None:
        if self.text is None or self.title is None:
            return
        lead = " · ".join(
            words.chip(part, self._names) for part in parts_of(self.card.lead) if part.kind is Kind.LOCKED
        )
        self._lead.setText(lead)
        self._lead.setVisible(bool(lead))
        self.title.setText(self.card.title)
        self.title.setVisible(bool(self.card.heading))
        self.title.setReadOnly(any(part.kind is not Kind.TEXT for part in parts_of(self.card.title)))
        body = self.card.body
        inner = body.strip("\n")
        begin = body.index(inner) if inner else len(body)
        self._margins = (body[:begin], body[begin + len(inner) :])
        self.text.show_source(inner)

    def _retitle(self, title: str) -> None:
        self.card = self.card.with_title(title)
        self._name()
        self.typed.emit()

    def _typed(self) -> None:
        assert self.text is not None
        above, below = self._margins
        self.card = Card(self.card.lead, self.card.heading, above + self.text.source() + below, self.card.start)
        self.typed.emit()

    def _lead_to(self, line: int) -> None:
        above = self.card.lead + self.card.heading + self._margins[0]
        self.code_wanted.emit(self.card.start + above.count("\n") + line)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self.entered.emit(watched)
        return super().eventFilter(watched, event)


class TextView(QWidget):
    """`typed` gives the language and what its text is now, `retitled` the same of its name, `code_wanted` a line of the code."""

    typed = Signal(str, str)
    retitled = Signal(str, str)
    code_wanted = Signal(str, int)
    turned = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = speak().code
        self._sources: dict[str, str] = {}
        self._titles: dict[str, str] = {}
        self._kind: str = TemplateKind.CONTRACT
        self._folds: dict[str, bool] = {}  # by a clause's key: whether it is open
        self._last: ClauseText | None = None
        self._waiting: list[ClauseCard] = []  # to be unfolded
        self.cards: list[ClauseCard] = []
        self.languages = {
            code: self._choice(code, name) for code, name in (("id", tr("Indonesian")), ("en", tr("English")))
        }
        group = QButtonGroup(self)
        for button in self.languages.values():
            group.addButton(button)
        self.title = QLineEdit(self)
        self.title.textEdited.connect(lambda text: self.retitled.emit(self.code, text))
        self.insert = QPushButton(icons.icon("braces"), tr("Insert a field…"), self)
        self.insert.setAutoDefault(False)
        self.insert.clicked.connect(self._insert)
        self.all = QPushButton(tr("Unfold all"), self)
        self.all.clicked.connect(self._turn_all)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget(self._area)
        theme.mark(self._inside, "page")
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, theme.PAD_8, theme.PAD_12)
        self._column.setSpacing(theme.PAD_8)
        self._column.addStretch(1)
        self._area.setWidget(self._inside)
        self._lay_out()
        self.show_language(self.code)

    def show_language(self, code: str) -> None:
        """The text in another language."""
        self.code = code
        self.languages[code].setChecked(True)
        self.title.setAccessibleName(tr("Name of the template, {language}", language=self.languages[code].text()))
        self._show()

    def show_texts(self, titles: dict[str, str], sources: dict[str, str], kind: str = TemplateKind.CONTRACT) -> None:
        """What the code has now, of a template of these papers."""
        if kind != self._kind:
            self._kind = kind
            self._rebuild(())
        self._titles, self._sources = titles, sources
        self._show()

    def card(self, key: str) -> ClauseCard:
        """The one with this key, unfolded."""
        found = next(each for each in self.cards if each.card.key == key)
        found.open()
        return found

    def source(self) -> str:
        """The text in the language that is shown."""
        return "".join(each.card.source for each in self.cards)

    def _show(self) -> None:
        if self.title.text() != self._titles.get(self.code, ""):
            self.title.setText(self._titles.get(self.code, ""))
        cards = cards_of(self._sources.get(self.code, ""))
        if [card.key for card in cards] != [each.card.key for each in self.cards]:
            self._rebuild(cards)
        for widget, card in zip(self.cards, cards, strict=True):
            widget.show_card(card)

    def _rebuild(self, cards: Sequence[Card]) -> None:
        self._last = None
        self._waiting = []
        for old in self.cards:
            old.hide()
            old.deleteLater()
        self.cards = []
        for at, card in enumerate(cards):
            made = ClauseCard(card, words.Names(self._title_of, self._kind), self._inside)
            made.typed.connect(self._typed)
            made.code_wanted.connect(lambda line: self.code_wanted.emit(self.code, line))
            made.folded.connect(lambda folded, key=card.key: self._remember(key, folded))
            made.entered.connect(self._entered)
            self._column.insertWidget(at, made)
            self.cards.append(made)
            made.show()
        for at, widget in enumerate(self.cards):
            if self._folds.get(widget.card.key, at == 0):
                widget.open()

    def _remember(self, key: str, folded: bool) -> None:
        self._folds[key] = not folded
        self._name_all()

    def _name_all(self) -> None:
        self.all.setText(tr("Fold all") if any(each.is_open() for each in self.cards) else tr("Unfold all"))

    def _turn_all(self) -> None:
        if any(each.is_open() for each in self.cards):
            self._waiting = []
            for each in self.cards:
                each.open(opened=False)
        else:
            self._waiting = list(self.cards)
            self._open_next()

    def _open_next(self) -> None:
        """One each turn of the window's thread: all of them would hold it up."""
        if self._waiting:
            self._waiting.pop(0).open()
            QTimer.singleShot(0, self, self._open_next)

    def _typed(self) -> None:
        self._sources[self.code] = self.source()
        self.typed.emit(self.code, self._sources[self.code])

    def _entered(self, text: ClauseText) -> None:
        self._last = text

    def _insert(self) -> None:
        """Into the text that was typed in last."""
        if self._last is None and self.cards:
            self.cards[0].open()
            self._last = self.cards[0].text
        if self._last is not None:
            self._last.pick_field()

    def _title_of(self, key: str) -> str:
        names = words.Names(lambda _key: "", self._kind)
        return next((_plain(each.card.title, names) for each in self.cards if each.card.key == key), "")

    def _choice(self, code: str, name: str) -> ChoiceButton:
        made = ChoiceButton(self)
        made.setText(name)
        theme.mark(made, "segment")
        made.setProperty("end", "first" if code == "id" else "last")
        made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        made.clicked.connect(lambda: self._turn(code))
        return made

    def _turn(self, code: str) -> None:
        self.show_language(code)
        self.turned.emit(code)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(0)
        for button in self.languages.values():
            top.addWidget(button)
        top.addSpacing(theme.PAD_8)
        top.addWidget(self.title, 1)
        under = QHBoxLayout()
        under.setSpacing(theme.PAD_8)
        under.addWidget(self.insert)
        under.addWidget(self.all)
        under.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_16, theme.PAD_12, theme.PAD_8, 0)
        lines.setSpacing(theme.PAD_8)
        lines.addLayout(top)
        lines.addLayout(under)
        lines.addWidget(self._area, 1)


def _plain(title: str, names: words.Names) -> str:
    """A title with its fields in words."""
    return "".join(
        part.source if part.kind is Kind.TEXT else f"[{words.chip(part, names)}]" for part in parts_of(title)
    )
