"""What was said, as entries of a story."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from desktop_crm.model.activity import ACTIVITY_KINDS, ActivityKind
from desktop_crm.model.listing import title_of
from desktop_crm.model.message import msg
from desktop_crm.model.story import SAID, Cover, Part, Told, muted, strong
from desktop_crm.storage.story.source import Source

_ICONS: Final = {
    ActivityKind.CALL_IN: "phone-incoming",
    ActivityKind.CALL_OUT: "phone-outgoing",
    ActivityKind.MESSAGE: "message-circle",
    ActivityKind.EMAIL_IN: "mail",
    ActivityKind.EMAIL_OUT: "send",
    ActivityKind.LETTER: "mailbox",
    ActivityKind.FAX: "printer",
    ActivityKind.MEETING: "handshake",
    ActivityKind.VISIT: "users",
    ActivityKind.CONSULTATION: "scale",
}

#: So many letters fill the lines that an entry has.
_SEEN: Final = 600


#: Of what came of it and is still to be done.
_STEP: Final = tuple(
    f"(SELECT s.{column} FROM tasks s WHERE s.activity_id = t.id AND s.done_at IS NULL ORDER BY s.list_key, s.id LIMIT 1)"
    for column in ("title", "due")
)


def _told(kind: str, contact: str | None, subject: str, text: str, step: str | None, due: str | None) -> Told:  # noqa: PLR0917 - the columns
    parts = tuple(_parts(kind, contact, subject, text, step, due))
    return Told(_ICONS.get(ActivityKind(kind), "sticky-note"), parts, own=kind == ActivityKind.NOTE)


def _parts(  # noqa: PLR0917 - the columns
    kind: str, contact: str | None, subject: str, text: str, step: str | None, due: str | None
) -> Iterator[Part]:
    if contact:
        yield strong(contact, Cover.CLIENT)
    elif not subject.strip() and (kind != ActivityKind.NOTE or not text.strip()):
        yield strong(title_of(ACTIVITY_KINDS, kind).title)
    if subject.strip():
        yield strong(" ".join(subject.split()), Cover.TEXT)
    yield Part(" ".join(text.split()), cover=Cover.TEXT)
    if step and step.strip():
        yield muted(msg("Next step:") if due is None else msg("Next step {day}:", day=date.fromisoformat(due)))
        yield muted(" ".join(step.split()), Cover.TEXT)


STORY: Final = (
    Source(
        "said",
        SAID,
        "activity",
        "activities",
        "moment",
        {
            "client": "t.client_id = :id",
            "contact": "t.contact_id = :id",
            "order": "t.about_noun = 'order' AND t.about_id = :id",
            "contract": "t.about_noun = 'contract' AND t.about_id = :id",
        },
        ("t.kind", "p.name", "t.subject", f"substr(t.text, 1, {_SEEN})", *_STEP),
        _told,
        joins="LEFT JOIN clients c ON c.id = t.client_id LEFT JOIN contacts p ON p.id = t.contact_id",
        client="c.full_name",
        timed=True,
    ),
)
