"""Find words in the paper: Ctrl+F, Enter and Shift+Enter go on, Esc closes."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.preview.pages import ClosedError, Hit, Pages


class SearchBar(QFrame):
    """The line over the pages; `found` gives all hits and which one is current (-1: none)."""

    found = Signal(object, int)
    closed = Signal()

    def __init__(self, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._pages: Pages | None = None
        self._hits: Sequence[Hit] = ()
        self._current = -1
        self._from_page = 0
        self.field = QLineEdit(self, clearButtonEnabled=True, placeholderText=tr("Find in the document"))
        self.field.setAccessibleName(tr("Find in the document"))
        self.field.setMaximumWidth(280)
        self.field.textChanged.connect(lambda _text: self._search())
        self.count = QLabel(self)
        theme.mark(self.count, "muted")
        self.count.setFont(theme.number_font())
        self._build()
        self.hide()

    def set_pages(self, pages: Pages | None) -> None:
        """Search another document from now on, for the same words."""
        self._pages = pages
        if not self.isHidden():
            self._search(keep=True)

    def open(self, page: int) -> None:
        """Show the line; the first hit shown is the first on or after `page`."""
        self._from_page = page
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._search()

    def close_bar(self) -> None:
        """Put the line and the marks away."""
        self._jobs.forget(self._key)
        self.hide()
        self._take([], -1)
        self.closed.emit()

    def go(self, step: int) -> None:
        """To the next (1) or the previous (-1) hit, around the end."""
        if self._hits:
            self._take(self._hits, (self._current + step) % len(self._hits))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape:
                self.close_bar()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.go(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
            case _:
                super().keyPressEvent(event)

    @property
    def _key(self) -> tuple[str, int]:
        return ("preview search", id(self))

    def _build(self) -> None:
        line = QFrame(self)
        theme.mark(line, "line")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        column.addLayout(row)
        column.addWidget(line)
        row.setContentsMargins(theme.PAD_12, theme.PAD_8, theme.PAD_12, theme.PAD_8)
        row.setSpacing(theme.PAD_4)
        row.addWidget(self.field, 1)
        row.addWidget(self._button("chevron-up", tr("Previous place (Shift+Enter)"), lambda: self.go(-1)))
        row.addWidget(self._button("chevron-down", tr("Next place (Enter)"), lambda: self.go(1)))
        row.addSpacing(theme.PAD_4)
        row.addWidget(self.count)
        row.addStretch(1)
        row.addWidget(self._button("x", tr("Close the search (Esc)"), self.close_bar))

    def _button(self, picture: str, words: str, run: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icons.icon(picture))
        button.setToolTip(words)
        button.setAccessibleName(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(run)
        return button

    def _search(self, *, keep: bool = False) -> None:
        """With `keep` the current hit stays the current one, if it is still there (the paper was made anew)."""
        text, pages = self.field.text(), self._pages
        if pages is None or not text.strip():
            self._jobs.forget(self._key)
            self._take([], -1)
            return
        wanted = self._current if keep else -1

        def work(job: Job) -> list[Hit]:
            try:
                return pages.find(text, job.check_cancelled)
            except ClosedError:  # another document is searched by now
                return []

        self._jobs.latest(self._key, work, lambda hits: self._came(hits, wanted), parent=self)

    def _came(self, hits: list[Hit], wanted: int) -> None:
        if wanted < 0:
            wanted = next((number for number, hit in enumerate(hits) if hit.page >= self._from_page), 0)
        self._take(hits, min(wanted, len(hits) - 1))

    def _take(self, hits: Sequence[Hit], current: int) -> None:
        self._hits, self._current = hits, current
        self.count.setText(self._told())
        self.found.emit(hits, current)

    def _told(self) -> str:
        if not self.field.text().strip():
            return ""
        if not self._hits:
            return tr("Not in this document")
        return tr("{number} of {total}", number=self._current + 1, total=len(self._hits))
