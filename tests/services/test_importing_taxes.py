"""Which tax a sheet means."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop_crm.model.product import Product
from desktop_crm.model.tax import TaxRule
from desktop_crm.services.importing import plan as importing
from tests.office import Office


@pytest.fixture
def imported(office: Office, tmp_path: Path) -> Callable[..., Any]:
    """Import lines; the tax rule's code of each product, and what is told."""

    def run(head: str, *lines: str, doubles_too: bool = False) -> tuple[dict[str, str | None], list[str]]:
        path = tmp_path / "harga.csv"
        path.write_text("\n".join((head, *lines)), encoding="utf-8")
        sheets = importing.read(path, "products")
        plan = office.see(lambda s: importing.plan(s, "products", path.name, sheets))
        office.do(lambda s: importing.apply(s, plan, doubles_too=doubles_too))

        def taxes(session: Session) -> dict[str, str | None]:
            codes = {rule.id: rule.code for rule in session.scalars(select(TaxRule))}
            return {item.code: codes.get(item.tax_id) for item in session.scalars(select(Product))}

        return office.see(taxes), [str(problem.told()) for problem in plan.problems]

    return run


@pytest.mark.parametrize(
    ("tax", "code"),
    [
        *[
            (text, None)
            for text in ("Non PPN", "non-ppn", "Bebas PPN", "Tanpa Pajak", "Tidak kena PPN", "VAT free", "Tidak")
        ],
        *[(text, "PPN11") for text in ("PPN11", "PPN", "Ya", "11%", "PPN 11%", "0,11", "11", "")],
        *[(text, "PPN12") for text in ("PPN12", "PPN 12%")],
        *[(text, "PPN0") for text in ("0%", "PPN 0%", "0")],
    ],
)
def test_a_tax_as_people_write_it(imported: Callable[..., Any], tax: str, code: str | None) -> None:
    taxes, told = imported("Kode;Nama;Harga (Rp);PPN", f"X-1;Pompa;5;{tax}")
    assert taxes["X-1"] == code
    assert told == []


def test_a_tax_that_is_none_here_is_told(imported: Callable[..., Any]) -> None:
    taxes, told = imported("Kode;Nama;Harga (Rp);PPN", "X-1;Pompa;5;PPnBM", "X-2;Pompa;5;35%")
    assert (taxes["X-1"], taxes["X-2"]) == ("PPN11", "PPN11")
    assert len(told) == 2


def test_a_price_with_tax_gets_the_rule_that_takes_it_as_included(imported: Callable[..., Any]) -> None:
    taxes, told = imported(
        "Kode;Nama;Harga (Rp) termasuk PPN;PPN", "X-1;Pompa;5;", "X-2;Pompa;5;Non PPN", "X-3;P;5;PPN12"
    )
    assert (taxes["X-1"], taxes["X-2"], taxes["X-3"]) == ("PPN11I", None, "PPN12")
    assert told == ["Row 4, PPN: The price is with tax, but PPN 12% adds it"]


def test_a_known_product_keeps_its_tax_when_the_sheet_is_silent(imported: Callable[..., Any], office: Office) -> None:
    imported("Kode;Nama;Harga (Rp);PPN", "X-1;Pompa;5;Non PPN", "X-2;Pompa;5;PPN12")
    taxes, _ = imported("Kode;Nama;Harga (Rp);PPN", "X-1;Pompa;6;", "X-2;Pompa;6;apa", doubles_too=True)
    assert (taxes["X-1"], taxes["X-2"]) == (None, "PPN12")
