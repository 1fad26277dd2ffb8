"""Write `docs/schema.md`, what stands in a workspace's file, from the declarations: `python packaging/schema.py`."""

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.append(str(ROOT))

from sqlalchemy import Column, Integer, LargeBinary, Table  # noqa: E402 - the path above first

from desktop_crm.model.about import about_of  # noqa: E402 - the path above first
from desktop_crm.model.base import Base, Day, Fixed, Flag, Json, LocalMoment, Moment, Value, Values  # noqa: E402 - the path above first
from desktop_crm.model.nouns import NOUNS  # noqa: E402 - the path above first
from desktop_crm.storage.file.revisions import HEAD  # noqa: E402 - the path above first
from desktop_crm.storage.tables import metadata  # noqa: E402 - the path above first

PAGE: Final = ROOT / "docs" / "schema.md"

_HEAD: Final = """# What stands in a workspace's file

Schema {head}. Made by `python packaging/schema.py` from the declarations in `desktop_crm/model`; edit those.

One SQLite file, or the same encrypted by SQLCipher. All tables are strict. A number is never given twice. A text that is not
there is empty, not NULL. What is searched has an index `…_fts` beside it (FTS5 with trigrams, of `search_key`). *Private* is
what the privacy screen (F12) covers, *derived* what the program computes from the rest and can compute anew.
"""

#: What columns of these names mean in every table.
_EVERYWHERE: Final = {
    "id": "Its number.",
    "version": "Counts its changes.",
    "created_at": "When it was made.",
    "changed_at": "When it was changed last.",
    "search_key": "What it is found by: words without case, accents and legal form.",
    "name_key": "Its name, for sorting.",
    "client_key": "Its client's name, for sorting.",
}


def page() -> str:
    """All of it."""
    mapped = {str(mapper.class_.__tablename__): mapper.class_ for mapper in Base.registry.mappers}
    first = [noun.table for noun in NOUNS]
    tables = sorted(metadata.tables.values(), key=lambda each: (_place(first, each.name), each.name))
    parts = [_HEAD.format(head=HEAD), *("\n".join(_table(table, mapped[table.name])) for table in tables)]
    return "\n".join(parts) + "\n"


def _place(first: list[str], name: str) -> int:
    return first.index(name) if name in first else len(first)


def _table(table: Table, mapped: type[Any]) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield " ".join((inspect.getdoc(mapped) or "").split())
    yield ""
    yield "| column | kept as | meaning |"
    yield "|---|---|---|"
    for column in sorted(table.columns, key=lambda each: each.name != "id"):
        yield f"| `{column.name}` | {_kept(column)} | {_meaning(column)} |"
    yield ""


def meaning_of(column: Column[Any]) -> str:
    """What a column is; empty where nobody says."""
    about = about_of(column)
    return (about.title.text if about else "") or column.doc or _EVERYWHERE.get(column.name, "")


def _meaning(column: Column[Any]) -> str:
    about = about_of(column)
    told = [meaning_of(column).rstrip(".")]
    told += (
        [f"one of {', '.join(f'`{choice.code}`' for choice in about.choices if choice.code)}"]
        if about and about.choices
        else []
    )
    told += [f"→ `{key.column.table.name}`" for key in column.foreign_keys]
    told += ["private"] if about and (about.sensitive or about.of_client) else []
    told += ["derived"] if column.info.get("derived") else []
    return "; ".join(told)


def _kept(column: Column[Any]) -> str:
    match column.type:
        case Day():
            kept = "day, `2026-03-12`"
        case LocalMoment():
            kept = "day and time as written down, `2026-03-12T10:42`"
        case Moment():
            kept = "milliseconds since 1970, UTC"
        case Flag():
            kept = "1 or 0"
        case Fixed(places=places):
            kept = f"whole number of {10**-places:.{places}f}"
        case Values():
            kept = "list (JSON)"
        case Value() | Json():
            kept = "JSON"
        case Integer():
            kept = "whole number"
        case LargeBinary():
            kept = "bytes"
        case _:
            kept = "text"
    return f"{kept}, or NULL" if column.nullable else kept


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8", newline="\n")
