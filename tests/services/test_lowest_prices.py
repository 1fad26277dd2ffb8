"""Below its product's limits a line needs a reason: asked for while typing, demanded before the order binds, kept with the line."""

import io
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdf
import pytest

from desktop_crm.language import language
from desktop_crm.model.errors import UserError
from desktop_crm.model.limits import Verdict
from desktop_crm.model.product import Product
from desktop_crm.services import contract, limits, order, product, search, settings
from desktop_crm.services.emergency.order import LINES
from desktop_crm.services.emergency.parts import Sheet
from desktop_crm.services.emergency.product import PRODUCTS
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.lines import LineInput
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.past import history
from desktop_crm.services.safety import check
from tests.office import Office

WHY = "pesanan pertama, disetujui direktur"


@pytest.fixture
def limited(office: Office) -> Office:
    """125,000, at least 110,000, and 10 % at most."""
    values = {"lowest_price": Decimal(110_000), "largest_discount": Decimal(10)}
    office.do(lambda s: product.save(s, office.goods, values))
    return office


def line(office: Office, *, why: str = "", key: int | None = None, **values: Any) -> LineInput:
    plain = office.line(**values)
    kept = {name: getattr(plain, name) for name in plain.__slots__}
    return order.LineInput(**{**kept, "below_reason": why, "key": key})


def told(office: Office, lines: list[LineInput], **values: Any) -> list[tuple[str, str]]:
    asked = {
        "client_id": office.client,
        "ordered_on": date(2026, 3, 2),
        "currency": "IDR",
        "discount": Decimal(0),
        **values,
    }
    found = office.see(lambda s: order.problems(s, asked, lines))
    return [(problem.field, problem.severity.value) for problem in found if problem.field.startswith("lines.")]


def test_a_line_below_its_limits_is_told_while_it_is_typed(limited: Office) -> None:
    good, low, cut = line(limited), line(limited, price="109999"), line(limited, discount="10.5")
    assert told(limited, [good, low, cut]) == [("lines.1.below_reason", "warning"), ("lines.2.below_reason", "warning")]
    assert told(limited, [line(limited, price="109999", why=WHY)]) == []
    assert told(limited, [line(limited, discount="5")], discount=Decimal(5)) == []
    assert told(limited, [line(limited, discount="6")], discount=Decimal(6)) == [("lines.0.below_reason", "warning")]
    assert told(limited, [line(limited, price="8")], currency="USD") == [("lines.0.amount", "warning")]
    assert told(limited, [line(limited, price="8", discount="11")], currency="USD") == [
        ("lines.0.below_reason", "warning")
    ]
    assert told(limited, [line(limited, product_id=limited.service, price="1")]) == []


def test_it_is_saved_as_a_draft_and_not_confirmed_before_somebody_says_why(limited: Office) -> None:
    made = limited.order(line(limited, price="100000"))
    with pytest.raises(UserError, match="below your limits") as refused:
        limited.do(lambda s: order.step(s, made.id, "confirmed"))
    assert [problem.field for problem in refused.value.problems] == ["lines.0.below_reason"]
    paper = limited.do(lambda s: contract.make(s, made.id))
    with pytest.raises(UserError, match="below your limits"):
        limited.do(lambda s: contract.step(s, paper.id, "signed"))
    with_reason = line(limited, price="100000", why=f" {WHY} ", key=made.lines[0].id)
    limited.do(lambda s: order.save(s, made.id, {}, [with_reason]))
    kept = limited.do(lambda s: order.step(s, made.id, "confirmed"))
    assert kept.lines[0].below_reason == WHY
    assert limited.do(lambda s: contract.step(s, paper.id, "signed")).state == "signed"
    assert check.check(limited.workspace) == []


def test_what_was_agreed_stays_whatever_the_limits_are_later(limited: Office) -> None:
    made = limited.confirmed(line(limited))
    limited.do(
        lambda s: product.save(s, limited.goods, {"lowest_price": Decimal(124_999), "largest_discount": Decimal(0)})
    )
    limited.do(lambda s: order.save(s, made.id, {"notes": "x"}))
    limited.do(lambda s: order.step(s, made.id, "in_delivery"))
    assert check.check(limited.workspace) == []


def test_a_reason_changes_no_paper_and_is_on_none(limited: Office) -> None:
    made = limited.order(line(limited, price="100000"))
    paper = limited.do(lambda s: contract.make(s, made.id))
    limited.do(lambda s: contract.step(s, paper.id, "sent"))
    with_reason = line(limited, price="100000", why=WHY, key=made.lines[0].id)
    heard: list[Any] = []
    limited.do(lambda s: order.save(s, made.id, {}, [with_reason], tell=heard.append))
    assert heard == []
    assert limited.see(lambda s: contract.get(s, paper.id)).state == "sent"
    for languages in ("id", "en"):
        pdf = limited.see(lambda s, code=languages: order_paper.make(s, order.get(s, made.id), code))
        text = " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        assert "disetujui" not in text


def test_a_copy_is_asked_anew_and_undo_brings_the_reason_back(limited: Office) -> None:
    made = limited.confirmed(line(limited, price="100000", why=WHY))
    copy = limited.do(lambda s: order.duplicate(s, made.id))
    assert copy.lines[0].below_reason == ""
    with pytest.raises(UserError):
        limited.do(lambda s: order.step(s, copy.id, "confirmed"))
    limited.do(lambda s: order.step(s, made.id, "draft"))
    limited.do(lambda s: order.save(s, made.id, {}, [line(limited, key=made.lines[0].id)]))
    assert limited.see(lambda s: order.get(s, made.id)).lines[0].below_reason == ""
    limited.workspace.undo()
    assert limited.see(lambda s: order.get(s, made.id)).lines[0].below_reason == WHY


