"""Texts of records and templates on their way to paper and into sheets: what looks like markup or a formula is text."""

import io
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import openpyxl
from openpyxl.utils.escape import unescape
from reportlab.platypus import Paragraph

from desktop_crm.documents.contract import ContractPaper, contract_pdf
from desktop_crm.documents.contract_check import check
from desktop_crm.documents.kit import scripts
from desktop_crm.documents.kit.styles import styles
from desktop_crm.documents.kit.text import LONGEST_NAME, Run, fitted, markup, paragraph, shortened, tidy
from desktop_crm.documents.kit.typeset import typeset
from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.documents.order_sheet import OrderSheet, order_pdf
from desktop_crm.documents.sample import sample_facts
from desktop_crm.documents.sheet_kit import MAX_TEXT
from desktop_crm.documents.template import render
from desktop_crm.language import language
from desktop_crm.model.listing import Column
from desktop_crm.model.message import msg
from desktop_crm.model.numbering import number_of, pattern_problem
from tests.fuzz.target import refused_or_read, target

_TEMPLATE = (
    *("# {{ number }}\n", "## Harga [price]\n", "[specification]\n", "{{ client.name }}", '{{ clause("price") }}'),
    *("{% if terms.referral %}", "{% elif not own.npwp %}", "{% else %}", "{% endif %}", "{% for line in lines %}"),
    *("{{ line.amount|words }}", "{{ line.name|upper }}", "{% endfor %}", "{% set x = 1 %}", "{# #}", "{% raw %}"),
    *("{{ totals.total - 1 }}", "{{ day|day_words }}", "|money", "|percent", " ~ ", " + ", "999999999999", "1e999"),
    *(
        "1. ",
        "   1. ",
        "- ",
        "**",
        "*",
        "\\",
        "\n\n",
        "{{ own.__class__ }}",
        "{{ ''.join }}",
        "[x]",
        "\ufdd0",
        "\ufdd1",
    ),
)
_MARKUP = (
    *("<b>", "</b>", "<br/>", "<font size=99>", "<para>", '<img src="/etc/passwd"/>', "&amp;", "&#0;", "&lt", "<", ">"),
    *("\0", "\x1b", "\u202e", "\u200b", "\xad", "\ud83d", "\ufffe", "👩‍👧", "ﷺ", "你", "\t", "\n", "\u2028", "a" * 64),
)
_CELLS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "_x000D_", "_x0041_", "\0", "]]>", "&", "<v>", "1e9", "00812")
_SEPARATOR = "\x1f"
_FACTS = sample_facts()
_SANS = styles("sans", 9.5)


@target(text=True, words=_TEMPLATE, most=2048)
def template(text: str) -> None:
    """A contract's template, rendered in both languages and checked."""
    facts = _FACTS
    with refused_or_read():
        texts = [render(text, facts, language(code)) for code in ("id", "en")]
        check(facts, texts, date(2026, 3, 12))
        assert all("\ufdd0" not in each.text() for each in texts)


@target(text=True, words=_TEMPLATE, most=2048, slow=True)
def contract(text: str) -> None:
    """The same on paper, in two columns."""
    facts = _FACTS
    with refused_or_read():
        texts = tuple(render(text, facts, language(code)) for code in ("id", "en"))
        assert contract_pdf(ContractPaper(facts=facts, texts=texts)).startswith(b"%PDF")


@target(text=True, words=_MARKUP, most=1024)
def record_text(text: str) -> None:
    """A paragraph with the text of a record."""
    fonts, look = _SANS.fonts, _SANS.body
    made = Paragraph(markup(text, fonts), look)
    made.wrap(200, 800)
    plain = "".join(made.getPlainText(identify=False).split())
    shown = "\n".join(map(scripts.displayed, typeset(tidy(text)).split("\n")))
    assert plain == "".join(shown.split()), plain
    runs = paragraph([Run(text), Run(text, bold=True, italic=True)], look, fonts, "1.")
    runs.wrap(200, 800)
    Paragraph(markup(shortened(text, LONGEST_NAME), fonts, bold=True), look).wrap(60, 800)
    fitted(text, fonts.regular, 8, 100)


@target(text=True, words=_MARKUP, most=512, slow=True)
def paper(text: str) -> None:
    """An order's paper on which every name, term and note is the text."""
    facts = _everywhere(_FACTS, text)
    made = OrderSheet(
        number=text,
        day=facts.day,
        own=facts.own,
        client=facts.client,
        lines=facts.lines,
        totals=_FACTS.totals,
        payment_terms=text,
        delivery_terms=text,
        notes=text,
    )
    assert order_pdf(made).startswith(b"%PDF")


def _everywhere(value: Any, text: str) -> Any:
    """The same value with each of its texts replaced."""
    if isinstance(value, str):
        return text
    if isinstance(value, tuple):
        return tuple(_everywhere(item, text) for item in value)
    if (
        is_dataclass(value)
        and not isinstance(value, type)
        and type(value).__module__.startswith("desktop_crm.documents")
    ):
        kept = {field.name: getattr(value, field.name) for field in fields(value)}
        return replace(value, **{name: _everywhere(part, text) for name, part in kept.items()})
    return value


@target(text=True, words=_CELLS, most=512, slow=True)
def exported(text: str) -> None:
    """Cells of an exported sheet hold what the records hold, and no formula."""
    columns = (Column("a", msg("Name")), Column("b", msg("Key")))
    texts = text.split(_SEPARATOR)
    file = io.BytesIO()
    list_sheet("Clients", columns, [(at, each, "x") for at, each in enumerate(texts)], language("id"), file)
    sheet = openpyxl.load_workbook(file).active
    for row, kept in enumerate(texts, 2):
        cell = sheet.cell(row, 1)
        assert cell.data_type != "f"
        found = cell.value or ""
        assert isinstance(found, str)
        assert _as_kept(unescape(found)) == _as_kept(_writable(kept)[:MAX_TEXT])


def _writable(text: str) -> str:
    return "".join(char for char in text if char in "\t\n\r" or (char >= " " and not "\ud800" <= char <= "\udfff"))


def _as_kept(text: str) -> str:
    """XML knows one kind of line end, and no characters that are none."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufffe", "").replace("\uffff", "")


@target(
    text=True,
    words=(
        "{seq}",
        "{seq:03}",
        "{year}",
        "{year2}",
        "{roman_month}",
        "{day!r}",
        "{seq:{year}}",
        "{{",
        "}}",
        "{0}",
        ":999",
    ),
    most=128,
)
def pattern(text: str) -> None:
    """A pattern of document numbers that is taken gives each number once."""
    if pattern_problem(text) is None:
        numbers = [number_of(text, seq, date(2026, 3, 12)) for seq in (1, 2, 10, 11, 100, 99999)]
        assert len({*numbers}) == len(numbers)
        assert all(len(number) < 100 for number in numbers)
