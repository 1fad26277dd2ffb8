"""The tabs that each card has: what belongs to its record, its files, its history."""

from functools import partial

from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import belonging_to
from desktop_crm.services.facets import Related, facets_of
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.history_tab import HistoryTab
from desktop_crm.ui.records.hooks import CardHooks
from desktop_crm.ui.records.related_tab import RelatedTab
from desktop_crm.ui.records.tabs import TabDeclaration


def usual_tabs(card: CardHooks) -> tuple[TabDeclaration, ...]:
    """Of a noun's card."""
    return (
        *related_tabs(card),
        TabDeclaration(tr("Files"), FilesTab(card.desk, card.noun)),
        TabDeclaration(tr("History"), HistoryTab(card.desk, card.noun)),
    )


def related_tabs(card: CardHooks, *, brief: bool = False) -> tuple[TabDeclaration, ...]:
    """What belongs to its record; `brief` where there is little room."""
    return tuple(
        TabDeclaration(say(each.many), _related(card, each, listed, brief=brief))
        for each in belonging_to(card.noun)
        if (listed := facets_of(each).related[card.noun]) is not None
    )


def _related(card: CardHooks, noun: Noun, declared: Related, *, brief: bool) -> RelatedTab:
    return RelatedTab(
        card.desk,
        noun.id,
        partial(declared.listing, card.desk.workspace),
        key=f"{card.noun}/{noun.table}",
        hidden=declared.hidden,
        widths=declared.widths,
        empty=say(declared.empty),
        new=None if declared.new is None else (say(declared.new), partial(card.start_related, noun.id)),
        brief=brief,
    )
