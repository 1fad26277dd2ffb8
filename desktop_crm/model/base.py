"""The mapped base class, and the column types that keep values exactly in a strict SQLite table."""

import json
import re
from abc import abstractmethod
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any, ClassVar, Final

from sqlalchemy import Integer, MetaData, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from desktop_crm.model.errors import UnreadableError
from desktop_crm.model.flow import Flow
from desktop_crm.model.listing import Quick
from desktop_crm.model.message import Message
from desktop_crm.model.moments import moment_from_int, moment_from_written, moment_to_int, written_from_moment
from desktop_crm.model.problem import Problem

#: Put into `mapped_column(info=DERIVED)`: computed from other columns, so history does not show it.
DERIVED: Final = {"derived": True}

#: Says something of its own, but nothing that history could tell a person.
HIDDEN: Final = {"hidden": True}

#: Put beside either: the column points to bytes that are kept (`blobs`) where no key of the file says so. Where these name further
#: bytes, `names_bytes` is the path to them, like `$.logo`.
HOLDS_BYTES: Final = {"holds_bytes": True}

_NAMES: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


#: A row that others need and that a damaged file has lost is called by this, and its number.
UNKNOWN: Final = "?"


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
    #: What one of its rows is called.
    one: ClassVar[Message]
    #: The column that names such a record for a person: in refusals, and in the trash when it was deleted.
    called: ClassVar[str] = ""
    #: The relationships that `derive` reads, like `client` or `order.client`: it is done again when they change.
    derived_from: ClassVar[tuple[str, ...]] = ()
    #: The ways between its states, kept in its column `state`.
    flow: ClassVar[Flow | None] = None
    #: What is often asked of its list, one click each.
    quick: ClassVar[tuple[Quick, ...]] = ()

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

    @classmethod
    def stand_in(cls, row_id: int, row: Mapping[str, Any]) -> dict[str, Any] | None:  # noqa: ARG003 - a kind that has one reads them
        """What a lost one of them is called and holds, as far as the `row` that needs it tells; None where nothing can stand in."""
        return None

    def derive(self) -> None:
        """Compute the derived columns; called before each save, with what they are `derived_from` loaded."""

    def told_total(self, kept: Mapping[str, Any]) -> Message | None:
        """What a check tells of a total that is not what it is derived from; `kept` are the columns that don't fit, with what they hold."""
        return None

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


#: What reading garbage leads to.
_GARBAGE: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)


class Kept(TypeDecorator[Any]):
    """A value that the file keeps as a text or number. UnreadableError for what can't be one."""

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """From the file."""
        try:
            return self.read(value)
        except _GARBAGE as error:
            raise UnreadableError from error

    @abstractmethod
    def read(self, value: Any) -> Any:
        """The value behind what the file holds."""


class Day(Kept):
    """A calendar day as `2026-03-12`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else value.isoformat()

    def read(self, value: str | None) -> date | None:
        """From the file."""
        return None if value is None else date.fromisoformat(value)


class Moment(Kept):
    """A point in time as milliseconds since 1970 in UTC; aware datetimes in and out."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        """To the file."""
        return None if value is None else moment_to_int(value)

    def read(self, value: int | None) -> datetime | None:
        """From the file."""
        return None if value is None else moment_from_int(value)


class LocalMoment(Kept):
    """A day and time as somebody wrote them down, `2026-03-12T10:42`: the same hour on whichever clock it is read.

    Aware datetimes in and out, on this machine's clock.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else written_from_moment(value)

    def read(self, value: str | None) -> datetime | None:
        """From the file."""
        return None if value is None else moment_from_written(value)


class Fixed(Kept):
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

    def read(self, value: int | None) -> Decimal | None:
        """From the file."""
        return None if value is None else Decimal(value).scaleb(-self.places)


class Flag(Kept):
    """Yes or no as 1 or 0."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: bool | None, dialect: Dialect) -> int | None:
        """To the file."""
        return None if value is None else int(value)

    def read(self, value: int | None) -> bool | None:
        """From the file."""
        return None if value is None else bool(value)


class Json(Kept):
    """A plain JSON value."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else _dump_whole(value)

    def read(self, value: str | None) -> Any:
        """From the file."""
        return None if value is None else json.loads(value)


class Values(Kept):
    """A tuple of small frozen dataclasses (phones, addresses, …) as a JSON list of objects."""

    impl = Text
    cache_ok = True

    def __init__(self, value_class: type[Any]) -> None:
        super().__init__()
        self.value_class = value_class
        #: What a field that is left out holds: nothing, where the class itself knows no default.
        self._usual = {item.name: "" if item.default is MISSING else item.default for item in fields(value_class)}

    def process_bind_param(self, value: tuple[Any, ...] | None, dialect: Dialect) -> str:
        """To the file; empty fields are left out."""
        if not value:
            return "[]"
        return _dump_whole([dict(self._kept(item)) for item in value])

    def read(self, value: str | None) -> tuple[Any, ...]:
        """From the file."""
        return tuple(self._value(item) for item in json.loads(value)) if value and value != "[]" else ()

    def _kept(self, item: Any) -> Iterator[tuple[str, str]]:
        for name, usual in self._usual.items():
            if (kept := getattr(item, name)) or usual:
                yield name, kept

    def _value(self, item: dict[str, Any]) -> Any:
        if not all(isinstance(kept, str) for kept in item.values()):
            raise TypeError("not a text")
        return self.value_class(**{**self._usual, **item})


class Value(Kept):
    """One small frozen dataclass with `to_json` and `from_json`, or nothing."""

    impl = Text
    cache_ok = True

    def __init__(self, value_class: type[Any]) -> None:
        super().__init__()
        self.value_class = value_class

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        """To the file."""
        return None if value is None else _dump_whole(value.to_json())

    def read(self, value: str | None) -> Any:
        """From the file."""
        return None if value is None else self.value_class.from_json(json.loads(value))


_JSON: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def dump(value: Any) -> str:
    """Compact JSON, letters left readable."""
    return whole_text(_JSON.encode(value))


def _dump_whole(value: Any) -> str:
    """The same of texts that a person typed."""
    return dump(_whole(value))


def _whole(value: Any) -> Any:
    match value:
        case str():
            return whole_text(value)
        case dict():
            return {name: _whole(item) for name, item in value.items()}
        case list() | tuple():
            return [_whole(item) for item in value]
        case _:
            return value


#: Half characters, which come from names of files in an old encoding and from torn clipboards; no file can keep them. And
#: the character at which other programs take a text to end.
_TORN: Final = re.compile("[\0\ud800-\udfff]")


def whole_text(text: str) -> str:
    """The text with a question mark in a box for each character that can't be kept."""
    return text if text.isascii() and "\0" not in text else _TORN.sub("\N{REPLACEMENT CHARACTER}", text)


def text_column(**options: Any) -> MappedColumn[str]:
    """A text that is empty rather than missing."""
    return mapped_column(Text, default="", **options)
