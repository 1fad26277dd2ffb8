from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from desktop_crm import assets
from desktop_crm.documents.contract_check import check
from desktop_crm.documents.parts import ContractFacts, Signatory
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.template import render
from desktop_crm.language import language
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Problem, Severity

TODAY = date(2026, 8, 1)


def problems(facts: ContractFacts, languages: tuple[str, ...] = ("id", "en"), today: date = TODAY) -> list[Problem]:
    texts = [render(assets.text(f"templates/sale.{code}.md"), facts, language(code)) for code in languages]
    return check(facts, texts, today)


def by_field(facts: ContractFacts, **options: Any) -> dict[str, Problem]:
    return {problem.field: problem for problem in problems(facts, **options)}


def test_a_good_contract_has_none() -> None:
    assert problems(sample_facts()) == []


def test_an_empty_placeholder_forbids_printing() -> None:
    found = problems(replace(sample_facts(), place="", day=None))
    assert [(problem.field, problem.severity) for problem in found] == [
        ("day", Severity.ERROR),
        ("place", Severity.ERROR),
    ]
    assert any(problem.severity is Severity.ERROR for problem in found)
    assert "Place of signing" in str(found[1].message)


@pytest.mark.parametrize("side", ["own", "client"])
def test_who_signs(side: str) -> None:
    facts = sample_facts()
    party = getattr(facts, side)
    nobody = by_field(replace(facts, **{side: replace(party, signatory=None)}))
    assert f"{side}.signatory.name" in nobody
    unauthorised = by_field(replace(facts, **{side: replace(party, signatory=Signatory(name="Ana"))}))
    assert {f"{side}.signatory.office", f"{side}.signatory.authority"} <= set(unauthorised)


def test_a_person_needs_no_signatory() -> None:
    facts = sample_facts()
    client = replace(facts.client, person=True, signatory=None)
    assert problems(replace(facts, client=client)) == []


def test_a_person_needs_no_office_and_a_proxy_no_office_but_an_authority() -> None:
    facts = sample_facts()
    client = replace(facts.client, name="Bpk Agus Salim", person=True, signatory=Signatory(name="Agus Salim"))
    assert problems(replace(facts, client=client)) == []
    proxy = replace(client, signatory=Signatory(name="Rina"))
    assert set(by_field(replace(facts, client=proxy))) == {"client.signatory.authority"}


def test_a_person_without_any_number_is_a_warning_and_one_abroad_is_none() -> None:
    facts = sample_facts()
    client = replace(facts.client, person=True, signatory=None, npwp="", naming=2)
    (found,) = problems(replace(facts, client=client))
    assert (found.field, found.severity) == ("client.numbers", Severity.WARNING)
    assert problems(replace(facts, client=replace(client, abroad=True))) == []


def test_a_company_here_needs_an_npwp_and_one_abroad_none() -> None:
    facts = sample_facts()
    client = replace(facts.client, npwp="")
    assert by_field(replace(facts, client=client))["client.npwp"].severity is Severity.ERROR
    assert problems(replace(facts, client=replace(client, abroad=True))) == []


def test_a_template_that_asks_everybody_for_an_npwp_says_so_itself() -> None:
    facts = replace(sample_facts(), client=replace(sample_facts().client, npwp="", abroad=True))
    found = check(facts, [render("# A\n\nNPWP {{ client.npwp }}", facts, language("id"))], TODAY)
    assert (found[0].field, found[0].severity) == ("template", Severity.ERROR)
    assert "needs no NPWP" in str(found[0].message)


def test_sums() -> None:
    facts = sample_facts()
    wrong_line = replace(facts.lines[0], amount=Money(Decimal(1)))
    found = by_field(replace(facts, lines=(wrong_line, *facts.lines[1:])))
    assert set(found) == {"lines.0.amount", "totals.lines"}
    found = by_field(replace(facts, totals=replace(facts.totals, total=Money(Decimal(5)))))
    assert set(found) == {"totals.total"}
    assert not any(problem.severity is Severity.ERROR for problem in found.values())


@pytest.mark.parametrize("text", ["𓀀 Kopi", "ꦏꦺꦴꦥꦶ", "😀"])
def test_characters_without_a_glyph_are_named_where_they_stand(text: str) -> None:
    facts = sample_facts()
    found = by_field(replace(facts, client=replace(facts.client, name=text)))
    assert text[0] in str(found["client.name"].message)
    assert found["client.name"].severity is Severity.ERROR


def test_characters_of_the_template_itself() -> None:
    facts = sample_facts()
    found = check(facts, [render("# 😀\n\n{{ number }}", facts, language("en"))], TODAY)
    assert [problem.field for problem in found] == ["text", "languages"]


def test_days_that_have_passed() -> None:
    found = by_field(sample_facts(), today=date(2030, 1, 1))
    assert set(found) == {"day", "delivery_day", "ends_on"}


def test_the_day_itself_has_not_passed() -> None:
    assert problems(sample_facts(), today=date(2026, 8, 3)) == []


def test_languages_that_differ() -> None:
    facts = sample_facts()
    texts = [render(text, facts, language("en")) for text in ("## A [a]\n\none\n\ntwo", "## A [a]\n\none")]
    assert [problem.field for problem in check(facts, texts, TODAY)] == ["clauses.a", "languages"]


def test_english_alone_is_warned_about() -> None:
    assert [problem.field for problem in problems(sample_facts(), languages=("en",))] == ["languages"]
    assert problems(sample_facts(), languages=("id",)) == []
