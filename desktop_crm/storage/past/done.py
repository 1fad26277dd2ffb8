"""The list of all actions, and what can be done with one."""

import json
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from desktop_crm.model.fold import fold
from desktop_crm.model.listing import Choice, Kind, Query
from desktop_crm.model.message import REASON, Message, msg
from desktop_crm.model.tone import Tone
from desktop_crm.storage.file.decoding import rows_of
from desktop_crm.storage.lists.listing import SqlListing, SqlSource, choice_column, sql_column

if TYPE_CHECKING:
    from desktop_crm.storage.workspace import Workspace


class Way(Enum):
    """What can be done with an action."""

    BACK = "back"
    AGAIN = "again"


#: What can become of an action; empty: it holds.
BACK: Final = "back"
OLD: Final = "old"
_STATES: Final = (
    Choice(BACK, msg("Undone"), Tone.ATTENTION),
    Choice(OLD, msg("No longer kept in full")),
)

#: The kind and the age of what decides about an action: its last undo or redo, else it itself.
_LAST: Final = (
    "(WITH RECURSIVE chain(kind, thinned, next) AS (SELECT t.kind, t.thinned, t.undone_by UNION"
    " SELECT e.kind, e.thinned, e.undone_by FROM chain JOIN journal_entries e ON e.id = chain.next)"
    " SELECT {what} FROM chain WHERE next IS NULL)"
)
_LAST_KIND: Final = _LAST.format(what="kind")
_STATE: Final = (
    "CASE WHEN t.thinned THEN 'old' WHEN t.kind IN ('undo', 'base') THEN ''"
    f" WHEN {_LAST_KIND} = 'undo' THEN 'back' ELSE '' END"
)

#: What can't be read holds no words.
_SENTENCE: Final = "iif(json_valid(t.sentence), t.sentence, '{}')"


def _told(kind: str, sentence: str) -> Message:
    what = Message.from_text(sentence)
    reason = what.args.get(REASON, "")
    told = msg("{what}. Reason: {reason}", what=what, reason=reason) if reason else what
    if kind == "undo":
        return msg("Undone: {what}", what=told)
    return msg("Redone: {what}", what=told) if kind == "redo" else told


_ENTRIES: Final = SqlSource(
    noun="done",
    table="journal_entries",
    order="t.id DESC",
    columns=(
        sql_column("at", msg("When"), kind=Kind.MOMENT, width=150),
        replace(sql_column("what", msg("Action"), "t.kind", "t.sentence", width=420, sensitive=True), read=_told),
        sql_column("user", msg("Who"), width=140),
        choice_column("state", msg("Status"), _STATES, _STATE, width=170),
    ),
)


class Done(SqlListing):
    """The list of actions, in the order in which they were done, whatever the clock said.

    `say` puts a sentence's English text into the window's language, so that the words on the screen are found.
    """

    def __init__(self, workspace: "Workspace", say: Callable[[str], str]) -> None:
        super().__init__(workspace, _ENTRIES)
        self._say = say
        self._said: dict[str, str] = {}
        self._until = 0

    def way(self, entry_id: int) -> Way | None:
        """What can be done with an action; None when it stays as it is."""
        with self._workspace.driver_connection() as connection:
            asked = f"SELECT {_LAST_KIND}, {_LAST.format(what='thinned')} FROM journal_entries t WHERE t.id = ?"
            found = rows_of(connection, asked, (entry_id,))
        if not found or found[0][0] == "base" or found[0][1]:
            return None
        return Way.AGAIN if found[0][0] == "undo" else Way.BACK

    def _find(self, connection: Any, query: Query, *, whole: bool) -> tuple[str, list[Any]]:
        del whole
        words = fold(query.find).split()
        if not words:
            return ("0", []) if query.find.strip() else ("", [])
        texts = self._texts(connection)
        conditions, values = [], list[Any]()
        for word in words:
            saying = [text for text, said in texts.items() if word in said]
            conditions.append(
                f"(EXISTS (SELECT 1 FROM json_each({_SENTENCE}, '$.args') a WHERE instr(lower(a.value), ?))"
                f" OR instr(lower(t.user), ?) OR json_extract({_SENTENCE}, '$.text') IN (SELECT value FROM json_each(?)))"
            )
            values += [word, word, json.dumps(saying)]
        return " AND ".join(conditions), values

    def _texts(self, connection: Any) -> dict[str, str]:
        """Every kind of sentence there is, as it is said; only entries that came since the last search are looked at."""
        rows = connection.execute(
            f"SELECT json_extract({_SENTENCE}, '$.text'), max(id) FROM journal_entries t WHERE id > ? GROUP BY 1",
            (self._until,),
        ).fetchall()
        self._said |= {text: fold(self._say(text)) for text, _ in rows if isinstance(text, str)}
        self._until = max((last for _, last in rows), default=self._until)
        return dict(self._said)
