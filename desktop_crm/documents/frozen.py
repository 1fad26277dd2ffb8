"""The facts of a contract or a letter as text and back, so that what was signed or sent can be read for as long as the file lives."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from desktop_crm.documents.letter_facts import LetterFacts
from desktop_crm.documents.parts import BankAccount, ContractFacts, PaperLine, Party, Phrase, Signatory
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.model.money import Money
from desktop_crm.model.tax import Tax
from desktop_crm.model.totals import TaxSum, Totals

_CLASSES: Final = {
    known.__name__: known
    for known in (
        BankAccount,
        ContractFacts,
        ContractTerms,
        LetterFacts,
        Money,
        PaperLine,
        Party,
        Phrase,
        Signatory,
        Tax,
        TaxSum,
        Totals,
    )
}


def facts_to_json(
    facts: ContractFacts | LetterFacts,
    templates: dict[str, str],
    logo_id: int | None = None,
    stated: Mapping[str, Any] | None = None,
    written: Mapping[str, str] | None = None,
) -> str:
    """The facts with the template texts they were put into, the logo's id among the workspace's bytes, and what they state.

    `stated` is of `model.stated`: what the records behind the paper must go on saying. `written` are the paths of the facts
    that were written by hand, with what was typed in of them.
    """
    data = {"facts": _plain(facts), "templates": templates, "logo": logo_id, "stated": stated or {}}
    if written:
        data["written"] = dict(written)
    return json.dumps(data, ensure_ascii=False)


def facts_from_json(text: str) -> tuple[ContractFacts, dict[str, str], int | None]:
    """What `facts_to_json` wrote, in this version or any before it."""
    data = json.loads(text)
    facts = _value(data["facts"])
    assert isinstance(facts, ContractFacts)
    return facts, data["templates"], data.get("logo")


def letter_from_json(text: str) -> tuple[LetterFacts, dict[str, str], int | None]:
    """The same of a letter."""
    data = json.loads(text)
    facts = _value(data["facts"])
    assert isinstance(facts, LetterFacts)
    return facts, data["templates"], data.get("logo")


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {
            "class": type(value).__name__,
            **{item.name: _plain(getattr(value, item.name)) for item in fields(value)},
        }
    match value:
        case Decimal():
            return {"decimal": str(value)}
        case date():
            return {"date": value.isoformat()}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value


def _value(data: Any) -> Any:
    match data:
        case list():
            return tuple(_value(item) for item in data)
        case {"decimal": number}:
            return Decimal(number)
        case {"date": day}:
            return date.fromisoformat(day)
        case {"class": name, **rest}:
            known = {item.name for item in fields(_CLASSES[name])}
            return _CLASSES[name](**{key: _value(item) for key, item in rest.items() if key in known})
        case _:
            return data
