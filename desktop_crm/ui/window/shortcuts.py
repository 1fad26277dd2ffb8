"""The list of shortcuts (F1)."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.ui.desk.actions import GROUPS, Told
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy
from desktop_crm.ui.window import geometry


class ShortcutList(QDialog):
    """Every key that works here."""

    def __init__(self, lines: Sequence[Told], parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keyboard shortcuts"))
        privacy.left_open(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        geometry.fit(self, 560, 620)
        self.list = Shortcuts(lines, self)
        self.search = self.list.search
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_16)
        column.addWidget(self.list)

    def shown(self) -> list[Told]:
        """The lines that hold what was typed."""
        return self.list.shown()


class Shortcuts(QWidget):
    """Keys by group, found by typing a word or a key; with `scrolls` the list keeps to its room."""

    def __init__(self, lines: Sequence[Told], parent: QWidget, *, scrolls: bool = True) -> None:
        super().__init__(parent)
        self._lines: list[Told] = []
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(tr("Find a command or a key"))
        self.search.setAccessibleName(tr("Find a command or a key"))
        self.search.textChanged.connect(self._fill)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setAccessibleName(tr("Keyboard shortcuts"))
        if not scrolls:
            self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scrolls = scrolls
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.PAD_12)
        column.addWidget(self.search)
        column.addWidget(self._area)
        self.tell(lines)

    def tell(self, lines: Sequence[Told]) -> None:
        """Show these."""
        self._lines = sorted(lines, key=_place)
        self._fill(self.search.text())

    def shown(self) -> list[Told]:
        """The lines that hold what was typed."""
        typed = self.search.text().casefold().split()
        return [line for line in self._lines if all(part in _searched(line) for part in typed)]

    def _fill(self, _typed: str) -> None:
        page = QWidget()
        theme.mark(page, "page")
        grid = QGridLayout(page)
        grid.setContentsMargins(0, 0, theme.PAD_16, 0)
        grid.setVerticalSpacing(theme.PAD_8)
        grid.setColumnStretch(0, 1)
        group = None
        for line in self.shown():
            if line.group != group:
                group = line.group
                grid.addWidget(_label(say(group), "strong", top=theme.PAD_12), grid.rowCount(), 0, 1, 2)
            row = grid.rowCount()
            what = _label(say(line.text).removesuffix("…"), "")
            what.setWordWrap(True)
            grid.addWidget(what, row, 0)
            grid.addWidget(_label(_keys(line), "muted"), row, 1, Qt.AlignmentFlag.AlignRight)
        if group is None:
            grid.addWidget(_label(tr("No shortcut is called that."), "muted"), 0, 0)
        grid.setRowStretch(grid.rowCount(), 1)
        self._area.setWidget(page)
        if not self._scrolls:
            self._area.setMinimumHeight(page.sizeHint().height())


def _label(text: str, look: str, top: int = 0) -> QLabel:
    label = PlainLabel(text)
    label.setContentsMargins(0, top, 0, 0)
    if look:
        theme.mark(label, look)
    return label


def _place(line: Told) -> tuple[int, str]:
    """Groups as in the menu bar, others behind them."""
    return (GROUPS.index(line.group) if line.group in GROUPS else len(GROUPS), say(line.group))


def _keys(line: Told) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    named = {"Space": tr("Space")}
    return "  ·  ".join(
        named.get(keys) or QKeySequence(keys).toString(native) or keys for keys in line.shortcut.split(", ")
    )


def _searched(line: Told) -> str:
    return " ".join((say(line.group), say(line.text), line.text.text, _keys(line))).casefold()
