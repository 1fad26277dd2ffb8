from dataclasses import replace

import pytest

from desktop_crm import assets
from desktop_crm.documents.parts import ContractFacts
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.template import Kind, RenderedContract, render
from desktop_crm.documents.template_fields import FIELDS
from desktop_crm.language import language
from desktop_crm.model.errors import UserError

TEMPLATES = [f"{kind}.{code}" for kind in ("sale", "services") for code in ("id", "en")]


def rendered(text: str, facts: ContractFacts | None = None, code: str = "en") -> RenderedContract:
    return render(text, facts or sample_facts(), language(code))


def test_reads_the_structure() -> None:
    contract = rendered(
        "# Title **of** it\n\nIn {{ place }}\n\n## Price [price]\n\n1. first *see* {{ clause('end') }}\n"
        "   1. inner\n   2. second\n      1. third level\n\n[specification]\n\n2. after\n\n## End [end]\n\nlast\n"
    )
    preamble, price, end = contract.clauses
    assert (preamble.number, preamble.key) == (0, "")
    assert (price.number, price.key, price.title) == (1, "price", "Price")
    assert [(block.kind, block.level, block.label) for block in price.blocks] == [
        (Kind.ITEM, 0, "(1)"),
        (Kind.ITEM, 1, "a."),
        (Kind.ITEM, 1, "b."),
        (Kind.ITEM, 2, "1)"),
        (Kind.SPECIFICATION, 0, ""),
        (Kind.ITEM, 0, "(2)"),
    ]
    assert "first see Article 2" in contract.text()
    assert [run.italic for run in price.blocks[0].runs] == [False, True, False]
    assert end.blocks[0].runs[0].text == "last"


def test_values_are_never_markup() -> None:
    facts = replace(sample_facts(), place="*Bandung* **b** `c` [x](y) <b> {{ number }}\n## New [new]\n1. list")
    contract = rendered("In **{{ place }}**, at {{ place }}", facts)
    assert len(contract.clauses) == 1
    assert "*Bandung* **b** `c` [x](y) <b> {{ number }}, ## New [new], 1. list" in contract.text()
    assert contract.clauses[0].blocks[0].runs[1].bold


def test_empty_fields_are_collected_with_their_paths() -> None:
    facts = replace(sample_facts(), place="", client=replace(sample_facts().client, signatory=None), ends_on=None)
    contract = rendered(
        "{{ place }} {{ client.signatory.name|upper }} {{ ends_on|day_long }} {% if ends_on %}x{% endif %}", facts
    )
    assert contract.blanks == ("place", "client.signatory.name", "ends_on")


def test_a_condition_on_an_empty_field_is_no_blank() -> None:
    facts = replace(sample_facts(), place="")
    assert rendered("{% if place == '' and not place %}none{% endif %}", facts).blanks == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_shipped_templates_have_no_blanks(name: str) -> None:
    assert rendered(assets.text(f"templates/{name}.md"), code=name[-2:]).blanks == ()


@pytest.mark.parametrize("name", TEMPLATES)
def test_shipped_templates_name_what_is_missing(name: str) -> None:
    facts = sample_facts()
    empty = ContractFacts(
        number="",
        day=None,
        place="",
        own=replace(facts.own, npwp="", bank=None, signatory=None),
        client=replace(facts.client, signatory=None),
        lines=facts.lines,
        totals=facts.totals,
    )
    blanks = set(rendered(assets.text(f"templates/{name}.md"), empty, name[-2:]).blanks)
    assert {"day", "place", "own.npwp", "own.bank.number", "own.signatory.name", "client.signatory.authority"} <= blanks
    assert ("delivery_place" in blanks) == name.startswith("sale")
    assert "delivery_day" in blanks
    assert "subject" not in blanks


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("ok\n{{ place", 2),
        ("ok\n\n{% if place %}\nx", 4),
        ("ok\n{{ plaice }}", 2),
        ("ok\n\n{{ client.nmae }}", 3),
        ("ok\n{{ client.__class__ }}", 2),
        ("{{ client }}", 1),
        ("\n{{ place|shout }}", 2),
        ("{{ place|upper(3) }}", 1),
        ("\n{{ place|money }}", 2),
        ("{% for a in lines %}{% for b in lines %}x{% endfor %}{% endfor %}", 1),
        ("{% for a in lines %}{% if a %}{% for b in lines %}x{% endfor %}{% endif %}{% endfor %}", 1),
        ("{% for a in range(10) %}x{% endfor %}", 1),
        ("{% for a in [1, 2] %}x{% endfor %}", 1),
        ("{{ 'x' * 1000000000 }}", 1),
        ("{{ 9 ** 9 ** 9 }}", 1),
        ("{% set x = place ~ place %}", 1),
        ("{% macro m() %}{{ m() }}{% endmacro %}", 1),
        ("{% include '/etc/passwd' %}", 1),
        ("{% extends 'x' %}", 1),
        ("{{ ''.__class__.__mro__ }}", 1),
        ("{{ place.upper() }}", 1),
        ("{{ self }}", 1),
        ("{{ _renderer }}", 1),
        ("{{ place[0] }}", 1),
        ("{% for lines in lines %}x{% endfor %}", 1),
        ("a\n\n## No key", 3),
        ("## One [a]\n\n## Two [a]", 3),
        ("{{ 'abc' + 1 }}", 1),
        ("{{ number < day }}", 1),
        ("\n{{ totals.total + 1 }}", 2),
        ("\n{{ totals.total - 'a' }}", 2),
        ("\n{{ 1e400 }}", 2),
        ("\n{{ 1|day_words }}", 2),
    ],
)
def test_mistakes_name_their_line(text: str, line: int) -> None:
    with pytest.raises(UserError) as caught:
        rendered(text)
    assert str(caught.value).startswith(f"Line {line} of the template")
    assert caught.value.problems[0].field == f"template.{line}"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 300_000,
        "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
        "{{ clause('nowhere') }}",
        "{{ " + "9" * 5000 + " }}",
    ],
)
def test_other_mistakes(text: str) -> None:
    with pytest.raises(UserError):
        rendered(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# Only a title",
        "\ufdd00\ufdd1 \ufdd09\ufdd1",
        "* a\n* b",
        "> quote\n\n`code`\n\n---",
        "    indented",
        "{# note #}x",
    ],
)
def test_odd_templates_are_rendered(text: str) -> None:
    assert rendered(text).text() is not None


def test_lists_can_be_gone_through() -> None:
    text = "{% for line in lines %}\n1. {{ line.name }}: {{ line.quantity }} {{ line.unit }}\n{% endfor %}"
    contract = rendered(text)
    assert [block.label for block in contract.clauses[0].blocks] == ["(1)", "(2)", "(3)"]


def test_every_declared_field_exists() -> None:
    for field in FIELDS:
        if field.name in {"lines", "totals.taxes", "totals.further", "own.numbers", "client.numbers", "paper_text"}:
            continue
        rendered(f"{{{{ {field.name} }}}}")
