"""Records loaded with what their derived columns are made of, as each kind declares it."""

from typing import Any, TypeVar

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from desktop_crm.model.base import Record

_Kind = TypeVar("_Kind", bound=Record)


def loaded(kind: type[_Kind]) -> Select[_Kind]:
    """All records of a kind, ready to be derived once they are `tied`."""
    return select(kind).options(*(_option(kind, path) for path in kind.derived_from))


def tied(record: _Kind) -> _Kind:
    """The record with its loaded lines knowing it: they read its currency."""
    for relation in inspect(type(record)).relationships:
        if relation.uselist and relation.back_populates and relation.key in record.__dict__:
            for line in getattr(record, relation.key):
                set_committed_value(line, relation.back_populates, record)
    return record


def _option(kind: type[Record], path: str) -> Any:
    """The loading of `order.client`: all of one thing with its row, many things by themselves."""
    option: Any = None
    for name in path.split("."):
        relation = inspect(kind).relationships[name]
        load = selectinload if relation.uselist else joinedload
        option = (getattr(option, load.__name__) if option else load)(getattr(kind, name))
        kind = relation.mapper.class_
    return option
