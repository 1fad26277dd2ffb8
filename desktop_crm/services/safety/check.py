"""Is the file whole, does a card read what stands in it, and is it what the history says?

The whole check goes in small parts, each in a moment of its own, so that it can rest between any two of them and go on
later, also after the file was closed.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from typing import Any, Final

from sqlalchemy import Integer, inspect
from sqlalchemy.exc import DatabaseError

from desktop_crm.model.about import about_of
from desktop_crm.model.base import Fixed, Record, dump
from desktop_crm.model.errors import LockedError, UnreadableError, UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.nouns import BY_ID
from desktop_crm.model.problem import Problem
from desktop_crm.services.facets import facets_of
from desktop_crm.storage import habit
from desktop_crm.storage.journal.behind import NOUNS, Behind, What, behind, last_card
from desktop_crm.storage.journal.gathering import unlike
from desktop_crm.storage.rescue import check as storage
from desktop_crm.storage.rescue import readable
from desktop_crm.storage.tables import NOUN_OF, RECORDS, title_of_column, title_of_row
from desktop_crm.storage.workspace import Workspace

#: Where the place of a check under way is kept, or what the last one found.
KEPT: Final = "check"

#: Called now and then; may raise to stop.
Progress = Callable[[int, int], None]

_ROWS: Final = 500
_FILES: Final = 20
_SAMPLE: Final = 200
#: What damaged values lead to.
_DAMAGE: Final = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError)
#: So many sentences of one check are kept.
_MOST: Final = 200


@dataclass(frozen=True, slots=True)
class _Part:
    """What a part of the check found, and after which id the next one begins; None when all of the step was looked at."""

    found: Sequence[Message]
    after: int | None = None


#: A step's next part: the workspace, and the id after which it begins.
_Step = Callable[[Workspace, int], _Part]


class Checking:
    """A check under way. `kept` is what `text` gave when an earlier one rested."""

    def __init__(self, workspace: Workspace, kept: str = "") -> None:
        self._workspace = workspace
        self._look_in: Callable[[], object] = lambda: None
        self._steps = list(_steps(self._looked))
        self._at, self._after, self.found, self._more = self._read(kept)

    def go_on(self, look: Callable[[], object] = lambda: None) -> bool:
        """Look at the next part; whether there is more. LockedError while the workspace is locked.

        `look` is called within a long part; what it raises stops it, to be looked at again.
        """
        self._look_in = look
        if self._at >= len(self._steps):
            return False
        part = self._look(self._steps[self._at][1])
        for message in part.found:
            if message not in self.found:  # a damaged page stands in many ways
                self._take(message)
        self._at, self._after = (self._at + 1, 0) if part.after is None else (self._at, part.after)
        return self._at < len(self._steps)

    @property
    def progress(self) -> tuple[int, int]:
        """How many steps are done, of how many."""
        return self._at, len(self._steps)

    @property
    def sentences(self) -> list[Message]:
        """What was found so far."""
        more = [msg("There is more of this kind ({n}).", n=self._more)] if self._more else []
        return [*self.found, *more]

    def text(self) -> str:
        """What is kept while it rests: it names clients, and so belongs into the workspace."""
        name = self._steps[self._at][0] if self._at < len(self._steps) else ""
        found = [message.to_json() for message in self.found]
        return dump({"step": name, "after": self._after, "found": found, "more": self._more})

    def _looked(self) -> None:
        self._look_in()

    def _read(self, kept: str) -> tuple[int, int, list[Message], int]:
        names = [name for name, _ in self._steps]
        try:
            told = json.loads(kept or "{}")
            at = names.index(told["step"])
            return at, int(told["after"]), [Message.from_json(each) for each in told["found"]], int(told["more"])
        except (ValueError, LookupError, TypeError, AttributeError):
            return 0, 0, [], 0

    def _take(self, message: Message) -> None:
        if len(self.found) < _MOST:
            self.found.append(message)
        else:
            self._more += 1

    def _look(self, step: _Step) -> _Part:
        try:
            return step(self._workspace, self._after)
        except LockedError:
            raise
        except WorldError as error:
            return _Part([error.message])
        except (DatabaseError, *_DAMAGE) as error:
            return _Part([msg("Something in the file can't be read ({what})", what=type(error).__name__)])


def check(workspace: Workspace, progress: Progress = lambda _done, _total: None) -> list[Message]:
    """Everything that is wrong, as sentences; empty when all is well. Long for a large file: call it from a job."""
    checking = Checking(workspace)
    more = True
    while more:
        progress(*checking.progress)
        more = checking.go_on(lambda: progress(*checking.progress))
    progress(*checking.progress)
    return checking.sentences


def quick(workspace: Workspace) -> list[Message]:
    """A look at what another program put there, and at some rows of each table: for each backup."""
    found = [*_schema(workspace, 0).found, *_itself(workspace, 0).found]
    for table in RECORDS:
        with workspace.driver_connection() as connection:
            ids = storage.sample(connection, table, _SAMPLE)
            found += _dangling(storage.dangling(connection, table, ids), table)
        found += _of_rows(workspace, table, ids)
    with workspace.driver_connection() as connection:
        found += _told_actions(storage.last_actions(connection, _SAMPLE))
    return found


def keep_found(workspace: Workspace, found: Sequence[Message]) -> None:
    """In the file itself, so that each copy of it tells, too; read by whoever shows how safe it is."""
    kept = dump({"done": datetime.now(UTC).isoformat(), "found": [message.to_json() for message in found]})
    with workspace.aside() as connection:
        habit.put(connection, KEPT, kept)


def of_card(workspace: Workspace, noun: str, card_id: int) -> list[Message]:
    """What is wrong with one record and its parts."""
    with workspace.driver_connection() as connection:
        rows = {BY_ID[noun].table: [card_id], **storage.parts_of(connection, noun, card_id)}
        told = [_told_behind(each) for each in behind(connection, noun, card_id, card_id)]
        for table, ids in rows.items():
            told += _dangling(storage.dangling(connection, table, ids), table)
    return [message for table, ids in rows.items() for message in _of_rows(workspace, table, ids)] + told


def _steps(look: Callable[[], object]) -> Iterator[tuple[str, _Step]]:
    yield "whole", _whole
    yield "schema", _schema
    yield "itself", _itself
    yield "pages", partial(_integrity, look)
    for table in storage.TABLES:
        yield f"references {table}", partial(_references, table)
    yield "search", _search
    for table in RECORDS:
        yield f"records {table}", partial(_records, table)
    for noun in NOUNS:
        yield f"history {noun}", partial(_history, noun)
    yield "actions", _actions
    yield "files", _files


def _whole(workspace: Workspace, _after: int) -> _Part:
    """A copy that was taken while the file was open."""
    cut = workspace.cut_short()
    return _Part([] if cut is None else [cut])


def _schema(workspace: Workspace, _after: int) -> _Part:
    with workspace.driver_connection() as connection:
        strange, missing = storage.strange_and_missing(connection)
    return _Part(
        [
            *(
                msg("{name} was put into the file by another program; nothing of it is run", name=name)
                for name in strange
            ),
            *(
                msg("The file lacks {name}, which makes searches quick or keeps its rules", name=name)
                for name in missing
            ),
        ]
    )


def _itself(workspace: Workspace, _after: int) -> _Part:
    with workspace.driver_connection() as connection:
        return _Part(list(storage.of_itself(connection)))


def _integrity(look: Callable[[], object], workspace: Workspace, _after: int) -> _Part:
    with workspace.driver_connection() as connection:
        complaints = storage.integrity(connection, look)
    return _Part([msg("The file is damaged: {what}", what=sentence) for sentence in complaints])


def _references(table: str, workspace: Workspace, _after: int) -> _Part:
    with workspace.driver_connection() as connection:
        return _Part(_dangling(storage.broken_references(connection, table), table))


def _dangling(broken: Iterable[tuple[int, str]], table: str) -> list[Message]:
    return [
        msg(
            "Row {row} of {table} points to a row of {other} that is gone",
            row=row_id,
            table=title_of_row(table),
            other=title_of_row(other),
        )
        for row_id, other in broken
    ]


def _search(workspace: Workspace, _after: int) -> _Part:
    with workspace.driver_connection() as connection:
        gaps = list(storage.search_gaps(connection))
    return _Part(
        [
            msg(
                "The search index of {table} knows {indexed} of {rows} rows",
                table=title_of_row(table),
                indexed=known,
                rows=rows,
            )
            for table, rows, known in gaps
        ]
    )


def _records(table: str, workspace: Workspace, after: int) -> _Part:
    with workspace.driver_connection() as connection:
        ids = readable.ids_after(connection, table, after, _ROWS)
    return _Part(list(_of_rows(workspace, table, ids)), ids[-1] if len(ids) == _ROWS else None)


def _history(noun: str, workspace: Workspace, after: int) -> _Part:
    until = after + _ROWS
    with workspace.driver_connection() as connection:
        found = [_told_behind(each) for each in behind(connection, noun, after + 1, until)]
        return _Part(found, until if until < last_card(connection, noun) else None)


def _actions(workspace: Workspace, after: int) -> _Part:
    with workspace.driver_connection() as connection:
        found = storage.actions(connection, after, _ROWS)
    return _Part(_told_actions(found), found.last)


def _told_actions(found: storage.Actions) -> list[Message]:
    return [
        *(msg("Action {n} of the history can't be read", n=entry) for entry in found.unreadable),
        *(msg("Action {n} of the history does not fit to the others", n=entry) for entry in found.loose),
    ]


def _files(workspace: Workspace, after: int) -> _Part:
    with workspace.driver_connection() as connection:
        damaged, last = storage.damaged_blobs(connection, after, _FILES)
    return _Part([msg("A file inside the workspace is damaged ({sha})", sha=sha[:12]) for sha in damaged], last)


def _of_rows(workspace: Workspace, table: str, ids: Sequence[int]) -> Iterator[Message]:
    """What a card would stumble over, and what does not follow from the rest."""
    if not ids:
        return
    with workspace.driver_connection() as connection:
        for place in readable.unreadable(connection, table, ids):
            yield place.told()
        yield from _told_gathered(connection, table, ids)
    with workspace.read() as session:
        for record, kept, problems in readable.unfitting(session, table, ids, _unknown):
            yield from _told_unfitting(record, kept)
            yield from _told_sums(record, problems)
        noun = NOUN_OF.get(table)
        if noun is not None and noun.is_searched and (contradiction := facets_of(noun).contradiction):
            for record_id in ids:
                with suppress(UserError, UnreadableError, *_DAMAGE):  # what can't be read is told of its own row
                    if wrong := contradiction(session, record_id):
                        yield wrong


def _told_gathered(connection: Any, table: str, ids: Sequence[int]) -> Iterator[Message]:
    """One sentence for each row whose gathered columns are not what hangs on it."""
    wrong: dict[int, str] = {}
    with suppress(DatabaseError, *_DAMAGE):  # what can't be read is told of its own row
        for row_id, column in unlike(connection, table, ids):
            wrong.setdefault(row_id, column)
    for row_id, column in wrong.items():
        name = storage.called(connection, table, row_id)
        yield msg(
            "{what} {name} is listed with something else than hangs on it ({field})",
            what=title_of_row(table),
            name=name,
            field=title_of_column(table, column),
        )


def _told_unfitting(record: Record, kept: dict[str, Any]) -> Iterator[Message]:
    table, total = record.__tablename__, record.told_total(kept)
    if total is not None:
        yield total
    for column, value in kept.items():
        if not column:
            yield msg("{what} {name} can't be added up or sorted", what=title_of_row(table), name=_name(record))
        elif getattr(record, column) == value:
            yield msg(
                "{what} {name}: {field} is nothing that this program knows",
                what=title_of_row(table),
                name=_name(record),
                field=title_of_column(table, column),
            )
        elif total is None or column not in {"total_minor", "currency"}:
            yield msg(
                "{what} {name} is listed under other words than its own ({field})",
                what=title_of_row(table),
                name=_name(record),
                field=title_of_column(table, column),
            )


def _told_sums(record: Record, problems: Sequence[Problem]) -> Iterator[Message]:
    for problem in problems:
        if problem.field.rpartition(".")[2] in _summed():
            yield msg(
                "{what} {name}: {problem}",
                what=title_of_row(record.__tablename__),
                name=_name(record),
                problem=problem.message,
            )


@cache
def _summed() -> frozenset[str]:
    """Numbers and lists of them: what lies beyond its bounds can't be added up."""
    columns = (each for record in RECORDS.values() for each in record.__table__.columns if not each.foreign_keys)
    lists = (each for record in RECORDS.values() for each in inspect(record).relationships if each.uselist)
    return frozenset(
        {column.name for column in columns if isinstance(column.type, Fixed | Integer)} | {each.key for each in lists}
    )


