"""The peek that every noun has, from what its list's columns say of themselves, and from its lines if it has any."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from desktop_crm.model.lines import PricedLine, PricedPaper
from desktop_crm.model.listing import Column, Kind, Role, is_unreadable, title_of
from desktop_crm.model.money import Money
from desktop_crm.model.tone import Tone
from desktop_crm.ui.i18n import say, speak
from desktop_crm.ui.peek.content import Fact, Figure, Item, Link, Peek, Receipt
from desktop_crm.ui.table import cells
from desktop_crm.ui.table.cells import Row

_IN_HEAD: Final = frozenset({Role.TITLE, Role.PARTY, Role.STATE, Role.MARK, Role.FIGURE})
_MOST_FACTS: Final = 6


def usual_peek(columns: Sequence[Column], row: Row, found: Mapping[str, Any]) -> Peek:
    """Of a list's row, and of the record that was `found`."""
    record = found.get("record")
    paper = record if isinstance(record, PricedPaper) else None
    told = dict(_told(columns, row))
    by_role = {column.part.role: column for column in columns if column.part is not None}
    title, money = by_role.get(Role.TITLE), by_role.get(Role.MONEY)
    client = by_role.get(Role.PARTY) or next((each for each in columns if each.id == "client"), None)
    party = _link(record, told, client)
    if party is None and Role.PARTY in by_role:  # as in a row: the name stands first
        title = by_role[Role.PARTY]
    in_head = {each.id for each in (money, client if party is not None else None) if each is not None}
    facts = [fact for name, fact in _facts(columns, told) if name not in in_head]
    return Peek(
        id=row[0],
        title=told.get(title.id, "") if title is not None else "",
        chips=_chips(columns, row),
        party=party,
        receipt=receipt_of(paper) if paper is not None else None,
        figures=[Figure(say(money.title), told[money.id])]
        if money is not None and money.id in told and not paper
        else [],
        facts=[fact for fact in facts if fact.value][:_MOST_FACTS],
        covered=facts[:_MOST_FACTS],
        client=_client(columns, row),
        found=found,
    )


def receipt_of(paper: PricedPaper) -> Receipt:
    """A paper's lines and sums."""
    return Receipt([_item(line) for line in paper.lines], paper.totals(), paper.discount)


def _item(line: PricedLine) -> Item:
    said = speak()
    price = "" if line.price is None else f" × {said.amount(Money(line.price, line.currency))}"
    less = f" − {said.percent(line.discount)}" if line.discount else ""
    detail = f"{said.number(line.quantity)} {line.unit}{price}"
    return Item(line.name(said.code), detail, said.amount(line.amount), less)


def _told(columns: Sequence[Column], row: Row) -> Iterable[tuple[str, str]]:
    for column, value in zip(columns, row[1:], strict=True):
        if value not in (None, "") and value is not False and (text := cells.text(column, value)):
            yield column.id, text


def _chips(columns: Sequence[Column], row: Row) -> list[tuple[str, Tone]]:
    found = []
    for column, value in zip(columns, row[1:], strict=True):
        role = column.part.role if column.part is not None else None
        if is_unreadable((value,)) or not value:
            continue
        if column.kind is Kind.STATE and (role is Role.STATE or not column.hidden) and column.choices:
            choice = title_of(column.choices, str(value))
            found.append((say(choice.title), choice.tone))
        elif role is Role.MARK:
            found.append((say(column.title), Tone.ATTENTION))
    return found


def _facts(columns: Sequence[Column], told: Mapping[str, str]) -> Iterable[tuple[str, Fact]]:
    """What is neither name nor chip: first what the list shows by itself. Of what is sensitive also what is empty."""
    for column in sorted(columns, key=lambda each: each.hidden):
        in_head = column.part is not None and (column.part.role in _IN_HEAD or column.part.is_figure)
        is_chip = column.kind is Kind.STATE and not column.hidden
        if (column.id in told or column.sensitive) and not in_head and not is_chip:
            yield column.id, Fact(say(column.title), told.get(column.id, ""), column.sensitive)


def _link(record: Any, told: Mapping[str, str], column: Column | None) -> Link | None:
    """The client it belongs to."""
    client_id = getattr(record, "client_id", None)
    if column is None or client_id is None or column.id not in told:
        return None
    return Link(told[column.id], "client", client_id)


def _client(columns: Sequence[Column], row: Row) -> str:
    """Whose it is, by the list."""
    named = [(column, value) for column, value in zip(columns, row[1:], strict=True) if column.of_client]
    by_name = [value for column, value in named if column.id == "client"]
    return str(next(iter(by_name), named[0][1] if named else "") or "")
