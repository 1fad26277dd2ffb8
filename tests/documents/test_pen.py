"""Places for the pen on a contract, and what was written there, on paper."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_crm.documents.contract import ContractPaper, contract_pdf
from desktop_crm.documents.contract_check import check
from desktop_crm.documents.parts import ContractFacts
from desktop_crm.documents.pen import filled
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.template import RenderedContract, render
from desktop_crm.language import language
from desktop_crm.model.problem import Severity
from tests.pdf import words_of

ENGLISH = language("en")
TODAY = sample_facts().day


def facts(**client: Any) -> ContractFacts:
    whole = sample_facts()
    return replace(whole, client=replace(whole.client, **client))


def said(text: str, of: ContractFacts, written: tuple[Any, ...] | dict[str, Any] | set[str] = ()) -> RenderedContract:
    return render(f"# T\n\n{text}", of, ENGLISH, written)


def test_a_gap_is_ruled_and_named_where_the_words_do_not_say_it() -> None:
    made = said("by {{ client.signatory.name }}, NPWP {{ client.npwp }}.", facts(signatory=None, npwp=""))
    assert made.text() == "T\n\nby ____________________________\xa0(name), NPWP ______________________."
    assert made.blanks == ("client.signatory.name", "client.npwp")
    assert [run.mark for run in made.clauses[0].blocks[0].runs] == ["", "gap", "name", "", "gap", ""]


def test_what_must_stand_in_print_leaves_dots() -> None:
    assert said("**{{ client.name }}**", facts(name="")).text() == "T\n\n………………"


def test_a_gap_in_a_heading_is_a_rule_too() -> None:
    made = render("# {{ place }}\n", replace(sample_facts(), place=""), ENGLISH)
    assert made.title == "______________________\xa0(place)"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ place }}", "Bandung"),
        ("{% if place %}in {{ place }}{% endif %}", "in Bandung"),
        ('{% if place == "Bandung" %}here{% endif %}', "here"),
        ("{{ place|upper }}", "BANDUNG"),
        ('{{ "in " ~ place }}', "in Bandung"),
        ("{{ delivery_day }}", "24 December 2026"),
        ("{{ delivery_day|day }}", "24 Dec 2026"),
        ("{{ client.signatory.office|known }}", "Director"),
    ],
)
def test_what_was_written_reads_as_any_value_and_is_marked(text: str, wanted: str) -> None:
    written: dict[str, str | date] = {
        "place": "Bandung",
        "delivery_day": date(2026, 12, 24),
        "client.signatory.office": "Direktur",
    }
    empty = replace(facts(signatory=None), place="", delivery_day=None)
    made = said(text, filled(empty, written), written)
    assert made.text().replace("\xa0", " ") == f"T\n\n{wanted}"
    assert said(text, filled(empty, written)).text().replace("\xa0", " ") == f"T\n\n{wanted}"


def test_what_was_written_is_marked_on_paper() -> None:
    made = said("In {{ place }}.", sample_facts(), {"place"})
    assert [(run.text, run.mark) for run in made.clauses[0].blocks[0].runs] == [
        ("In ", ""),
        (sample_facts().place, "written"),
        (".", ""),
    ]
    assert made.by_hand
    text = words_of(contract_pdf(ContractPaper(facts=sample_facts(), texts=(made,))))
    assert "Underlined parts were written by hand on the signed original" in text


def test_nobody_named_to_sign_leaves_a_place_for_name_and_position() -> None:
    open_one = facts(signatory=None)
    text = words_of(contract_pdf(ContractPaper(facts=open_one, texts=(said("x", open_one),))))
    assert text.count("(name in full and position)") == 1


def test_for_the_pen_a_gap_is_told_and_forbids_nothing() -> None:
    open_one = facts(npwp="", name="")
    text = said("{{ client.npwp }} {{ client.name }}", open_one)
    told = {problem.field: problem.severity for problem in check(open_one, [text], TODAY, for_the_pen=True)}
    assert told["client.npwp"] is Severity.WARNING
    assert told["client.name"] is Severity.ERROR
    told = {problem.field: problem.severity for problem in check(open_one, [text], TODAY)}
    assert told["client.npwp"] is Severity.ERROR
