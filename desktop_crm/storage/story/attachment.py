"""Files that were added to a card, as entries of its story."""

from typing import Final

from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.story import FILES, Told, muted, strong
from desktop_crm.storage.story.source import Source


def _added(name: str) -> Told:
    return Told("paperclip", (strong(plain_file_name(name) or "_"), muted(msg("file added"))))


STORY: Final = (
    Source(
        "added",
        FILES,
        "attachment",
        "attachments",
        "created_at",
        {noun.id: f"t.owner_noun = '{noun.id}' AND t.owner_id = :id" for noun in NOUNS},
        ("t.name",),
        _added,
        exact=True,
    ),
)
