"""`list`: records as an aligned table or as JSON."""

import json
from argparse import Namespace
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from unicodedata import east_asian_width

from desktop_crm.cli.opening import opened
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.listing import UNREADABLE, Column, Kind, Listing, Query, is_unreadable

#: A row's values as other programs read them.
Shape = Callable[[dict[str, Any]], dict[str, Any]]

_CHUNK: Final = 500
_WIDEST: Final = 48
_RIGHT: Final = frozenset({Kind.MONEY, Kind.NUMBER, Kind.PERCENT})


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Print what is asked for, row by row, so that a million rows need no more memory than a few."""
    from desktop_crm.cli.nouns import listing_of
    from desktop_crm.model.nouns import noun_of
    from desktop_crm.services.facets import facets_of

    with opened(arguments, terminal) as workspace:
        listing = listing_of(workspace, arguments.what)
        chunks = _chunks(listing, Query(find=arguments.find), arguments.limit)
        if arguments.json:
            _print_json(listing, chunks, facets_of(noun_of(arguments.what)).as_json, terminal)
        else:
            _print_table(listing, chunks, terminal)
    return 0


def _chunks(listing: Listing, query: Query, limit: int | None) -> Iterator[list[tuple[Any, ...]]]:
    if limit is not None and limit <= _CHUNK:
        yield listing.rows([row[0] for row in listing.page(query, 0, limit)])
        return
    ids = listing.ids(query)[:limit]
    for start in range(0, max(1, len(ids)), _CHUNK):
        yield listing.rows(ids[start : start + _CHUNK])


# --- JSON ---------------------------------------------------------------------------------------------------------


def _print_json(listing: Listing, chunks: Iterator[list[tuple[Any, ...]]], shape: Shape, terminal: Terminal) -> None:
    names = [column.id for column in listing.columns]
    before = "["
    for chunk in chunks:
        for row in chunk:
            values = dict(zip(names, row[1:], strict=True))
            shaped = _torn(values) if is_unreadable(row) else shape(values)
            terminal.put(before + json.dumps({"id": row[0], **shaped}, ensure_ascii=False))
            before = ","
    terminal.put("]" if before == "," else "[]")


def _torn(values: dict[str, Any]) -> dict[str, Any]:
    """What can be read of it, and the names of what can't."""
    from desktop_crm.services.as_json import plain

    readable = plain({name: value for name, value in values.items() if value is not UNREADABLE})
    told = {name: value if isinstance(value, str | int | None) else str(value) for name, value in readable.items()}
    return {"unreadable": [name for name, value in values.items() if value is UNREADABLE], **told}


# --- table --------------------------------------------------------------------------------------------------------


def _print_table(listing: Listing, chunks: Iterator[list[tuple[Any, ...]]], terminal: Terminal) -> None:
    """Columns as wide as the first rows need; a longer text further down is cut."""
    shown = [(at, column) for at, column in enumerate(listing.columns, start=1) if not column.hidden]
    columns = [column for _, column in shown]
    heads = [terminal.language.say(column.title) for column in columns]
    widths: list[int] = []
    for chunk in chunks:
        texts = [[_told(row[at], column, terminal) for at, column in shown] for row in chunk]
        if not widths:
            widths = [min(_WIDEST, max(map(_width, parts))) for parts in zip(heads, *texts, strict=True)]
            terminal.put(_line(heads, columns, widths))
            terminal.put("  ".join("-" * width for width in widths))
        for line in texts:
            terminal.put(_line(line, columns, widths))


def _line(texts: Sequence[str], columns: Sequence[Column], widths: Sequence[int]) -> str:
    cells = zip(texts, columns, widths, strict=True)
    return "  ".join(_fitted(text, width, right=column.kind in _RIGHT) for text, column, width in cells).rstrip()


def _told(value: Any, column: Column, terminal: Terminal) -> str:
    if value is UNREADABLE:
        return terminal.language.say(value)
    if column.kind is Kind.STATE:
        title = next((choice.title for choice in column.choices if choice.code == value), None)
        return terminal.language.say(title) if title and value else str(value or "")
    return " ".join(terminal.language.value(value).replace("\xa0", " ").split())


def _fitted(text: str, width: int, *, right: bool) -> str:
    if _width(text) > width:
        while _width(text) >= width:
            text = text[:-1]
        text += "…"
    blank = " " * (width - _width(text))
    return blank + text if right else text + blank


def _width(text: str) -> int:
    """Places on a terminal: Chinese and Japanese letters take two."""
    return len(text) if text.isascii() else sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
