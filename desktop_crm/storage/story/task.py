"""Tasks that were done, as entries of a story."""

from typing import Final

from desktop_crm.model.message import msg
from desktop_crm.model.story import TASKS, Cover, Told, muted, strong
from desktop_crm.storage.story.source import Source

_OF: Final = {
    "client": "t.client_id = :id AND t.done_at IS NOT NULL",
    "contact": "t.contact_id = :id AND t.done_at IS NOT NULL",
}


def _told(title: str) -> Told:
    return Told("circle-check", (strong(msg("Done:")), muted(" ".join(title.split()), Cover.TEXT)))


STORY: Final = (
    Source(
        "done",
        TASKS,
        "task",
        "tasks",
        "done_at",
        _OF,
        ("t.title",),
        _told,
        joins="LEFT JOIN clients c ON c.id = t.client_id",
        client="c.full_name",
        exact=True,
    ),
)
