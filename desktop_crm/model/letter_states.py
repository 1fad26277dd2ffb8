"""Which way a letter goes, its states, and how it is carried. They stand beside its table and its flow, for the first paint has neither."""

from enum import StrEnum
from typing import Final

from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone


class Direction(StrEnum):
    """Which way it goes."""

    OUTGOING = "outgoing"
    INCOMING = "incoming"


DIRECTIONS: Final = (
    Choice(Direction.OUTGOING, msg("Outgoing")),
    Choice(Direction.INCOMING, msg("Incoming")),
)


class LetterState(StrEnum):
    """An outgoing letter is written and sent, an incoming one received; either is answered, or filed."""

    DRAFT = "draft"
    SENT = "sent"
    RECEIVED = "received"
    ANSWERED = "answered"
    FILED = "filed"


LETTER_STATES: Final = (
    Choice(LetterState.DRAFT, msg("Draft"), Tone.NEUTRAL),
    Choice(LetterState.SENT, msg("Sent"), Tone.INFORMATION),
    Choice(LetterState.RECEIVED, msg("Received"), Tone.ATTENTION),
    Choice(LetterState.ANSWERED, msg("Answered"), Tone.GOOD),
    Choice(LetterState.FILED, msg("Filed"), Tone.NEUTRAL),
)

CHANNELS: Final = (
    Choice("", msg("Not set")),
    Choice("post", msg("Post")),
    Choice("courier", msg("Courier")),
    Choice("hand", msg("By hand")),
    Choice("email", msg("E-mail")),
    Choice("fax", msg("Fax")),
    Choice("whatsapp", msg("WhatsApp")),
)

#: A letter is written in one of them.
LETTER_LANGUAGES: Final = tuple(each for each in DOCUMENT_LANGUAGES if each.code != "both")
