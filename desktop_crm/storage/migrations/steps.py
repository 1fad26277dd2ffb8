"""Next steps of activities as tasks of their own, in the tables and in all that history holds of them.

A step was three columns of its activity, so each has its activity's id. What an action did to it becomes a change of the task
in the same entry: of its own beside the activity's, or in its place where nothing else of the activity was changed. An update's
images hold what changed only; what else a step was at that moment is known by walking back from what is there now.
"""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from sqlalchemy import Connection

from desktop_crm.model.base import dump
from desktop_crm.model.fold import search_key
from desktop_crm.model.moments import LAST
from desktop_crm.storage.file.decoding import texts_as
from desktop_crm.storage.journal import images
from desktop_crm.storage.journal.images import Values

STEP: Final = ("next_step", "due", "done_at")
_BLANK: Final = " \t\n\r"
_HAS_STEP: Final = "trim(next_step, ' ' || char(9, 10, 13)) <> ''"
_AT_ONCE: Final = 2000
_SHORT: Final = 80
_FOUND: Final = 20_000

#: What of an activity says nothing by itself.
_FOLLOWS: Final = frozenset({"changed_at", "summary", "client_key", "search_key"})

_LIST_KEY: Final = (
    f"CASE WHEN done_at IS NOT NULL THEN printf('3 %015d', {LAST} - done_at) WHEN due IS NULL THEN '2'"
    " ELSE '1 ' || due || ' ' END"
)
_FROM: Final = {
    "title": "next_step",
    "note": "''",
    "client_id": "client_id",
    "contact_id": "contact_id",
    "activity_id": "id",
    "due": "due",
    "time": "''",
    "promise": "''",
    "repeats": "''",
    "checklist": "'[]'",
    "done_at": "done_at",
    "created_at": "created_at",
    "changed_at": "changed_at",
    "client_key": "client_key",
    "list_key": _LIST_KEY,
    "search_key": "''",
    "id": "id",
    "version": "1",
}


def make_tasks(connection: Connection) -> None:
    """A task for each step that is there; ids that activities were given are not given to others."""
    names, values = ", ".join(_FROM), ", ".join(_FROM.values())
    connection.exec_driver_sql(f"INSERT INTO tasks ({names}) SELECT {values} FROM activities WHERE {_HAS_STEP}")
    connection.exec_driver_sql("DELETE FROM sqlite_sequence WHERE name = 'tasks'")
    connection.exec_driver_sql(
        "INSERT INTO sqlite_sequence (name, seq) SELECT 'tasks', seq FROM sqlite_sequence WHERE name = 'activities'"
    )


def find_anew(connection: Connection) -> None:
    """Tasks by what is to be done, their activities by what was said alone."""
    bare: Any = connection.connection.driver_connection
    last = 0
    with texts_as(bare, lambda text: text.decode(errors="replace")):
        while rows := bare.execute(
            "SELECT s.id, s.title, a.subject, a.text, a.outcome, c.full_name, p.name"
            " FROM tasks s JOIN activities a ON a.id = s.id"
            " LEFT JOIN clients c ON c.id = s.client_id LEFT JOIN contacts p ON p.id = s.contact_id"
            " WHERE s.id > ? ORDER BY s.id LIMIT ?",
            (last, _AT_ONCE),
        ).fetchall():
            last = rows[-1][0]
            tasks, said = [], []
            for task_id, title, subject, text, outcome, client, contact in rows:
                who = (client or "", contact or "")
                tasks.append((search_key(*who, title, "", ""), task_id))
                summary = _short(subject) or _short(text) or client or ""
                said.append((summary, search_key(*who, subject, text[:_FOUND], outcome), task_id))
            bare.executemany("UPDATE tasks SET search_key = ? WHERE id = ?", tasks)
            bare.executemany("UPDATE activities SET summary = ?, search_key = ? WHERE id = ?", said)
    for table in ("activities", "tasks"):
        bare.execute(f"DELETE FROM {table}_fts WHERE rowid IN (SELECT id FROM tasks)")
        bare.execute(
            f"INSERT INTO {table}_fts (rowid, search_key)"
            f" SELECT id, search_key FROM {table} WHERE id IN (SELECT id FROM tasks)"
        )


