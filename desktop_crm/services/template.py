"""Templates of contracts and letters: edited in both languages, tried on a paper that exists nowhere, brought back to what they were."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.documents import contract as paper
from desktop_crm.documents.letter_fields import LETTER_FIELDS
from desktop_crm.documents.template_fields import FIELDS, TemplateField
from desktop_crm.language import language
from desktop_crm.model.contract import Contract, Template, TemplateKind
from desktop_crm.model.errors import UserError
from desktop_crm.model.letter import Letter
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import settings
from desktop_crm.services.records import found, refuse_problems, refuse_stale, take
from desktop_crm.storage import contract as storage

if TYPE_CHECKING:
    from desktop_crm.documents.template import RenderedContract

templates = storage.every_template

_TERM: Final = re.compile(r"\bterms\.(\w+)")

#: The languages of a template in the order of the editors.
CODES: Final = ("id", "en")


def fields(kind: str = TemplateKind.CONTRACT) -> tuple[TemplateField, ...]:
    """What may stand between `{{ }}` in templates of these papers, with what it means."""
    return LETTER_FIELDS if kind == TemplateKind.LETTER else FIELDS


def terms_used(template: Template) -> frozenset[str]:
    """The terms that its text names in any language: a form asks for no others."""
    return frozenset(_TERM.findall(f"{template.text_id}\n{template.text_en}"))


def get(session: Session, template_id: int) -> Template:
    """One template; UserError when it is gone."""
    return found(session.get(Template, template_id), msg("The template"))


def problems(texts: Mapping[str, str], kind: str = TemplateKind.CONTRACT) -> list[Problem]:
    """The first mistake of each language's text; the field is `id.12` for line 12 of the Indonesian one."""
    told = []
    for code in CODES:
        try:
            _rendered(texts, code, kind)
        except UserError as error:
            line = next((item.field.partition(".")[2] for item in error.problems), "") or "1"
            told.append(Problem(f"{code}.{line}", error.problems[0].message if error.problems else error.message))
    return told


def sample(texts: Mapping[str, str], languages: str, kind: str = TemplateKind.CONTRACT) -> bytes:
    """The template with the facts of an invented paper as PDF, `languages` id, en or both. UserError for a mistake.

    A letter is in one language.
    """
    from desktop_crm.documents.sample import sample_facts

    if kind == TemplateKind.LETTER:
        return _sample_letter(texts, "en" if languages == "en" else "id")
    codes = CODES if languages == "both" else (languages,)
    rendered = tuple(_rendered(texts, code, kind) for code in codes)
    return paper.contract_pdf(paper.ContractPaper(facts=sample_facts(), texts=rendered))


def save(session: Session, template_id: int, values: Mapping[str, Any], version: int | None = None) -> Template:
    """Change titles and texts; signed contracts keep their paper.

    Raises:
        UserError: a text that can't be read (says the line), or changed elsewhere since `version` was shown.
    """
    record = get(session, template_id)
    refuse_stale(record, version)
    refuse_problems(problems({code: values.get(f"text_{code}", record.text(code)) for code in CODES}, record.kind))
    take(record, values)
    session.flush()
    return record


def duplicate(session: Session, template_id: int) -> Template:
    """A copy to make an own template of."""
    source = get(session, template_id)
    taken = set(session.scalars(select(Template.code)))
    number = next(number for number in range(2, len(taken) + 3) if f"{_origin(source)}-{number}" not in taken)
    record = Template(
        code=f"{_origin(source)}-{number}",
        title_id=f"{source.title_id} {number}",
        title_en=f"{source.title_en} {number}",
        text_id=source.text_id,
        text_en=source.text_en,
        terms=source.terms,
        kind=source.kind,
    )
    session.add(record)
    session.flush()
    return record


def delete(session: Session, template_id: int) -> Template:
    """Take an own copy away; UserError for a template that came with the program or that a contract uses."""
    record = get(session, template_id)
    if not is_own(record):
        raise UserError(msg("Not deleted: this template came with the program."))
    if session.scalar(select(Contract.number).where(Contract.template_id == template_id).limit(1)):
        raise UserError(msg("Not deleted: contracts were made from this template."))
    if session.scalar(select(Letter.number).where(Letter.template_id == template_id).limit(1)):
        raise UserError(msg("Not deleted: letters were made from this template."))
    session.delete(record)
    return record


def is_own(template: Template) -> bool:
    """Whether it is a copy, not one that came with the program."""
    return _origin(template) != template.code


def original(template: Template) -> dict[str, str]:
    """The texts by language that it, or what it was copied from, came with."""
    return {code: settings.original_text(_origin(template), code) for code in CODES}


def _origin(template: Template) -> str:
    return template.code.partition("-")[0]


def _rendered(texts: Mapping[str, str], code: str, kind: str) -> "RenderedContract":
    from desktop_crm.documents.letter_text import text_of
    from desktop_crm.documents.sample import sample_facts
    from desktop_crm.documents.sample_letter import sample_letter
    from desktop_crm.documents.template import render

    if kind == TemplateKind.LETTER:
        return text_of(texts[code], sample_letter(code))
    return render(texts[code], sample_facts(), language(code))


def _sample_letter(texts: Mapping[str, str], code: str) -> bytes:
    from desktop_crm.documents.letter import LetterPaper, letter_pdf
    from desktop_crm.documents.sample_letter import sample_letter

    text = _rendered(texts, code, TemplateKind.LETTER)
    return letter_pdf(LetterPaper(facts=replace(sample_letter(code), subject=text.title), text=text))
