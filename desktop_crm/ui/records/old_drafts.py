"""Drafts of earlier versions: they lay open in the user's settings. Taken over into the workspace, and out of there."""

from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from desktop_crm.services.draft import Draft
from desktop_crm.ui.desk.desk import Desk

_GROUP: Final = "drafts/"


def take_over(desk: Desk) -> None:
    """Those of this workspace; those of files that are no longer known are forgotten."""
    settings = desk.settings
    keys = [key for key in settings.store.allKeys() if key.startswith(_GROUP)]
    if not keys:
        return
    known = {_place(path) for path in settings.recent() if path.exists()}
    here = _place(desk.workspace.path)
    for key in keys:
        place, _, noun = key.removeprefix(_GROUP).partition("/")
        if place == here:
            _keep(desk, noun, settings.get(key))
        if place == here or place not in known:
            settings.set(key, None)
    settings.save()


def _keep(desk: Desk, noun: str, slots: Any) -> None:
    for slot, one in slots.items() if isinstance(slots, dict) else ():
        typed, given = (one.get("typed"), one.get("given")) if isinstance(one, dict) else (None, None)
        if isinstance(typed, dict) and typed:
            desk.drafts.keep(Draft(f"old-{slot}", noun, given=given if isinstance(given, dict) else {}, typed=typed))


def _place(path: Path) -> str:
    return sha256(str(path).encode()).hexdigest()[:12]
