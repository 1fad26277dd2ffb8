"""The search index: one FTS5 trigram table per searchable table, over its folded `search_key`.

With `detail=none` the index only says which rows hold all the trigrams; the key itself is then compared. Row triggers
would slow imports, so rows are indexed at the end of each unit of work, runs of rows by one statement.
"""

import json
import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.model.fold import digits, fold
from desktop_crm.model.phone import phone_needle

SEARCHED: Final = ("clients", "contacts", "products", "orders", "contracts")

#: More hits than this are not sorted at once (they cost two or three microseconds each): the sort index is walked first.
FEW: Final = 4_000

#: So many hits are sorted for the one search over everything; of more, any will do until another letter is typed.
SOME: Final = 100


def index_rows(session: Session, table: str, ids: Iterable[int]) -> None:
    """Bring the index up to the rows as they are now: changed, new or gone."""
    if table not in SEARCHED:
        return
    chosen = json.dumps(sorted(ids))
    connection = session.connection()
    connection.exec_driver_sql(f"DELETE FROM {table}_fts WHERE rowid IN (SELECT value FROM json_each(?))", (chosen,))
    connection.exec_driver_sql(
        f"INSERT INTO {table}_fts (rowid, search_key)"
        f" SELECT id, search_key FROM {table} WHERE id IN (SELECT value FROM json_each(?))",
        (chosen,),
    )


def index_run(session: Session, table: str, first: int, last: int) -> None:
    """The same for a run of rows."""
    if table not in SEARCHED:
        return
    connection = session.connection()
    connection.exec_driver_sql(f"DELETE FROM {table}_fts WHERE rowid BETWEEN ? AND ?", (first, last))
    connection.exec_driver_sql(
        f"INSERT INTO {table}_fts (rowid, search_key) SELECT id, search_key FROM {table} WHERE id BETWEEN ? AND ?",
        (first, last),
    )


#: So many words narrow any search down; SQLite refuses conditions of a thousand.
_MOST_WORDS: Final = 40


#: A phone or tax number as people write it: `+62 21 555-0123`, `01.234.567.8-901.000`.
_SPACED: Final = re.compile(r"\(?[+\d][\d\s().-]*")
_LONG: Final = 9


def words_of(text: str) -> list[str]:
    """What the words typed look for: three letters anywhere, fewer at a word's beginning; the longest first."""
    if _is_spaced(text):
        return [phone_needle(text)]
    words = sorted(set(fold(text).split()), key=lambda word: (-len(word), word))
    return [word if len(word) > 2 else f" {word}" for word in words[:_MOST_WORDS]]


def _is_spaced(text: str) -> bool:
    """One number in groups so short that, each for itself, they would be looked for at a word's beginning only."""
    if not _SPACED.fullmatch(text.strip()):
        return False
    enough = 3 if text.strip().startswith("+") else _LONG
    return len(digits(text)) >= enough and any(len(word) < 3 for word in fold(text).split())


def trigrams(words: Iterable[str]) -> str:
    """The MATCH expression: trigrams that cover every word that has one; empty when none has.

    Not all of them: each costs a walk over its list, and what is found is compared with the words anyway.
    """
    found = {
        word[at : at + 3]: None for word in words for at in (*range(0, len(word) - 3, 3), len(word) - 3) if at >= 0
    }
    return " AND ".join(f'"{part}"' for part in found)
