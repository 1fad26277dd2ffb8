"""Reminders of all nouns that have them: which have come, that they were shown, and what is done with one.

Whether one was shown is kept in the file, so that none is told twice, however the program ends or the clock is set.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop_crm.model.moments import moment_to_int, written_from_moment
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import BY_ID, NOUNS
from desktop_crm.services.facets import Reminder, Reminds, facets_of
from desktop_crm.storage.workspace import Workspace

#: No list of what was missed is longer; the others follow when these were shown.
_MOST = 200


def come(session: Session, now: datetime) -> tuple[list[Reminder], datetime | None]:
    """What has come and was not shown, the earliest first; and when the next one comes, None for never."""
    found: list[Reminder] = []
    moments: list[datetime] = []
    for each in _all():
        found += each.ringing(session, now, _MOST)
        following = each.following(session, now)
        if following is not None:
            moments.append(following)
    return sorted(found, key=lambda one: one.at)[:_MOST], min(moments, default=None)


def shown(workspace: Workspace, reminders: Sequence[Reminder]) -> None:
    """They were shown; no action of anybody's, so that no Undo makes them ring again. One that was set anew meanwhile stays."""
    now = moment_to_int(datetime.now(UTC))
    with workspace.aside() as connection:
        for one in reminders:
            table = facets_of(BY_ID[one.noun]).source.table
            connection.execute(
                f"UPDATE {table} SET told_at = ? WHERE id = ? AND rings_at = ?",  # noqa: S608  # a table of ours
                (now, one.id, written_from_moment(one.at)),
            )


def still(session: Session, reminders: Sequence[Reminder]) -> list[Reminder]:
    """Those of what was shown with which nothing was done yet: it is there, not done, and does not ring once more."""
    found: list[Reminder] = []
    for one in reminders:
        record: Any = session.get(BY_ID[one.noun].record, one.id)
        if record is not None and record.done_at is None and record.rings_at == one.at:
            found.append(one)
    return found


def finish(session: Session, reminder: Reminder) -> None:
    """What it is about is done. UserError where that is gone."""
    _of(BY_ID[reminder.noun]).finish(session, reminder.id)


def snooze(session: Session, reminder: Reminder, until: datetime) -> None:
    """It comes once more at that moment. UserError where what it is about is gone, or done."""
    _of(BY_ID[reminder.noun]).snooze(session, reminder.id, until)


def _all() -> list[Reminds]:
    return [_of(noun) for noun in NOUNS if noun.reminds]


def _of(noun: Noun) -> Reminds:
    found = facets_of(noun).reminds
    assert found is not None, f"{noun.id} says that it reminds, but not how"
    return found
