"""Letters that went out and came in, as entries of a story."""

from typing import Final

from desktop_crm.model.letter_states import Direction
from desktop_crm.model.message import Message, msg
from desktop_crm.model.story import Cover, StoryKind, Told, muted, strong
from desktop_crm.storage.story.source import Source

#: So many letters of a subject fill the lines that an entry has.
_SEEN: Final = 300


def _told(number: str, direction: str, subject: str) -> Told:
    said: Message = (
        msg("Letter {number} received", number=number)
        if direction == Direction.INCOMING
        else msg("Letter {number} sent", number=number)
    )
    icon = "inbox" if direction == Direction.INCOMING else "mail"
    return Told(icon, (strong(said), muted(subject, Cover.TEXT)))


def _of(column: str) -> str:
    return f"t.{column} = :id AND t.state <> 'draft'"


STORY: Final = (
    Source(
        "letters",
        StoryKind("letters", msg("Letters"), 4),
        "letter",
        "letters",
        "letter_date",
        {"client": _of("client_id"), "contact": _of("contact_id"), "order": _of("order_id")},
        ("t.number", "t.direction", f"substr(t.subject, 1, {_SEEN})"),
        _told,
        client="t.party",
    ),
)