def test_history_tells_limits_and_reasons_and_covers_them(limited: Office) -> None:
    made = limited.order(line(limited, price="100000", why=WHY))
    entries = limited.see(
        lambda s: [*history.of_card(s, "order", made.id), *history.of_card(s, "product", limited.goods)]
    )
    details = {str(d.field): d for entry in entries for row in entry.rows for d in row.details}
    assert details["Why below the limits"].after == WHY
    assert (details["Lowest price"].after, details["Largest discount"].after) == (110_000, 10)
    assert all(details[name].sensitive for name in ("Why below the limits", "Lowest price", "Largest discount"))


def test_another_currency_of_the_product_takes_its_lowest_price_away(limited: Office) -> None:
    limited.do(lambda s: product.save(s, limited.goods, {"currency": "USD"}))
    now = limited.see(lambda s: product.get(s, limited.goods))
    assert (now.lowest_price, now.largest_discount) == (None, 10)
    limited.workspace.undo()
    assert limited.see(lambda s: product.get(s, limited.goods)).lowest_price == 110_000


def test_a_sheet_that_brings_another_currency_tells_that_the_lowest_price_goes(limited: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "harga.csv"
    sheet.write_text("Kode,Nama,Harga,Mata Uang\nKOPI-1,Kopi bubuk,9.50,USD\nJASA-1,Pelatihan,125000,IDR\n", "utf-8")
    plan = limited.see(lambda s: importing.plan(s, "products", "harga.csv", importing.read(sheet, "products")))
    assert ["its lowest price goes" in str(problem.message) for problem in plan.problems] == [True]


def test_a_sheet_brings_limits_and_tells_those_it_can_not(limited: Office, tmp_path: Path) -> None:
    sheet = tmp_path / "harga.csv"
    rows = (
        "Kode,Nama,Harga,Mata Uang,Harga terendah,Diskon terbesar",
        'KOPI-1,Kopi bubuk,125000,IDR,115000,"7,5%"',
        "JASA-1,Pelatihan,125000,IDR,,",
        "NEW-1,Baru,10,USD,9.5,5",
        "NEW-2,Tanpa harga,,,9,150",
    )
    sheet.write_text("\n".join(rows) + "\n", "utf-8")
    read = importing.read(sheet, "products")
    plan = limited.see(lambda s: importing.plan(s, "products", "harga.csv", read))
    told = [str(problem.message) for problem in plan.problems]
    assert sum("A lowest price needs a price" in each for each in told) == 1
    assert sum("A largest discount is a percentage" in each for each in told) == 1
    limited.do(lambda s: importing.apply(s, plan, doubles_too=True))
    found = limited.see(lambda s: {p.code: (p.lowest_price, p.largest_discount) for p in s.query(Product)})
    assert found == {
        "KOPI-1": (115_000, Decimal("7.5")),
        "JASA-1": (None, None),
        "NEW-1": (Decimal("9.5"), 5),
        "NEW-2": (None, None),
    }


def test_the_emergency_sheets_have_them(limited: Office) -> None:
    limited.order(line(limited, price="100000", why=WHY))

    def rows(sheet: Sheet) -> list[dict[str, Any]]:
        names = [column.id for column in sheet.columns]
        return limited.see(lambda s: [dict(zip(names, row[1:], strict=True)) for row in sheet.rows(s, language("en"))])

    assert rows(LINES)[0]["below_reason"] == WHY
    found = {row["code"]: row for row in rows(PRODUCTS)}
    assert (found["KOPI-1"]["lowest_price"].amount, found["KOPI-1"]["largest_discount"]) == (110_000, 10)
    assert found["JASA-1"]["lowest_price"] is None


def test_a_list_shows_them_only_when_asked_and_covers_them(limited: Office) -> None:
    columns = {column.id: column for column in product.listing(limited.workspace).columns}
    for name in ("lowest_price", "largest_discount"):
        assert columns[name].hidden
        assert columns[name].sensitive


def test_a_product_that_is_copied_has_the_same_limits(limited: Office) -> None:
    values = limited.see(lambda s: product.start_copy(s, limited.goods))
    assert (values["lowest_price"], values["largest_discount"]) == (110_000, 10)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("kopi 112500", Verdict.WITHIN),
        ("kopi-1 109.999", Verdict.BELOW),
        ("kopi bubuk 10%", Verdict.WITHIN),
        ("KOPI-1 12%", Verdict.BELOW),
        ("kopi 12,5%", Verdict.BELOW),
        ("kopi", None),
        ("110000", None),
        ("pelatihan 1", None),
        ("kopi -5", None),
        ("kopi 500%", None),
        ("kopi 1x", None),
    ],
)
def test_the_search_tells_within_the_limits_or_not_and_no_figure(
    limited: Office, text: str, wanted: Verdict | None
) -> None:
    from desktop_crm.ui.form.numbers import read_number

    hits = search.find(limited.workspace, text, read=lambda word: read_number(word, "id"))
    verdicts = [hit for hit in hits if hit.verdict is not Verdict.OPEN]
    assert [hit.verdict for hit in verdicts] == ([] if wanted is None else [wanted])
    assert not any("110" in hit.subtitle or "10" in hit.subtitle for hit in verdicts)


def test_limits_are_read_with_the_tax_of_their_product(limited: Office) -> None:
    rule = limited.do(lambda s: settings.save_tax_rule(s, limited.tax, {"included": True}))
    found = limited.see(lambda s: limits.limits_of(s, [limited.goods, limited.service, None]))
    assert found.keys() == {limited.goods}
    assert found[limited.goods].tax == rule.tax()
