"""A card's story as one of its tabs."""

from desktop_crm.ui.i18n import tr
from desktop_crm.ui.records.card_page import CardPage
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.hooks import CardHooks
from desktop_crm.ui.records.tabs import TabDeclaration
from desktop_crm.ui.story.tab import StoryTab


def story_tab(card: CardPage) -> TabDeclaration:
    """Of a noun's card; what an entry leads to on the card itself is one of its other tabs."""
    tab = StoryTab(card.desk, card.noun)
    tab.part_wanted.connect(lambda part: _go_to(card, FilesTab if part == "attachment" else HistoryTab))
    tab.typed.connect(card.begin_note)
    return TabDeclaration(tr("Story"), tab, beside=card.reads_first)


def _go_to(card: CardHooks, kind: type[FilesTab | HistoryTab]) -> None:
    for declared in card.tab_declarations:
        if isinstance(declared.widget, kind):
            card.tabs.setCurrentWidget(declared.widget)
            declared.widget.setFocus()
