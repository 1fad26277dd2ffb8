"""Codes: where a few things can be chosen nothing else is taken, whoever asks for it.

What stands in a file already, perhaps by a later version, is no reason to refuse a change of something else.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from desktop_crm.model.about import about_of
from desktop_crm.model.address import ADDRESS_KINDS, Address
from desktop_crm.model.base import Json, Record, Values
from desktop_crm.model.contract_terms import CHOSEN
from desktop_crm.model.document_language import DOCUMENT_LANGUAGES
from desktop_crm.model.listing import Choice
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.phone import PHONE_KINDS, Phone
from desktop_crm.model.problem import Problem
from desktop_crm.storage.journal.links import CARDS
from desktop_crm.storage.tables import RECORDS, about_columns, title_of_column

#: What a part of a list is → the kinds of it.
_KINDS: Final[Mapping[type, Sequence[Choice]]] = {Phone: PHONE_KINDS, Address: ADDRESS_KINDS}


def _offered_within() -> Iterator[tuple[tuple[str, str], tuple[str, Collection[str]]]]:
    for table, record in RECORDS.items():
        for column in record.__table__.columns:
            if isinstance(column.type, Values) and (kinds := _KINDS.get(column.type.value_class)):
                yield (table, column.name), ("kind", {choice.code for choice in kinds})
            elif isinstance(column.type, Json) and (told := about_of(column)) and told.choices:
                yield (table, column.name), ("", {choice.code for choice in told.choices})


#: Table and column → what can be chosen in a part of each value of a list; without a name the values are the codes.
OFFERED_WITHIN: Final = dict(_offered_within())


def _with_currency() -> Iterator[str]:
    for table, record in RECORDS.items():
        column = record.__table__.columns.get("currency")
        if column is not None and not column.info.get("derived"):
            yield table


#: Table and column → what else can be chosen.
OFFERED: Final[Mapping[tuple[str, str], Collection[str]]] = {
    **{
        (table, column): {choice.code for choice in told.choices}
        for table, column, told in about_columns()
        if told.choices and (table, column) not in OFFERED_WITHIN
    },
    **{(table, "currency"): CURRENCIES.keys() for table in _with_currency()},
    ("company", "language"): {choice.code for choice in DOCUMENT_LANGUAGES},
    ("number_series", "kind"): NUMBER_PATTERNS.keys(),
    ("attachments", "owner_noun"): CARDS.keys(),
}


def unknown_codes(record: Record, values: Mapping[str, Any]) -> list[Problem]:
    """Those among values that are to become the record's, and stand for nothing."""
    return [problem for name, now in values.items() for problem in _unknown(record, name, now)]


def _unknown(record: Record, name: str, now: Any) -> Iterator[Problem]:
    table, before = record.__tablename__, getattr(record, name, None)
    if now is None or now == before:
        return
    if (choices := OFFERED.get((table, name))) is not None and now not in choices:
        yield _told(table, name, now)
    elif within := OFFERED_WITHIN.get((table, name)):
        yield from _within((table, name), now, before, *within)
    elif (table, name) == ("contracts", "terms"):
        for part, offered in CHOSEN.items():
            if (code := getattr(now, part)) not in {*offered, getattr(before, part, None)}:
                yield _told(table, f"terms.{part}", code)


def _within(place: tuple[str, str], now: Any, before: Any, part: str, choices: Collection[str]) -> Iterator[Problem]:
    table, name = place
    known = {*choices, *(_code(value, part) for value in before or ())}
    for at, value in enumerate(now or ()):
        if (code := _code(value, part)) not in known:
            yield _told(table, f"{name}.{at}.{part}" if part else name, code)


def _code(value: Any, part: str) -> str:
    return str(getattr(value, part) if part else value)


def _told(table: str, field: str, code: object) -> Problem:
    title = title_of_column(table, field.partition(".")[0])
    return Problem(field, msg("{field}: “{code}” is not one of the choices", field=title, code=str(code)))