def gather_anew(connection: Connection) -> None:
    """The day of what comes next with each client that has anything."""
    connection.exec_driver_sql(
        "UPDATE clients SET next_due = (SELECT min(s.due) FROM tasks s WHERE s.client_id = clients.id"
        " AND s.done_at IS NULL AND date(s.due) = s.due AND s.due >= '0001') WHERE next_due IS NOT NULL"
    )


def part_history(connection: Connection) -> None:
    """What happened to steps, apart from what happened to their activities; the tables must still have both."""
    about = "FROM journal_changes WHERE noun = 'activity' AND table_name = 'activities'"
    first, last = connection.exec_driver_sql(f"SELECT min(noun_id), max(noun_id) {about}").one()
    if last is None:
        return
    _make_room(connection)
    for start in range(first, last + 1, _AT_ONCE):
        _part_singles(connection, start, start + _AT_ONCE - 1)
    _part_runs(connection)


def _make_room(connection: Connection) -> None:
    """A place for another change behind each: changes have their ids in the order of their entries."""
    for table, column in (("journal_changes", "id"), ("journal_rows", "change_id")):
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = -2 * {column}")
        connection.exec_driver_sql(f"UPDATE {table} SET {column} = -{column}")


@dataclass(frozen=True, slots=True)
class _Change:
    id: int
    entry_id: int
    row_id: int
    op: str
    kept: tuple[str | None, str | None]  # as the file has them
    before: Values | None
    after: Values | None


def _part_singles(connection: Connection, first: int, last: int) -> None:
    there = {row["id"]: dict(row) for row in _rows(connection, first, last)}
    changes = connection.exec_driver_sql(
        'SELECT id, entry_id, row_id, op, "before", "after" FROM journal_changes WHERE noun = \'activity\''
        " AND noun_id BETWEEN ? AND ? AND table_name = 'activities' AND last_row_id IS NULL ORDER BY row_id, id DESC",
        (first, last),
    ).fetchall()
    for row_id, of_row in groupby(changes, key=lambda change: change.row_id):
        found = [
            _Change(row.id, row.entry_id, row.row_id, row.op, tuple(row[4:]), images.read(row[4]), images.read(row[5]))
            for row in of_row
        ]
        _walk_back(connection, found, there.get(row_id))


