"""What happened to a card, read from the journal."""

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import TextClause, select, text
from sqlalchemy.orm import Session

from desktop_crm.model.base import Base, Record
from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.journal import JournalChange, JournalEntry
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int
from desktop_crm.model.nouns import BY_ID
from desktop_crm.storage.file.decoding import rows_of, value_of
from desktop_crm.storage.journal.writing import DIALECT
from desktop_crm.storage.rescue.around import part
from desktop_crm.storage.tables import RECORDS, table_of

#: Of one action so many are read: nobody reads more, and an import may have changed thousands.
MOST_ROWS: Final = 40

_OPS: Final = frozenset({"insert", "update", "delete"})

_BY_CARD: Final = "journal_changes INDEXED BY ix_journal_changes_noun_journal_changes_noun_id"
_BY_ENTRY: Final = "journal_changes INDEXED BY ix_journal_changes_entry_id"
#: Nobody has done what the file began with.
_LATER: Final = " AND NOT EXISTS (SELECT 1 FROM journal_entries e WHERE e.kind = 'base' AND e.id = entry_id)"
_OF_CARD: Final = "noun = :noun AND noun_id = :noun_id AND last_row_id IS NULL"
_OF_PART: Final = f"{_OF_CARD} AND table_name = :table AND row_id = :row_id"
_RUNS: Final = "journal_changes INDEXED BY ix_journal_changes_runs WHERE noun = :noun AND last_row_id IS NOT NULL AND "
_RUNS_OF_CARD: Final = f"{_RUNS} noun_id BETWEEN 1 AND :noun_id AND last_row_id >= :noun_id"
_RUNS_OF_PART: Final = f"{_RUNS} noun_id = 0 AND table_name = :table AND row_id <= :row_id AND last_row_id >= :row_id"


@dataclass(frozen=True, slots=True)
class _Questions:
    """How a card's entries are found, or those of a part of it, which is a noun of its own: `own` rows, and `runs` that hold them."""

    own: str
    runs: str

    def without(self, tables: Collection[str]) -> "_Questions":
        """But those with which the file began, and those that changed nothing else than rows of these tables."""
        names = ", ".join(f"'{table}'" for table in sorted(tables))
        others = _LATER + (f" AND table_name NOT IN ({names})" if names else "")
        return _Questions(self.own + others, self.runs + others)

    def older(self) -> tuple[TextClause, TextClause]:
        """The newest first."""
        return self._ways("<", ">=", "ASC", "DESC")

    def newer(self) -> tuple[TextClause, TextClause]:
        """The oldest first."""
        return self._ways(">", "<=", "DESC", "ASC")

    def _ways(self, beyond: str, from_: str, edge: str, way: str) -> tuple[TextClause, TextClause]:
        """The questions for the entries beyond one: those that changed the card by itself, and those that wrote runs of cards.

        Changes have their ids in the order of their entries. So the next entry's change is the first beyond all those of the
        entry before, and each is found at one look into the card's index, however long the history.
        """
        walk = f"""
            WITH RECURSIVE chain(entry) AS (
                VALUES (:start) UNION ALL
                SELECT (SELECT entry_id FROM {_BY_CARD} WHERE {self.own} AND id {beyond} coalesce(
                    (SELECT id FROM {_BY_ENTRY} WHERE entry_id {from_} chain.entry
                        ORDER BY entry_id {edge}, id {edge} LIMIT 1), :end)
                    ORDER BY id {way} LIMIT 1)
                FROM chain WHERE entry IS NOT NULL LIMIT :limit + 1)
            SELECT entry FROM chain WHERE entry IS NOT NULL LIMIT -1 OFFSET 1"""
        runs = f"SELECT DISTINCT entry_id FROM {self.runs} AND entry_id {beyond} :start ORDER BY entry_id {way} LIMIT :limit"
        return text(walk), text(runs)

    def number(self) -> TextClause:
        """How many there are."""
        return text(
            f"SELECT count(*) FROM (SELECT entry_id FROM {_BY_CARD} WHERE {self.own} UNION SELECT entry_id FROM {self.runs})"
        )

    def first_of_each(self) -> TextClause:
        """The first changes of some entries, and how many there are."""
        return text(f"""
            SELECT id, entry_id, count FROM (
                SELECT id, entry_id, row_number() OVER (PARTITION BY entry_id ORDER BY id) AS number,
                    count(*) OVER (PARTITION BY entry_id) AS count
                FROM (SELECT id, entry_id FROM {_BY_CARD} WHERE {self.own}
                        AND id >= (SELECT min(id) FROM {_BY_ENTRY} WHERE entry_id = :oldest)
                        AND id <= (SELECT max(id) FROM {_BY_ENTRY} WHERE entry_id = :newest)
                    UNION ALL SELECT id, entry_id FROM {self.runs})
                WHERE entry_id IN (SELECT value FROM json_each(:ids)))
            WHERE number <= :most""")


