"""A template beside the program's text of it, clause by clause: what is ticked is taken, all else stays."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTabWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.services.template_renewal import Difference

_ROLE: Final = Qt.ItemDataRole.UserRole
_WORDS: Final = re.compile(r"\w+|\s+|[^\w\s]")


class CompareDialog(QDialog):
    """Enter puts what is ticked into the texts of the editor, where Ctrl+Z takes it back; Esc changes nothing."""

    def __init__(self, found: "Sequence[Difference]", parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Your template beside the text of the program"))
        privacy.left_open(self)
        self._found = {each.key: each for each in found}
        about = PlainLabel(
            tr("Tick the clauses to take from the program. All others stay as you have them; nothing is saved yet."),
            self,
            wrap=True,
        )
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Clauses that differ"))
        self.sides = {code: _Sides(self) for code in ("id", "en")}
        self.languages = QTabWidget(self)
        self.languages.setDocumentMode(True)
        self.languages.addTab(self.sides["id"], tr("Indonesian"))
        self.languages.addTab(self.sides["en"], tr("English"))
        self.languages.setCurrentWidget(self.sides[speak().code])
        for each in found:
            self._add(each)
        self.list.currentItemChanged.connect(lambda now, _before: self._show(now))
        self._lay_out(about)
        self.list.setCurrentRow(0)
        self.list.setFocus()

    def taken(self) -> list[str]:
        """The keys of what is ticked."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [item.data(_ROLE) for item in items if item.checkState() is Qt.CheckState.Checked]

    def tick_all(self, *, ticked: bool) -> None:
        """All or none."""
        for at in range(self.list.count()):
            self.list.item(at).setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _add(self, each: "Difference") -> None:
        title = each.titles[speak().code] or tr("Title and parties")
        if not any(each.own.values()):
            title = tr("{clause} (new)", clause=title)
        elif not any(each.theirs.values()):
            title = tr("{clause} (only in yours)", clause=title)
        item = QListWidgetItem(title, self.list)
        item.setData(_ROLE, each.key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if each.take else Qt.CheckState.Unchecked)

    def _show(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            each = self._found[item.data(_ROLE)]
            for code, sides in self.sides.items():
                sides.show_texts(each.own[code], each.theirs[code])

    def _lay_out(self, about: QWidget) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.languages)
        splitter.setSizes([260, 800])
        splitter.setStretchFactor(1, 1)
        foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        for words, ticked in ((tr("Take all"), True), (tr("Keep all of yours"), False)):
            button = QPushButton(words, self)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, ticked=ticked: self.tick_all(ticked=ticked))
            foot.addWidget(button)
        foot.addStretch(1)
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        self.go = QPushButton(tr("Put into the text"), self)
        self.go.setDefault(True)
        theme.mark(self.go, "primary")
        self.go.clicked.connect(self.accept)
        foot.addWidget(cancel)
        foot.addWidget(self.go)
        lines = QVBoxLayout(self)
        lines.setSpacing(theme.PAD_12)
        lines.addWidget(about)
        lines.addWidget(splitter, 1)
        lines.addLayout(foot)
        self.resize(1080, 640)


class _Sides(QWidget):
    """One language: yours at the left, the program's at the right, and which words only one of them has."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.own, self.theirs = QPlainTextEdit(self), QPlainTextEdit(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, theme.PAD_8, 0, 0)
        row.setSpacing(theme.PAD_12)
        for edit, words in ((self.own, tr("Yours")), (self.theirs, tr("The program's"))):
            label = QLabel(words, self)
            theme.mark(label, "strong")
            edit.setReadOnly(True)
            edit.setAccessibleName(words)
            edit.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            column = QVBoxLayout()
            column.setSpacing(theme.PAD_4)
            column.addWidget(label)
            column.addWidget(edit, 1)
            row.addLayout(column, 1)

    def show_texts(self, own: str, theirs: str) -> None:
        """Both, with what differs marked."""
        self.own.setPlainText(own)
        self.theirs.setPlainText(theirs)
        mine, its = _WORDS.findall(own), _WORDS.findall(theirs)
        changed = [
            each for each in SequenceMatcher(None, mine, its, autojunk=False).get_opcodes() if each[0] != "equal"
        ]
        _mark(self.own, mine, [(first, last) for _, first, last, _, _ in changed], theme.colors().danger_soft)
        _mark(self.theirs, its, [(first, last) for *_, first, last in changed], theme.colors().good_soft)


def _mark(edit: QPlainTextEdit, words: list[str], spans: list[tuple[int, int]], color: str) -> None:
    marks = []
    for first, last in spans:
        mark = QTextEdit.ExtraSelection()
        mark.format.setBackground(QColor(color))
        mark.cursor = QTextCursor(edit.document())
        mark.cursor.setPosition(len("".join(words[:first])))
        mark.cursor.setPosition(len("".join(words[:last])), QTextCursor.MoveMode.KeepAnchor)
        marks.append(mark)
    edit.setExtraSelections(marks)
