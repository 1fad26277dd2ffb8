"""What happened to a card: who, when, and what from what to what, in the user's words."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QShowEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPushButton, QTextBrowser, QVBoxLayout, QWidget

from desktop_crm.model.message import REASON, Message
from desktop_crm.services import history
from desktop_crm.ui import privacy, theme
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.records.tabs import Tab

_LONGEST = 300  # letters of one value
_PAGE = 200  # entries shown at once


class HistoryTab(Tab):
    """The history of one noun's cards."""

    def __init__(self, desk: Desk, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._record_id: int | None = None
        self._other_colors = False
        self._shown = 0
        self._oldest: int | None = None
        self._text = QTextBrowser(self)
        self._text.setAccessibleName(tr("History"))
        self._text.document().setDocumentMargin(theme.PAD_24)
        theme.mark(self._text, "page")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._text, 1)
        self.older = QPushButton(tr("Show older"), self)
        self.older.clicked.connect(self._show_older)
        theme.mark(self.older, "quiet")
        self.older.hide()
        lines.addWidget(self.older, 0, Qt.AlignmentFlag.AlignHCenter)
        theme.signals.changed.connect(self._show_again)
        privacy.signals.changed.connect(self._show_again)

    def show_record(self, record_id: int) -> None:
        """The newest first."""
        known = self._shown if record_id == self._record_id else 0
        self._record_id, self._shown, self._oldest = record_id, 0, None
        self._writer = _Writer(self._text)
        self._add(max(known, _PAGE))
        if not self._shown:
            self._writer.line(tr("Nothing here yet."), theme.colors().muted)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)

    def text(self) -> str:
        """What is shown."""
        return self._text.toPlainText()

    def _show_older(self) -> None:
        """One page more below; the scrolling stays."""
        self._add(_PAGE)
        if self.older.isHidden():
            self._text.setFocus()

    def _add(self, count: int) -> None:
        record_id, before = self._record_id, self._oldest
        assert record_id is not None
        found = self._desk.read(lambda session: history.of_card(session, self._noun, record_id, count + 1, before))
        self._writer.write_all(found[:count])
        self._oldest = found[:count][-1].id if found else before
        self._shown += len(found[:count])
        self.older.setVisible(len(found) > count)

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

    def write_all(self, entries: Sequence[history.Entry]) -> None:
        """One after another; laid out once, at the end."""
        self._cursor.beginEditBlock()
        for entry in entries:
            self.write(entry)
        self._cursor.endEditBlock()

    def write(self, entry: history.Entry) -> None:
        """What was done, when and by whom, then each value."""
        self.line(_sentence(entry), theme.colors().text, theme.font(strong=True), above=0 if self._first else 20)
        self.line(f"{speak().moment(entry.at)} · {entry.user}", theme.colors().muted, theme.font(theme.SMALL))
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
    return tr("Done again: {what}", what=said) if entry.kind == "redo" else said


def _shown(detail: history.Detail, text: str) -> str:
    if detail.of_client:
        return privacy.veil_client(text)
    return privacy.veil(text) if detail.sensitive else text


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(item) for item in value)
    text = say(value) if isinstance(value, Message) else speak().value(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
