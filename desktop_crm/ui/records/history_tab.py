"""What happened to a card: who, when, and what from what to what, in the user's words."""

from html import escape
from typing import Any

from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.services import history
from desktop_crm.ui import theme
from desktop_crm.ui.desk import Desk
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.records.card import Tab


class HistoryTab(Tab):
    """The history of one noun's cards."""

    def __init__(self, desk: Desk, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._record_id: int | None = None
        self._text = QTextBrowser(self)
        self._text.setAccessibleName(tr("History"))
        self._text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._text.document().setDocumentMargin(theme.PAD_24)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.addWidget(self._text)
        theme.signals.changed.connect(self._show_again)

    def show_record(self, record_id: int) -> None:
        """The newest first."""
        self._record_id = record_id
        entries = self._desk.read(lambda session: history.of_card(session, self._noun, record_id))
        self._text.setHtml("".join(_entry(entry) for entry in entries) or f"<p>{escape(tr('Nothing here yet.'))}</p>")

    def _show_again(self) -> None:
        if self._record_id is not None:
            self.show_record(self._record_id)


def _entry(entry: history.Entry) -> str:
    colors = theme.colors()
    said = say(entry.text)
    if entry.kind == "undo":
        said = tr("Undone: {what}", what=said)
    elif entry.kind == "redo":
        said = tr("Done again: {what}", what=said)
    head = f"<b>{escape(said)}</b>"
    when = f"<span style='color:{colors.muted}'>{escape(speak().moment(entry.at))} · {escape(entry.user)}</span>"
    details = "".join(_row(row) for row in entry.rows)
    return f"<p style='margin-bottom:2px'>{head}<br/>{when}</p>{details}"


def _row(row: history.RowStory) -> str:
    if not row.details:
        return ""
    lines = "<br/>".join(_detail(detail, row.op) for detail in row.details)
    return f"<p style='margin:0 0 6px 12px'>{lines}</p>"


def _detail(detail: history.Detail, op: history.Op) -> str:
    colors = theme.colors()
    name = f"<span style='color:{colors.muted}'>{escape(say(detail.field))}:</span>"
    before, after = escape(_told(detail.before)), escape(_told(detail.after))
    if op is history.Op.ADDED:
        return f"{name} {after}"
    if op is history.Op.REMOVED:
        return f"{name} <s>{before}</s>"
    return f"{name} {before or '–'} → {after or '–'}"


def _told(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_told(item) for item in value)
    text = say(value) if isinstance(value, Message) else speak().value(value)
    return text if len(text) <= 300 else f"{text[:300]}…"
