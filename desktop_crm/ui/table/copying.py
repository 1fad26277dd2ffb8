"""Rows for the clipboard, as spreadsheets take them: tab-separated text and an HTML table that says what is text."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QMimeData, QObject
from PySide6.QtGui import QGuiApplication

from desktop_crm.model.listing import Column, Kind, Listing
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.table import cells

#: Rows that are copied at most; more are a sheet's business.
MOST: Final = 100_000
#: Rows that are copied at once, without a job.
FEW: Final = 500

_CHUNK: Final = 500
_OURS: Final = "application/x-desktop-crm-rows"
_HTML_START: Final = "<html><head><meta charset='utf-8'></head><body><table>"
_HTML_END: Final = "</table></body></html>"
_TEXTS: Final = frozenset({Kind.TEXT, Kind.STATE, Kind.FLAG})
_QUOTED: Final = frozenset('\t\r\n"')


_Tell = Callable[[str], None]


class Copier(QObject):
    """Copies rows, few at once and many in a job."""

    def __init__(self, listing: Listing, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._listing = listing
        self._jobs = jobs
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(let_go)

    def copy(self, ids: Sequence[int], columns: Sequence[Column], tell: _Tell) -> None:
        """Put rows on the clipboard and `tell` how many."""
        listing, wanted = self._listing, ids[:MOST]
        if not len(wanted):
            return
        if len(wanted) <= FEW:
            _copied(clip(listing, columns, wanted), len(ids), tell)
            return

        def work(job: Job) -> Clip:
            return clip(listing, columns, wanted, job.progress)

        self._jobs.run(self, tr("Copying rows"), work, lambda done: _copied(done, len(ids), tell))


@dataclass(frozen=True, slots=True)
class Clip:
    """Both forms of the same rows, as UTF-8: bytes are handed to Qt at once, texts of megabytes would be converted."""

    text: bytes
    html: bytes
    rows: int

    def mime(self) -> QMimeData:
        """For the clipboard; to be made in the GUI thread."""
        data = QMimeData()
        data.setData(_OURS, b"1")
        data.setData("text/plain", self.text)
        data.setData("text/html", self.html)
        return data


def clip(
    listing: Listing, columns: Sequence[Column], ids: Sequence[int], progress: Callable[[int, int], None] | None = None
) -> Clip:
    """The rows of these ids with heads, read in portions."""
    places = {column.id: number for number, column in enumerate(listing.columns, 1)}
    wanted = [(column, places[column.id]) for column in columns]
    heads = [say(column.title) for column in columns]
    lines, html, count = [_line(heads)], [_html_line(heads, "th")], 0
    for start in range(0, len(ids), _CHUNK):
        for row in listing.rows(ids[start : start + _CHUNK]):
            lines.append(_line(_texts(wanted, row)))
            html.append(_html_row(wanted, row))
            count += 1
        if progress is not None:
            progress(min(start + _CHUNK, len(ids)), len(ids))
    return Clip("\n".join([*lines, ""]).encode(), "".join([_HTML_START, *html, _HTML_END]).encode(), count)


def let_go() -> None:
    """Before the program ends: Qt crashes over clipboard data made by Python, so what is left there is plain text."""
    clipboard = QGuiApplication.clipboard()
    data = clipboard.mimeData()
    if data is not None and data.hasFormat(_OURS):
        clipboard.setText(clipboard.text())


def _copied(done: Clip, wanted: int, tell: _Tell) -> None:
    QGuiApplication.clipboard().setMimeData(done.mime())
    if wanted > MOST:
        tell(tr("The first {n} of {total} rows are copied; an Excel sheet takes all.", n=done.rows, total=wanted))
    else:
        tell(ntr("{n} row copied", "{n} rows copied", done.rows))


def _texts(wanted: Iterable[tuple[Column, int]], row: Sequence[Any]) -> Iterable[str]:
    for column, place in wanted:
        text = cells.plain(column, row[place])
        yield cells.harmless(text) if column.kind is Kind.TEXT else text


def _line(texts: Iterable[str]) -> str:
    return "\t".join(_quoted(text) for text in texts)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if not _QUOTED.isdisjoint(text) else text


def _html_line(texts: Iterable[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts) + "</tr>"


def _html_row(wanted: Iterable[tuple[Column, int]], row: Sequence[Any]) -> str:
    return "<tr>" + "".join(_html_cell(column, row[place]) for column, place in wanted) + "</tr>"


def _html_cell(column: Column, value: Any) -> str:
    text = escape(cells.plain(column, value)).replace("\n", "<br style='mso-data-placement:same-cell'>")
    if column.kind in _TEXTS:
        return f"<td style=\"mso-number-format:'\\@'\">{text}</td>"
    return f"<td>{text}</td>"
