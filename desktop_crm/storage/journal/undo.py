"""Undo and redo: what the journal says was done, done backwards as a new entry of the journal."""

import json
from collections.abc import Callable
from typing import Any, Final, cast

from sqlalchemy import Connection, select, update
from sqlalchemy.orm import Session

from desktop_crm.model.errors import UserError
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message, msg
from desktop_crm.storage.journal.obstacles import refuse_obstacles
from desktop_crm.storage.journal.reversal import is_own
from desktop_crm.storage.journal.writing import Place, Values, change_of, insert_row, keep, rows_of, told_as, unit_of
from desktop_crm.storage.lists import search
from desktop_crm.storage.tables import RECORDS, table_of

Progress = Callable[[int, int], None]

#: Enough to know that an entry is a large one.
_MANY: Final = 10_000


def reverse(session: Session, entry_id: int, kind: str, progress: Progress = lambda _done, _total: None) -> None:
    """Take back all an entry did, as a new entry of `kind`; `progress` hears of rows, and may raise to stop.

    Raises:
        UserError: records stand in the way, which it names, or the entry is thinned.
    """
    _refuse_thinned(session, entry_id)
    refuse_obstacles(session, entry_id)
    unit = unit_of(session)
    unit.kind, unit.undoes = kind, entry_id
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    changes = session.scalars(
        select(JournalChange).where(JournalChange.entry_id == entry_id).order_by(JournalChange.id.desc())
    ).all()
    done, total = 0, sum(map(_rows, changes))
    for change in changes:
        progress(done, total)
        unit.nouns |= told_as(change.table_name, change.noun)
        if change.last_row_id is None:
            _reverse_row(session, change)
        else:
            _reverse_run(session, change)
        done += _rows(change)
    progress(done, total)
    session.execute(update(JournalEntry).where(JournalEntry.id == entry_id).values(undone_by=unit.entry(session)))


def step_of(connection: Connection, entry_id: int) -> tuple[str, Message]:
    """What taking back an entry is (undo of what was done, redo of an undo), and its sentence; UserError for what stays."""
    row = connection.exec_driver_sql(
        "SELECT kind, CAST(sentence AS BLOB) AS sentence FROM journal_entries WHERE id = ?", (entry_id,)
    ).first()
    if row is None or row.kind == "base":
        raise UserError(msg("Not undone: the file began with it."))
    return "redo" if row.kind == "undo" else "undo", Message.from_text(row.sentence)


def size_of(connection: Any, entry_id: int) -> int:
    """How many rows an entry changed, or that they are many; on a bare connection."""
    row = connection.execute(
        "SELECT sum(n) FROM (SELECT coalesce(last_row_id, row_id) - row_id + 1 AS n FROM journal_changes"
        " WHERE entry_id = ? LIMIT ?)",
        (entry_id, _MANY),
    ).fetchone()
    return row[0] or 0


def _rows(change: JournalChange) -> int:
    return 1 if change.last_row_id is None else change.last_row_id - change.row_id + 1


def _refuse_thinned(session: Session, entry_id: int) -> None:
    if session.scalar(select(JournalEntry.thinned).where(JournalEntry.id == entry_id)):
        raise UserError(msg("Not undone: history is no longer kept that far back."))


def _reverse_row(session: Session, change: JournalChange) -> None:
    place = (change.table_name, change.row_id)
    before: Values = json.loads(change.before or "{}")
    after: Values = json.loads(change.after or "{}")
    held = rows_of(session, [place]).get(place)
    if change.op == "insert":
        _delete_row(session, place)
    elif change.op == "delete":
        _insert_row(session, place[0], before)
    else:
        _restore_columns(session, place, before, after)
    if done := change_of(place, held, rows_of(session, [place]).get(place)):
        keep(session, [done])


def _delete_row(session: Session, place: Place) -> None:
    table, row_id = place
    if session.connection().exec_driver_sql(f'DELETE FROM "{table}" WHERE id = ?', (row_id,)).rowcount != 1:
        raise UserError(_changed_since())


def _insert_row(session: Session, table: str, values: Values) -> None:
    names, places = ", ".join(f'"{name}"' for name in values), ", ".join("?" * len(values))
    session.connection().exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', tuple(values.values()))


def _restore_columns(session: Session, place: Place, before: Values, after: Values) -> None:
    """A row that only repeated what others say may be gone."""
    table, row_id = place
    changed = ", ".join(f'"{name}" = ?' for name in before)
    own = [name for name in after if is_own(table, name)]
    unmoved = " AND ".join(f'"{name}" IS ?' for name in own) or "1"
    values = [*before.values(), row_id, *(after[name] for name in own)]
    result = session.connection().exec_driver_sql(
        f'UPDATE "{table}" SET {changed}, version = version + 1 WHERE id = ? AND {unmoved}', tuple(values)
    )
    if own and result.rowcount != 1:
        raise UserError(_changed_since())


def _reverse_run(session: Session, change: JournalChange) -> None:
    connection = session.connection()
    table, first, last = change.table_name, change.row_id, cast("int", change.last_row_id)
    names = [column.name for column in table_of(RECORDS[table]).columns]
    columns = [f'"{name}"' for name in names]
    kept = {"noun": change.noun, "noun_id": change.noun_id, "table_name": table, "row_id": first, "last_row_id": last}
    op = "delete" if change.op == "insert" else "insert"
    new_id = insert_row(session, JournalChange, {**kept, "op": op, "entry_id": unit_of(session).entry(session)})
    owners = unit_of(session).owners
    if op == "delete":
        owners.note_run_going(session, table, first, last)
        named = ", ".join(f"'{name}', \"{name}\"" for name in names)
        connection.exec_driver_sql(
            f"INSERT INTO journal_rows (change_id, row_id, content) SELECT ?, id, json_object({named})"
            f' FROM "{table}" WHERE id BETWEEN ? AND ?',
            (new_id, first, last),
        )
        connection.exec_driver_sql(f'DELETE FROM "{table}" WHERE id BETWEEN ? AND ?', (first, last))
        for noun in told_as(table, change.noun if change.noun_id else ""):  # 0: parts of other cards
            connection.exec_driver_sql(
                "DELETE FROM drafts WHERE noun = ? AND record_id BETWEEN ? AND ?", (noun, first, last)
            )
    else:
        values = ", ".join(f"json_extract(content, '$.{name}')" for name in names)
        connection.exec_driver_sql(
            f'INSERT INTO "{table}" ({", ".join(columns)}) SELECT {values} FROM journal_rows WHERE change_id = ?',
            (change.id,),
        )
        owners.note_run_back(table, first, last)
    search.index_run(session, table, first, last)


def _changed_since() -> Message:
    return msg("Not undone: something it changed was changed again since.")
