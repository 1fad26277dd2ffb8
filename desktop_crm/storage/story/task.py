"""Tasks as entries of a story: those that are planned by their days, and those that were done."""

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


def _planned(title: str, at: str) -> Told:
    words = " ".join(title.split())
    return Told("list-checks", (strong(words, Cover.TEXT), *((muted(at),) if at else ())))


STORY: Final = (
    Source(
        "planned",
        TASKS,
        "task",
        "tasks",
        "due",
        {"client": "t.client_id = :id AND t.done_at IS NULL AND t.due IS NOT NULL"},
        ("t.title", "t.time"),
        _planned,
        joins="LEFT JOIN clients c ON c.id = t.client_id",
        client="c.full_name",
    ),
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
