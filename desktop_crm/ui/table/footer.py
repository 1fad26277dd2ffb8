"""Below a list: how many rows, how many selected, and their sums."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.model.listing import Column, Listing, Query
from desktop_crm.model.nouns import BY_ID
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.kept_clear import KeptClear
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.table.covering import is_sensitive
from desktop_crm.ui.table.spans import Ids, Span, pick, size

_PAUSE = 60  # ms a selection must stand before it is summed up
_TOLD = 6000  # ms a message stays


class Footer(KeptClear):
    """One line; sums come from a worker."""

    def __init__(self, listing: Listing, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listing = listing
        self._jobs = jobs
        self._key = (id(self), "totals")
        self._query = Query()
        self._asked: tuple[tuple[Span, ...], Query] | None = None
        self._ids_asked: Ids[int] | None = None
        self._ids: Ids[int] | None = None
        self._spans: tuple[Span, ...] = ()
        self._totals: Mapping[str, Sequence[Any]] = {}
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._soon.timeout.connect(self._sum_up)
        self._forget = QTimer(self, singleShot=True, interval=_TOLD)
        self.count, self.sums, self.message = PlainLabel(), PlainLabel(wrap=True), PlainLabel()
        self._forget.timeout.connect(self.message.clear)
        privacy.signals.changed.connect(self._tell_sums)
        for label in (self.count, self.sums, self.message):
            label.setFont(theme.number_font(theme.SMALL))
        self.sums.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        theme.mark(self.count, "muted")
        theme.mark(self.message, "muted")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.PAD_24, theme.PAD_4, theme.PAD_16, theme.PAD_4)
        layout.setSpacing(theme.PAD_16)
        layout.addWidget(self.count)
        layout.addWidget(self.sums, 1)  # sums of many currencies take more than one line
        layout.addWidget(self.message)

    def tell(self, text: str) -> None:
        """A word about what was just done, for some seconds."""
        self.message.setText(text)
        self._forget.start()

    def show_rows(self, query: Query, ids: "Ids[int]", spans: Sequence[Span], *, whole: bool) -> None:
        """Count the rows and the selected ones; sums of two and more that are selected follow, else those of all."""
        self._query, self._ids, self._spans = query, ids, tuple(spans)
        selected = size(spans)
        if not whole:
            self.count.setText(tr("Counting…"))
        elif selected > 1:
            self.count.setText(tr("{n} of {total} selected", n=selected, total=len(ids)))
        else:
            self.count.setText(self._told(len(ids)))
        asked = (tuple(spans) if selected > 1 else (), query) if whole else None
        if asked is not None and asked == self._asked and ids is self._ids_asked:
            return  # going from row to row changes no sum
        self._asked, self._ids_asked = asked, ids
        self._show_sums({})
        self._jobs.forget(self._key)
        if whole and len(ids) > 1 and any(column.summable for column in self._listing.columns):
            self._soon.start()
        else:
            self._soon.stop()

    def _told(self, count: int) -> str:
        """So many of what is listed."""
        noun = BY_ID.get(self._listing.noun)
        return ntr("{n} row", "{n} rows", count) if noun is None else say(noun.told(count))

    def _sum_up(self) -> None:
        listing, query, ids, spans = self._listing, self._query, self._ids, self._spans
        if ids is None:
            return

        def work(_job: Job) -> Mapping[str, Sequence[Any]]:
            return listing.totals(pick(ids, spans)) if size(spans) > 1 else listing.sums(query)

        self._jobs.latest(self._key, work, self._show_sums, None, self)

    def _show_sums(self, totals: Mapping[str, Sequence[Any]]) -> None:
        self._totals = totals
        self._tell_sums()

    def _tell_sums(self) -> None:
        totals = self._totals
        summed = [column for column in self._listing.columns if totals.get(column.id)]
        text = "   ·   ".join(_sum(column, totals[column.id], alone=len(summed) == 1) for column in summed)
        self.sums.setText(text)
        self.sums.setAccessibleName(privacy.spoken(text))


def _sum(column: Column, values: Sequence[Any], *, alone: bool) -> str:
    words = " + ".join(speak().value(value) for value in values)
    words = privacy.veil(words) if is_sensitive([column]) else words
    if alone and column.id == "total":
        return tr("Total {sum}", sum=words)
    return tr("{what}: {sum}", what=say(column.summed_as or column.title), sum=words)