_CARDS: Final = _Questions(_OF_CARD, _RUNS_OF_CARD)
_PARTS: Final = _Questions(_OF_PART, _RUNS_OF_PART)
_END: Final = 2**63 - 1

#: CROSS JOIN, since for a whole page SQLite may else go through all there are.
_PICKED: Final = "SELECT {} FROM json_each(:ids) page CROSS JOIN {} t ON t.id = page.value ORDER BY t.id {}"


def _columns(kind: type[Base]) -> str:
    return ", ".join(f't."{column.name}"' for column in table_of(kind).columns)


_ENTRIES: Final = _PICKED.format(_columns(JournalEntry), "journal_entries", "DESC")
_CHANGES: Final = _PICKED.format(_columns(JournalChange), "journal_changes", "ASC")


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """One value that changed, as Python values; `before` of an insert and `after` of a delete are None."""

    column: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class RowChange:
    """What happened to one row: `table` and `op` (insert, update, delete), and its columns."""

    table: str
    op: str
    columns: tuple[ColumnChange, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One action in a card's history."""

    entry_id: int
    at: datetime | Message  # one that can't be read
    user: str | Message
    text: Message
    kind: str
    changes: tuple[RowChange, ...]
    thinned: bool
    count: int  # of all its changes of the card


class Whose(NamedTuple):
    """A card in the journal; with a table and a row of it that part alone."""

    noun: str
    noun_id: int
    table: str = ""
    row_id: int = 0

    @property
    def questions(self) -> _Questions:
        """How its entries are found."""
        return _PARTS if self.table else _CARDS


def _whose(session: Session, noun: str, noun_id: int) -> Whose:
    """Where the journal tells of it: of a noun whose rows stand on another's card, as contacts do on their client's, there."""
    record = BY_ID[noun].record if noun in BY_ID else Record
    found = None if record.card is Record.card else session.get(record, noun_id)
    if found is None:
        return Whose(noun, noun_id)
    return Whose(*found.card(), str(found.__tablename__), noun_id)


def of_card(
    session: Session, noun: str, noun_id: int, limit: int = 200, before: int | None = None, *, after: int | None = None
) -> list[Event]:
    """What happened to a card, newest first: `limit` actions, older than the entry `before` or newer than `after`.

    `after` 0 begins with the card's first. Of an action that changed very many rows of the card, the first ones.
    """
    whose = _whose(session, noun, noun_id)
    ids = _page(session.scalars, whose, limit, before=before, after=after, questions=whose.questions)
    if not ids:
        return []
    changes, counts = _changes(session, whose, ids)
    return [
        Event(
            entry.id,
            entry.at,
            entry.user,
            entry.sentence,
            entry.kind,
            tuple(filter(None, map(_row_change, changes.get(entry.id, ())))),
            bool(entry.thinned),
            counts[entry.id],
        )
        for entry in _entries(session, ids)
    ]


class Act(NamedTuple):
    """What of an entry is shown; what can't be read of it is told so."""

    id: int
    at: datetime | Message
    user: str | Message
    sentence: Message
    kind: str
    thinned: bool


def acts_of_card(
    session: Session,
    noun: str,
    noun_id: int,
    limit: int,
    before: int | None = None,
    *,
    after: int | None = None,
    elsewhere: Collection[str] = (),
) -> list[Act]:
    """The same without what changed, and without actions with which the file began, or for rows of the tables `elsewhere` alone."""
    whose = _whose(session, noun, noun_id)
    questions = whose.questions.without(elsewhere)
    ids = _page(_plain(session), whose, limit, before=before, after=after, questions=questions)
    return _plain_entries(session, ids) if ids else []


def count_of_card(session: Session, noun: str, noun_id: int, *, elsewhere: Collection[str] = ()) -> int:
    """How many there are."""
    whose = _whose(session, noun, noun_id)
    return session.scalar(whose.questions.without(elsewhere).number(), whose._asdict()) or 0


def _entries(session: Session, ids: list[int]) -> list[Act]:
    """One after the other, each with what can be read of it, where one holds garbage."""

    def whole() -> list[Act]:
        found = session.scalars(select(JournalEntry).from_statement(text(_ENTRIES)), {"ids": json.dumps(ids)})
        return [Act(one.id, one.at, one.user, Message.from_json(one.sentence), one.kind, one.thinned) for one in found]

    return part(whole, []) or _plain_entries(session, ids)


def _plain_entries(session: Session, ids: list[int]) -> list[Act]:
    """The same without SQLAlchemy, which takes longer than the file: what can't be read of one is told so."""
    return [
        Act(
            at_id,
            value_of([at], moment_from_int),
            value_of([user]),
            value_of([sentence], Message.from_text),
            kind,
            thinned,
        )
        for at_id, at, user, sentence, kind, *_, thinned in _bare(session, _ENTRIES, ids)
    ]


def _bare(session: Session, sql: str, ids: list[int]) -> list[tuple[Any, ...]]:
    return rows_of(session.connection().connection.driver_connection, sql, {"ids": json.dumps(ids)})


_Ask = Callable[[TextClause, dict[str, Any]], Iterable[int]]


def _plain(session: Session) -> _Ask:
    """Asks the driver itself."""
    connection: Any = session.connection().connection.driver_connection
    return lambda question, asked: [entry for (entry,) in connection.execute(question.text, asked)]


def _page(
    ask: "_Ask", whose: Whose, limit: int, *, before: int | None, after: int | None, questions: _Questions
) -> list[int]:
    """The entries' ids, the newest first."""
    asked: dict[str, Any] = {**whose._asdict(), "limit": limit}
    if after is None:
        back, asked["start"], asked["end"] = True, _END if before is None else before, _END
    else:
        back, asked["start"], asked["end"] = False, after, 0
    asking = questions.older() if back else questions.newer()
    found = {entry for question in asking for entry in ask(question, asked)}
    return sorted(sorted(found, reverse=back)[:limit], reverse=True)


def _changes(
    session: Session, whose: Whose, ids: list[int]
) -> tuple[Mapping[int, list[JournalChange]], Mapping[int, int]]:
    """The first changes of each entry, and how many there are."""
    asked = {**whose._asdict(), "oldest": ids[-1], "newest": ids[0], "most": MOST_ROWS}
    first = session.execute(whose.questions.first_of_each(), asked | {"ids": json.dumps(ids)}).all()
    changes = defaultdict[int, list[JournalChange]](list)
    for change in _rows(session, [change for change, _, _ in first]):
        changes[change.entry_id].append(change)
    return changes, {entry: count for _, entry, count in first}


def _rows(session: Session, ids: list[int]) -> list[JournalChange]:
    def whole() -> list[JournalChange]:
        return list(session.scalars(select(JournalChange).from_statement(text(_CHANGES)), {"ids": json.dumps(ids)}))

    names = JournalChange.__table__.columns.keys()
    return part(whole, []) or [
        JournalChange(**dict(zip(names, row, strict=True))) for row in _bare(session, _CHANGES, ids)
    ]


def names(session: Session, kind: type[Record], called: str, ids: Iterable[int]) -> list[tuple[int, str]]:
    """What these records are called."""
    rows = session.execute(select(kind.id, getattr(kind, called)).where(kind.id.in_(ids)))
    return [(row_id, name) for row_id, name in rows]


def _row_change(change: JournalChange) -> RowChange | None:
    """None where nobody can read in which table, or what was done."""
    before, after = _image(change.before), _image(change.after)
    record = RECORDS.get(change.table_name)
    if record is None or change.op not in _OPS:
        return None
    columns = []
    for column in record.__table__.columns:
        shown = not {"derived", "hidden"} & column.info.keys() and column.name not in {"id", "version"}
        if shown and (column.name in before or column.name in after):
            columns.append(ColumnChange(column.name, _read(column, before), _read(column, after)))
    return RowChange(change.table_name, change.op, tuple(columns))


def _image(kept: str | None) -> dict[str, Any]:
    try:
        found = json.loads(kept or "{}")
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _read(column: Any, values: dict[str, Any]) -> Any:
    if column.name not in values:
        return None
    reader = column.type.dialect_impl(DIALECT).result_processor(DIALECT, None)
    value = values[column.name]
    try:
        return reader(value) if reader else value
    except UnreadableError:
        return str(value)
