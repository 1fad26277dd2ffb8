"""What happened to a card: who, when, and what from what to what, in the user's words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QFont, QKeyEvent, QShowEvent, QTextBlockFormat, QTextCharFormat
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from desktop_crm.model.message import REASON, Message
from desktop_crm.services.past import history
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.records.tabs import Tab

_LONGEST = 300  # letters of one value
_PAGE = 40  # entries that are read at once: two windows full, read in a hundredth of a second
_MOST = 120  # entries that are in the text, which is laid out anew with each page


class HistoryTab(Tab):
    """The history of one noun's cards: a few pages of it, the next ones are read while one scrolls, others let go."""

    def __init__(self, desk: Desk, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._record_id: int | None = None
        self._other_colors = False
        self._entries: list[history.Entry] = []
        self._blocks: list[int] = []  # where each entry begins
        self._is_newest = self._is_oldest = True
        self._text = QTextBrowser(self)
        self._text.setAccessibleName(tr("History"))
        self._text.document().setDocumentMargin(theme.PAD_24)
        self._text.installEventFilter(self)
        theme.mark(self._text, "page")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._text, 1)
        self._bar = self._text.verticalScrollBar()
        self._bar.valueChanged.connect(self._look_later)
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._look)
        theme.signals.changed.connect(self._show_again)
        privacy.signals.changed.connect(self._show_again)

    def show_record(self, record_id: int) -> None:
        """The newest first; a card that is shown already stays where it was scrolled to."""
        if record_id != self._record_id:
            self._entries, self._is_newest = [], True
        self._record_id = record_id
        place = None if self._is_newest and not self._bar.value() else self._place()
        before = None if self._is_newest else self._entries[0].id + 1
        found = self._read(max(len(self._entries), _PAGE), before=before)
        self._put(found, place)
        self._is_oldest = not found or not self._read(1, before=found[-1].id)

    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Home and End lead to the ends of the history, not of what of it is read."""
        if watched is self._text and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Home and not self._is_newest:
                self._go_to_newest()
            elif event.key() == Qt.Key.Key_End and not self._is_oldest:
                self._go_to_oldest()
        return super().eventFilter(watched, event)

    def _go_to_newest(self) -> None:
        self._put(self._read(_PAGE), None)
        self._is_newest, self._is_oldest = True, False

    def _go_to_oldest(self) -> None:
        self._put(self._read(_PAGE, after=0), None)
        self._is_newest, self._is_oldest = False, True
        self._bar.setValue(self._bar.maximum())

    def _look_later(self) -> None:
        """Not at once: Qt may be laying out the text."""
        self._later.start(0)

    def _look(self) -> None:
        """Read on where what is read comes to its end."""
        if self._record_id is None or not self.isVisible():
            return
        if not self._is_oldest and self._bar.value() > self._bar.maximum() - self._bar.pageStep():
            older = self._read(_PAGE, before=self._entries[-1].id)
            self._is_oldest = len(older) < _PAGE
            self._is_newest = self._is_newest and len(self._entries) + len(older) <= _MOST
            self._put([*self._entries, *older][-_MOST:], self._place())
        elif not self._is_newest and self._bar.value() < self._bar.pageStep():
            newer = self._read(_PAGE, after=self._entries[0].id)
            self._is_newest = len(newer) < _PAGE
            self._is_oldest = self._is_oldest and len(self._entries) + len(newer) <= _MOST
            self._put([*newer, *self._entries][:_MOST], self._place())

    def _read(self, count: int, *, before: int | None = None, after: int | None = None) -> list[history.Entry]:
        record_id = self._record_id
        assert record_id is not None
        return self._desk.read(
            lambda session: history.of_card(session, self._noun, record_id, count, before, after=after)
        )

    def _put(self, entries: list[history.Entry], place: tuple[int, float] | None) -> None:
        """Show these, with an entry where it was."""
        writer = _Writer(self._text)
        self._entries, self._blocks = entries, writer.write_all(entries)
        if not entries:
            writer.line(tr("Nothing here yet."), theme.colors().muted)
        self._text.document().size()  # lays all of it out, so that one can scroll there
        self._bar.setValue(0 if place is None else round(self._top_of(place[0]) + place[1]))

    def _place(self) -> tuple[int, float] | None:
        """The entry at the top of what is seen, and how far it is scrolled beyond its beginning."""
        found = None
        for at, entry in enumerate(self._entries):
            top = self._top(at)
            if found is not None and top > self._bar.value():
                break
            found = entry.id, self._bar.value() - top
        return found

    def _top_of(self, entry_id: int) -> float:
        """Where the entry begins, or the next older one when it is not there any more."""
        at = next((at for at, entry in enumerate(self._entries) if entry.id <= entry_id), 0)
        return self._top(at)

    def _top(self, at: int) -> float:
        document = self._text.document()
        return document.documentLayout().blockBoundingRect(document.findBlockByNumber(self._blocks[at])).top()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._other_colors:
            self._show_again()

    def _show_again(self) -> None:
        """In the new colours; what is not seen (the window may be closing) waits until it is."""
        self._other_colors = not self.isVisible()
        if self._record_id is not None and self.isVisible():
            self.show_record(self._record_id)


class _Writer:
    """Fills a document with entries; formats and not HTML, because Qt finds no bold face in a variable font."""

    def __init__(self, browser: QTextBrowser) -> None:
        browser.clear()
        self._cursor = browser.textCursor()
        self._first = True

    def write_all(self, entries: Sequence[history.Entry]) -> list[int]:
        """One after another, laid out once, at the end; the numbers of the blocks they begin with."""
        blocks = []
        self._cursor.beginEditBlock()
        for entry in entries:
            blocks.append(0 if self._first else self._cursor.blockNumber() + 1)
            self.write(entry)
        self._cursor.endEditBlock()
        return blocks

    def write(self, entry: history.Entry) -> None:
        """What was done, when and by whom, then each value."""
        self.line(_sentence(entry), theme.colors().text, theme.font(strong=True), above=0 if self._first else 20)
        when, who = speak().value(entry.at), speak().value(entry.user)
        self.line(f"{when} · {who}", theme.colors().muted, theme.font(theme.SMALL))
        if entry.thinned:
            self.line(tr("The details are no longer kept."), theme.colors().muted, above=4)
            return
        for row in entry.rows:
            if len(entry.rows) > 1:
                self.line(say(row.title), theme.colors().muted, theme.font(theme.SMALL, strong=True), above=6)
            for detail in row.details:
                self._detail(detail, row.op)
        if entry.left_out:
            self.line(ntr("and {n} more", "and {n} more", entry.left_out), theme.colors().muted, above=6)

    def line(self, text: str, color: str, font: QFont | None = None, above: int = 0) -> None:
        """A line of its own."""
        self._begin(above)
        self._say(text, color, font)

    def _detail(self, detail: history.Detail, op: history.Op) -> None:
        shown = theme.colors()
        before, after = _shown(detail, _told(detail.before)), _shown(detail, _told(detail.after))
        self._begin(4, indent=theme.PAD_12)
        self._say(f"{say(detail.field)}  ", shown.muted)
        if op is history.Op.ADDED:
            self._say(after, shown.text)
        elif op is history.Op.REMOVED:
            self._say(before, shown.muted, struck=True)
        else:
            if before:
                self._say(before, shown.muted, struck=bool(after))
                self._say("  →  ", shown.muted)
            self._say(after or tr("removed"), shown.text)

    def _begin(self, above: int, indent: int = 0) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(above)
        block.setLeftMargin(indent)
        if self._first:
            self._cursor.setBlockFormat(block)
        else:
            self._cursor.insertBlock(block)
        self._first = False

    def _say(self, text: str, color: str, font: QFont | None = None, *, struck: bool = False) -> None:
        look = QTextCharFormat()
        look.setFont(font or theme.font())
        look.setForeground(QColor(color))
        look.setFontStrikeOut(struck)
        self._cursor.insertText(text, look)


def _sentence(entry: history.Entry) -> str:
    said = say(privacy.hush(entry.text, "client"))
    if reason := str(entry.text.args.get(REASON, "")):
        said = tr("{what}. Reason: {reason}", what=said, reason=privacy.veil(reason))
    if entry.kind == "undo":
        return tr("Undone: {what}", what=said)
    return tr("Redone: {what}", what=said) if entry.kind == "redo" else said


def _shown(detail: history.Detail, text: str) -> str:
    if detail.of_client:
        return privacy.veil_client(text)
    return privacy.veil(text) if detail.sensitive else text


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(item) for item in value)
    text = say(value) if isinstance(value, Message) else speak().value(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
