"""The mapped base class, and the column types that keep values exactly in a strict SQLite table."""

import json
import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, ClassVar, Final

from sqlalchemy import Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from desktop_crm.model.moments import moment_from_int, moment_to_int
from desktop_crm.model.problem import Problem

#: Put into `mapped_column(info=DERIVED)`: computed from other columns, so history does not show it.
DERIVED: Final = {"derived": True}

#: Says something of its own, but nothing that history could tell a person.
HIDDEN: Final = {"hidden": True}

_NAMES: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; constraint names follow one convention so that migrations can name them."""

    metadata = MetaData(naming_convention=_NAMES)


class Record(Base):
    """A row the user knows, journalled on every write; `version` catches a stale copy.

    Ids are never given twice, or history, files and stale copies of a record that is gone would be a new one's.
    """

    __abstract__ = True
    __table_args__: Any = {"sqlite_strict": True, "sqlite_autoincrement": True}  # noqa: RUF012 - read by SQLAlchemy, never changed

    #: The noun whose card shows this row's history, and how to find that card's id.
    noun: ClassVar[str]
    #: The column that names such a record for a person: in refusals, and in the trash when it was deleted.
    called: ClassVar[str] = ""

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, info=DERIVED)

    __mapper_args__: Any = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy, never changed

    def __init__(self, **values: Any) -> None:
        """A new record has its defaults at once, not only when it is saved."""
        super().__init__(**{**self.defaults(), **values})

    @classmethod
    def defaults(cls) -> dict[str, Any]:
        """The columns' defaults by name."""
        fixed, made = _defaults(cls)
        return {**fixed, **{name: make() for name, make in made.items()}}

    def card(self) -> tuple[str, int]:
        """The noun and id of the card this row belongs to: its own, unless it is a part of another."""
        return self.noun, self.id

    def derive(self) -> None:
        """Compute the derived columns; called before each save."""

    def problems(self) -> list[Problem]:
        """What is wrong with the record's own values."""
        return []


@cache
def _defaults(record: type[Record]) -> tuple[dict[str, Any], dict[str, Callable[[], Any]]]:
    """The columns' defaults by name: fixed values, and those made anew for each record."""
    fixed: dict[str, Any] = {}
    made: dict[str, Callable[[], Any]] = {}
    for column in record.__table__.columns:
        default: Any = column.default
        if default is not None and default.is_callable:
            made[column.name] = partial(default.arg, None)
        elif default is not None:
            fixed[column.name] = default.arg
    return fixed, made


class Day(TypeDecorator[date]):
    """A calendar day as `2026-03-12`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """From the file."""
        return None if value is None else date.fromisoformat(value)


class Moment(TypeDecorator[datetime]):
    """A point in time as milliseconds since 1970 in UTC; aware datetimes in and out."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the file."""
        return None if value is None else moment_to_int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        """From the file."""
        return None if value is None else moment_from_int(value)


class Fixed(TypeDecorator[Decimal]):
    """A Decimal with a fixed number of places, kept as an integer (12.5 with 2 places is 1250)."""

    impl = Integer
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """To the file; what does not fit the places is an error of the program (rounding happens in `money`)."""
        if value is None:
            return None
        scaled = Decimal(value).scaleb(self.places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.places} places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """From the file."""
        return None if value is None else Decimal(value).scaleb(-self.places)


class Flag(TypeDecorator[bool]):
    """Yes or no as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """To the file."""
        return None if value is None else int(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> bool | None:
        """From the file."""
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """A plain JSON value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else dump(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the file."""
        return None if value is None else json.loads(value)


class Values(TypeDecorator[tuple[Any, ...]]):
    """A tuple of small frozen dataclasses (phones, addresses, …) as a JSON list of objects."""

    impl = Text
    cache_ok = True

    def __init__(self, value_class: type[Any]) -> None:
        super().__init__()
        self.value_class = value_class
        self._names = tuple(item.name for item in fields(value_class))

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        """To the file; empty fields are left out."""
        if not value:
            return "[]"
        return dump([{name: kept for name in self._names if (kept := getattr(item, name))} for item in value])

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[Any, ...]:
        """From the file."""
        return tuple(self.value_class(**item) for item in json.loads(value)) if value and value != "[]" else ()


class Value(TypeDecorator[Any]):
    """One small frozen dataclass with `to_json` and `from_json`, or nothing."""

    impl = Text
    cache_ok = True

    def __init__(self, value_class: type[Any]) -> None:
        super().__init__()
        self.value_class = value_class

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else dump(value.to_json())

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        """From the file."""
        return None if value is None else self.value_class.from_json(json.loads(value))


_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump(value: Any) -> str:
    """Compact JSON, letters left readable."""
    return whole_text(_JSON.encode(value))


#: Half characters, which come from names of files in an old encoding and from torn clipboards; no file can keep them.
_HALVES: Final = re.compile("[\ud800-\udfff]")


def whole_text(text: str) -> str:
    """The text with a question mark in a box for each half character."""
    return text if text.isascii() else _HALVES.sub("\N{REPLACEMENT CHARACTER}", text)


def text_column(**options: Any) -> MappedColumn[str]:
    """A text that is empty rather than missing."""
    return mapped_column(Text, default="", **options)
