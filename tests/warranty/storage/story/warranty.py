"""Until when something is warranted, as an entry of its client's story."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.model.money import Money
from desktop_crm.model.story import Cover, StoryKind, Told, muted, strong
from desktop_crm.storage.story.source import Source


def _told(number: str, total: int, currency: str) -> Told:
    worth = muted(Money.of_minor(total, currency), Cover.CLIENT)
    return Told("shield", (strong(msg("Warranty {number}", number=number)), worth))


STORY: Final = (
    Source(
        "warranted",
        StoryKind("warranties", msg("Warranties"), 3),
        "warranty",
        "warranties",
        "until",
        {"client": "t.client_id = :id"},
        ("t.number", "t.total_minor", "t.currency"),
        _told,
        joins="LEFT JOIN clients c ON c.id = t.client_id",
        client="c.full_name",
    ),
)