def _rows(connection: Connection, first: int, last: int) -> Any:
    bare: Any = connection.connection.driver_connection
    with texts_as(bare, lambda text: text.decode(errors="replace")):
        found = bare.execute("SELECT * FROM activities WHERE id BETWEEN ? AND ?", (first, last))
        names = [each[0] for each in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _walk_back(connection: Connection, changes: list[_Change], state: Values | None) -> None:
    """Through what was done to one activity, the latest first; `state` is what stands there now."""
    for change in changes:
        if change.op == "insert":
            _put(connection, change, None, change.after or state)
            state = None
        elif change.op == "delete":
            _put(connection, change, change.before, None)
            state = change.before
        elif change.before is not None and change.after is not None and state is not None:
            now = {**state, **change.after}
            state = {**now, **change.before}
            _put(connection, change, state, now)
        elif change.before is not None and change.after is not None:  # nobody knows of what
            images.put(connection, change.id, *_left(change))


def _put(connection: Connection, change: _Change, before: Values | None, now: Values | None) -> None:
    """Both parts of a change."""
    step = _step_change(before, now)
    if step is not None and change.op != "delete" and change.after is None:  # thinned: that there was one is still told
        step = ("insert", None, None)
    is_all = change.op == "update" and not _without(change.before or {}).keys() - _FOLLOWS
    if step is not None and is_all:
        op, *both = step
        connection.exec_driver_sql(
            "UPDATE journal_changes SET noun = 'task', table_name = 'tasks', op = ?, \"before\" = ?, \"after\" = ?"
            " WHERE id = ?",
            (op, *map(_dumped, both), change.id),
        )
        return
    if (left := _left(change)) != change.kept:
        images.put(connection, change.id, *left)
    if step is not None:
        op, *both = step
        _add(connection, (change.id, change.entry_id, change.row_id, None), op, *map(_dumped, both))


def _left(change: _Change) -> tuple[str | None, ...]:
    """Its images without the step; what a fault has made unreadable stays as it is."""
    images_of = zip(change.kept, (change.before, change.after), strict=True)
    return tuple(kept if image is None else dump(_without(image)) for kept, image in images_of)


def _step_change(before: Values | None, now: Values | None) -> tuple[str, Values | None, Values | None] | None:
    """What became of the task."""
    was, is_ = (_task_of(state) if state and _has_step(state) else None for state in (before, now))
    if was is None or is_ is None:
        return None if was is is_ else ("insert" if was is None else "delete", was, is_)
    names = [name for name in was if was[name] != is_[name]]
    if not set(names) - {"changed_at", "client_key"}:
        return None
    return "update", {name: was[name] for name in names}, {name: is_[name] for name in names}


def _task_of(state: Values) -> Values:
    """The row of a task; what it follows from others is derived when it comes back."""
    due, done_at = state["due"], state["done_at"]
    key = f"3 {LAST - done_at:015}" if isinstance(done_at, int) else "2" if due is None else f"1 {due} "
    return {
        "title": state["next_step"],
        "note": "",
        "client_id": state["client_id"],
        "contact_id": state["contact_id"],
        "order_id": None,
        "contract_id": None,
        "activity_id": state["id"],
        "due": due,
        "time": "",
        "promise": "",
        "remind_at": None,
        "remind_before": None,
        "snoozed_until": None,
        "repeats": "",
        "series_id": None,
        "series_start": None,
        "checklist": "[]",
        "done_at": done_at,
        "created_at": state["created_at"],
        "changed_at": state["changed_at"],
        "rings_at": None,
        "told_at": None,
        "client_key": state["client_key"],
        "list_key": key,
        "search_key": "",
        "id": state["id"],
        "version": 1,
    }


def _part_runs(connection: Connection) -> None:
    """Activities that were written or taken away in bulk, and their steps with them."""
    runs = connection.exec_driver_sql(
        "SELECT id, entry_id, row_id, last_row_id, op FROM journal_changes"
        " WHERE table_name = 'activities' AND last_row_id IS NOT NULL ORDER BY id"
    ).fetchall()
    taken = {run.id: _taken(connection, run.id) for run in runs}
    for run in runs:
        there = connection.exec_driver_sql(
            "SELECT EXISTS (SELECT 1 FROM tasks WHERE id BETWEEN ? AND ?)", (run.row_id, run.last_row_id)
        ).scalar()
        gone = any(run.row_id <= row_id <= run.last_row_id for rows in taken.values() for row_id, _ in rows)
        if there or gone:
            new_id = _add(connection, (run.id, run.entry_id, run.row_id, run.last_row_id), run.op, None, None)
            rows = [(new_id, row_id, dump(task)) for row_id, task in taken[run.id]]
            if rows:
                connection.exec_driver_sql(
                    "INSERT INTO journal_rows (change_id, row_id, content) VALUES (?, ?, ?)", rows
                )
        images.rewrite_run(connection, run.id, _without)


def _taken(connection: Connection, change_id: int) -> list[tuple[int, Values]]:
    """The tasks among rows that were taken away."""
    rows = connection.exec_driver_sql("SELECT row_id, content FROM journal_rows WHERE change_id = ?", (change_id,))
    found = ((row_id, images.read(content)) for row_id, content in rows)
    return [(row_id, _task_of(values)) for row_id, values in found if values is not None and _has_step(values)]


def _add(connection: Connection, place: tuple[int, int, int, int | None], op: str, *both: str | None) -> int:
    """A change of the task behind that of its activity (id, entry, row and last row); its id."""
    change_id, entry_id, first, last = place
    connection.exec_driver_sql(
        'INSERT INTO journal_changes (id, entry_id, noun, noun_id, table_name, row_id, last_row_id, op, "before", "after")'
        " VALUES (?, ?, 'task', ?, 'tasks', ?, ?, ?, ?, ?)",
        (change_id + 1, entry_id, first, first, last, op, *both),
    )
    return change_id + 1


def _has_step(values: Values) -> bool:
    step = values.get("next_step")
    return isinstance(step, str) and bool(step.strip(_BLANK)) and values.keys() >= _KNOWN


#: What a task is made of.
_KNOWN: Final = frozenset({"id", "client_id", "contact_id", "created_at", "changed_at", "client_key", *STEP})


def _without(values: Values) -> Values:
    return {name: value for name, value in values.items() if name not in STEP}


def _dumped(image: Values | None) -> str | None:
    return None if image is None else dump(image)


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _SHORT else f"{words[:_SHORT].rstrip()}…"
