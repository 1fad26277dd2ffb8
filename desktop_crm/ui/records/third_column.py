"""What stands beside story and facts where the window is large: a list of what is open with this record."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import belonging_to
from desktop_crm.services.facets import Beside, facets_of
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.records.hooks import CardHooks
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.records.tabs import Tab


class ThirdColumn(Tab):
    """`typed` is a letter meant for a note."""

    typed = Signal(str)

    def __init__(self, card: CardHooks, noun: Noun, declared: Beside) -> None:
        super().__init__(card)
        title = say(declared.title)
        head = PlainLabel(title, self)
        theme.mark(head, "strong")
        head.setContentsMargins(theme.PAD_24, theme.PAD_12, theme.PAD_24, theme.PAD_8)
        related = facets_of(noun).related[card.noun]
        self._list = RelatedTab(
            card.desk,
            noun.id,
            partial(declared.listing, card.desk.workspace),
            key=f"{card.noun}/beside/{noun.table}",
            hidden=() if related is None else related.hidden,
            empty=say(declared.empty),
            brief=True,
            parent=self,
        )
        self._list.setAccessibleName(title)
        self._list.typed.connect(self.typed)
        self.setAccessibleName(title)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(head)
        lines.addWidget(self._list, 1)

    def show_record(self, record_id: int) -> None:
        """The list of this one."""
        self._list.show_record(record_id)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard goes on to the list."""
        self._list.setFocus(event.reason())


def third_column(card: CardHooks) -> ThirdColumn | None:
    """Of the first of what belongs to the card that has something open to show there."""
    for noun in belonging_to(card.noun):
        related = facets_of(noun).related[card.noun]
        if related is not None and related.beside is not None:
            return ThirdColumn(card, noun, related.beside)
    return None