def _told_behind(found: Behind) -> Message:
    table, row_id = found.place
    called = RECORDS[table].called
    name = str(found.said.get(called) or found.row.get(called) or f"#{row_id}")
    if found.what is What.CHANGED:
        titles = [title_of_column(table, column) for column in found.columns]
        fields = {str(title): title for title in titles}
        first, *rest = fields.values()
        told = msg("{field} and {n} more", field=first, n=len(rest)) if rest else first
        return msg(
            "{what} {name}: {field} was changed, but not by this program",
            what=title_of_row(table),
            name=name,
            field=told,
        )
    if found.what is What.GONE:
        return msg("{what} {name} is gone, but nobody deleted it", what=title_of_row(table), name=name)
    return msg("{what} {name} was not made with this program", what=title_of_row(table), name=name)


def _unknown(record: Record) -> list[str]:
    """The columns that hold a code which stands for nothing."""
    found = [
        column.name
        for column in record.__table__.columns
        if (told := about_of(column)) is not None
        and told.choices
        and isinstance(code := getattr(record, column.name), str)
        and code not in {"", *(choice.code for choice in told.choices)}
    ]
    if "currency" in record.__table__.columns and getattr(record, "currency", None) not in CURRENCIES:
        found.append("currency")
    return found


def _name(record: Record) -> str:
    return str(getattr(record, record.called, "") if record.called else "") or f"#{record.id}"
