"""A template read as cards, fields and locked pieces is written again byte for byte."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm import assets
from desktop_crm.model.template_text import Card, Kind, cards_of, field, locked_in, parts_of, source_of

SHIPPED = [f"templates/{code}.{language}.md" for code in ("sale", "services") for language in ("id", "en")]
BITS = st.lists(
    st.sampled_from(
        [
            *("## Price [price]\n", "# Title\n", "{% if terms.referral %}\n", "{% endif %}\n", "{{ client.name }}"),
            *(
                "{{ totals.total|money }}",
                '{{ clause("price") }}',
                "{# x\n## no [no]\n#}",
                "a\n",
                "\n",
                "{{",
                "}}",
                "{%",
            ),
            *("1. **b** ", "##", "## No key\n", "\t", "ü", "\u00a0", "{% for item in lines %}"),
        ]
    )
    | st.text(max_size=5),
    max_size=14,
).map("".join)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_template_is_the_same_after_it_was_read(name: str) -> None:
    source = assets.text(name)
    cards = cards_of(source)
    assert "".join(card.source for card in cards) == source
    assert all(source_of(parts_of(card.body)) == card.body for card in cards)
    assert len(cards) > 12
    assert [card.key for card in cards].count("") == 1
    assert all(card.title for card in cards)


@given(BITS)
def test_so_is_any_text(source: str) -> None:
    cards = cards_of(source)
    assert "".join(card.source for card in cards) == source
    assert source_of(parts_of(source)) == source
    for card in cards:
        assert source_of(parts_of(card.body)) == card.body
        assert card.with_title(card.title).title == " ".join(card.title.split())


def test_a_condition_above_a_heading_belongs_to_its_card() -> None:
    source = "# T\n\nAbove\n\n{% if a %}\n## Price [price]\n\nText\n\n{% endif %}\n## Next [next]\n"
    title, price, following = cards_of(source)
    assert title.body == "\nAbove\n\n"
    assert (price.lead, price.title, price.key) == ("{% if a %}\n", "Price", "price")
    assert price.body == "\nText\n\n{% endif %}\n"
    assert (following.lead, following.start) == ("", 11)
    assert price.start == 5


def test_what_a_text_is_made_of() -> None:
    text = (
        'By {{ client.name }} for {{ totals.total|money }}{% if subject %}, {{ clause("price") }}{% endif %}{{ 1 + 2 }}'
    )
    parts = parts_of(text)
    assert [(part.kind, part.name or part.clause or part.word) for part in parts] == [
        *((Kind.TEXT, ""), (Kind.FIELD, "client.name"), (Kind.TEXT, ""), (Kind.FIELD, "totals.total")),
        *((Kind.LOCKED, "if"), (Kind.TEXT, ""), (Kind.FIELD, "price"), (Kind.LOCKED, "endif"), (Kind.FIELD, "")),
    ]
    assert parts[3].filter == "money"
    assert locked_in(text) == ("{% if subject %}", "{% endif %}")
    assert field("client.name").source == "{{ client.name }}"


def test_another_title_keeps_the_key() -> None:
    card = Card("", "## Price and Payment [price]\n", "")
    assert card.with_title("  The\nprice ").heading == "## The price [price]\n"
