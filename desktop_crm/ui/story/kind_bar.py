"""Above the entries: the kinds that there are, one of which can be seen alone, and how many entries since when."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from desktop_crm.model.story import StoryKind
from desktop_crm.ui.i18n import ntr, say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.look.roles import ChoiceButton
from desktop_crm.ui.story.feed import Facts


class KindBar(QWidget):
    """`chosen` when another kind is to be seen; none is all."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = ""
        self._shown: tuple[str, ...] = ()
        self._place = QWidget(self)  # of the buttons in the ring of Tab: they are made anew, at its end
        self._place.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place.hide()
        self._group = QButtonGroup(self)
        self._told = PlainLabel("", self)
        theme.mark(self._told, "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_4)
        self._buttons = Held[ChoiceButton](row)
        row.addStretch(1)
        row.addWidget(self._told)
        self.setFixedHeight(28)

    @property
    def buttons(self) -> Sequence[ChoiceButton]:
        """All, and one of each kind."""
        return list(self._buttons)

    def told(self) -> str:
        """How many entries, and since when."""
        return self._told.text()

    def asked(self) -> tuple[str, ...]:
        """The kinds to be read."""
        return (self.kind,) if self.kind else ()

    def start(self) -> None:
        """Another record's story."""
        self.kind = ""
        self._told.clear()
        for at, button in enumerate(self._buttons):
            button.setChecked(at == 0)

    def tell(self, facts: Facts) -> None:
        """What a story holds; a chosen kind stays, also when its last entry is gone."""
        found = tuple(kind.id for kind in facts.kinds)
        if found != self._shown:
            self._shown = found
            self._put(facts.kinds)
        self._told.setText(_told(facts))

    def _put(self, kinds: Sequence[StoryKind]) -> None:
        had_focus = any(button.hasFocus() for button in self._buttons)
        self._buttons.clear()
        if len(kinds) > 1:
            for id_, title in (("", tr("All")), *((kind.id, say(kind.title)) for kind in kinds)):
                self._buttons.add(self._button(id_, title))
        for first, second in pairwise([self._place, *self._buttons]):
            QWidget.setTabOrder(first, second)
        if had_focus and self.buttons:
            self.buttons[0].setFocus()

    def _button(self, id_: str, title: str) -> ChoiceButton:
        button = ChoiceButton(self)
        theme.mark(button, "filter")
        button.setText(title)
        button.setChecked(id_ == self.kind)
        self._group.addButton(button)
        button.clicked.connect(lambda: self._choose(id_))
        return button

    def _choose(self, id_: str) -> None:
        if id_ != self.kind:
            self.kind = id_
            self.chosen.emit()


def _told(facts: Facts) -> str:
    if not facts.count:
        return ""
    if facts.since is None:
        return ntr("{n} entry", "{n} entries", facts.count)
    month = speak().month(facts.since)
    return ntr("since {month}, {n} entry", "since {month}, {n} entries", facts.count, month=month)
