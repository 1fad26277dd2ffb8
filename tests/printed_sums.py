"""Orders of any lines, discounts, taxes and currencies: what is printed of them adds up, read back from sheet, contract and Excel.

    python tests/printed_sums.py 500          so many orders
    python tests/printed_sums.py 500 --seed 7 the same ones again

`tests/services/test_printed_sums.py` does a few at each run.
"""

import argparse
import io
import random
import re
import sys
import tempfile
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
from sqlalchemy.orm import Session

from desktop_crm.services.emergency.parts import Sheet
from desktop_crm.storage.workspace import Workspace

if __name__ == "__main__":
    sys.path.append(str(Path(__file__).parent.parent))

from desktop_crm.documents.list_sheet import list_sheet
from desktop_crm.language import language
from desktop_crm.model.message import msg
from desktop_crm.model.money import CURRENCIES
from desktop_crm.services import client, contract, order, settings
from desktop_crm.services.emergency.order import LINES, ORDERS
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.workspace import create
from tests.pdf import words_of

#: Names without figures, so that these are found on the paper: the rate of each, and of which both taxes are.
RULES = (
    {"name": "Pajak A", "rate": Decimal(12), "base_numerator": 11, "base_denominator": 12},
    {"name": "Pajak B", "rate": Decimal(12)},
    {"name": "Pajak C", "rate": Decimal(12), "base_numerator": 11, "base_denominator": 12, "included": True},
    {"name": "Pajak D", "rate": Decimal(12), "base_numerator": 11, "base_denominator": 12, "by_line": True},
    {"name": "Pajak E", "rate": Decimal(12), "second_name": "Mewah E", "second_rate": Decimal(20)},
    {"name": "Pajak F", "rate": Decimal(12), "included": True, "second_name": "Mewah F", "second_rate": Decimal(75)},
    {"name": "Pajak G", "rate": Decimal(11), "included": True, "by_line": True},
)
RATES: dict[str, Any] = {str(rule["name"]): rule["rate"] for rule in RULES} | {
    str(rule["second_name"]): rule["second_rate"] for rule in RULES if "second_name" in rule
}

_NUMBER = r"(-?[\d,]+(?:\.\d+)?)"
_NAME = r"((?:including )?(?:Pajak|Mewah) [A-G](?:, computed line by line)?)"
_SUMS = re.compile(
    rf"(?:(Subtotal|Discount|Total before tax|Rounding|Tax base, (?:Pajak|Mewah) [A-G]|Tax base \(11/12\))|{_NAME}) {_NUMBER}"
)
_LINE = re.compile(rf"Barang [\d,.]+ pcs [\d,.]+ (?:[\d.]+% )?{_NUMBER}")
_TOTAL = re.compile(rf"Total \S+ {_NUMBER}")


class WrongError(AssertionError):
    """Something printed does not add up."""


def made(folder: Path) -> tuple[Workspace, int, list[int | None]]:
    """A workspace with a client and the rules; their ids."""
    workspace = create(folder / "a.crm")
    with workspace.write(msg("Set up")) as session:
        buyer = client.save(session, None, {"name": "Sumber Makmur", "language": "en"}).id
        rules = [settings.save_tax_rule(session, None, {"code": f"X{at}", **rule}) for at, rule in enumerate(RULES)]
    return workspace, buyer, [None, *(rule.id for rule in rules)]


def order_of(chance: Random, session: Session, buyer: int, rules: list[int | None]) -> tuple[int, int]:
    """An order with a contract of it."""
    currency = chance.choice([*["IDR"] * 3, *CURRENCIES])
    most = chance.choice([20, 2_000, 2_000_000])
    lines = []
    for _ in range(chance.choice([1, 2, 3, 5, 8, 30])):
        price = Decimal(chance.randint(1, most)).scaleb(-chance.choice([0, 0, CURRENCIES[currency], 4]))
        quantity = Decimal(chance.choice([1, 1, 3, 12, 100])) / chance.choice([1, 1, 1, 8])
        discount = chance.choice([*map(Decimal, (0, 0, 0, 5)), chance.randint(1, 9999) / Decimal(100)])
        tax = chance.choice(rules)
        lines.append(order.LineInput(None, "", "Barang", quantity, "pcs", price, discount, tax))
    discount = chance.choice([*map(Decimal, (0, 5, 10)), chance.randint(1, 9999) / Decimal(100)])
    values = {**order.start(session, buyer), "currency": currency, "discount": discount}
    record = order.save(session, None, values, lines)
    return record.id, contract.make(session, record.id, language="en").id


def read_back(pdf: bytes) -> tuple[list[Decimal], list[tuple[str, Decimal]], Decimal]:
    """Amounts of lines, the sums above the total, and it."""
    text = words_of(pdf).replace("−", "-")
    lines = [_number(found) for found in _LINE.findall(text)]
    at = text.index("Subtotal")
    total = _TOTAL.search(text, at)
    sums = [(plain or tax, _number(amount)) for plain, tax, amount in _SUMS.findall(text[at : total.start()])]
    return lines, sums, _number(total.group(1))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def check(pdf: bytes, count: int, currency: str) -> Decimal:
    """What a paper shows adds up; its total."""
    lines, sums, total = read_back(pdf)
    by_name = dict(sums)
    taxes = [(name, amount) for name, amount in sums if "Pajak" in name or "Mewah" in name]
    taxes = [(name, amount) for name, amount in taxes if not name.startswith("Tax base")]
    added = sum(amount for name, amount in taxes if not name.startswith("including"))
    ensure(len(lines) == count, "lines", lines)
    ensure(sum(lines) == by_name["Subtotal"], "lines and subtotal", sums)
    ensure(by_name["Subtotal"] + by_name.get("Discount", 0) + added == total, "sums and total", sums)
    if "Total before tax" in by_name:
        whole = by_name["Total before tax"] + sum(amount for _, amount in taxes) + by_name.get("Rounding", 0)
        ensure(whole == total, "price, taxes and total", sums)
    base, least = Decimal(0), Decimal(1).scaleb(-CURRENCIES[currency])
    for name, amount in sums:
        if (name, amount) in taxes:
            if "line by line" not in name:
                rate = RATES[name.removeprefix("including ")]
                due = (base * rate / 100).quantize(least, rounding=ROUND_HALF_UP)
                ensure(amount == due, f"{name} of {base}", sums)
        elif name not in {"Discount", "Rounding"}:
            base = amount
    return total


def ensure(holds: bool, what: str, told: object) -> None:
    if not holds:
        raise WrongError(f"{what}: {told}")


def table(workspace: Workspace, sheet: Sheet) -> list[dict[str, Any]]:
    """A sheet of the emergency archive as a spreadsheet program reads it."""
    file = io.BytesIO()
    with workspace.read() as session:
        list_sheet("x", sheet.columns, sheet.rows(session, language("en")), language("en"), file)
    rows: list[Any]
    head, *rows = openpyxl.load_workbook(file).active.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows if row[0] not in (None, "Total")]


def check_sheets(workspace: Workspace, totals: dict[str, Decimal]) -> None:
    """Lines, sums and totals of the exported sheets, cell by cell, are those of the papers."""
    lines: dict[Any, Any] = {}
    for row in table(workspace, LINES):
        lines[row["Order"]] = lines.get(row["Order"], 0) + Decimal(str(row["Amount"]))
    found = {row["Number"]: {name: _cell(value) for name, value in row.items()} for row in table(workspace, ORDERS)}
    ensure(found.keys() == totals.keys(), "orders", found.keys())
    for number, row in found.items():
        ensure(lines[number] == row["Total of the lines"], f"{number}: lines", row)
        ensure(row["Total"] == totals[number], f"{number}: total", row)
        whole = row["Total before tax"] + row["Tax"] + row["Rounding"]
        ensure(whole == row["Total"], f"{number}: price, tax and total", row)


def _cell(value: Any) -> Any:
    return Decimal(str(value)) if isinstance(value, int | float) else value


def run(count: int, seed: int, folder: Path | str) -> int:
    """So many orders; how many sums were read."""
    chance = random.Random(seed)
    workspace, buyer, rules = made(Path(folder))
    totals, read = {}, 0
    with closing(workspace):
        for _ in range(count):
            with workspace.write(msg("Add order")) as session:
                order_id, contract_id = order_of(chance, session, buyer, rules)
            with workspace.read() as session:
                record = order.get(session, order_id)
                paper = contract_paper.make(session, contract.get(session, contract_id)).pdf
                for pdf in (order_paper.make(session, record, "en"), paper):
                    total = check(pdf, len(record.lines), record.currency)
                    ensure(total == record.total.amount, f"{record.number}: total", total)
                    read += len(read_back(pdf)[1])
                totals[record.number] = total
        check_sheets(workspace, totals)
    return read


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        found = run(given.count, given.seed, temporary)
        print(f"{given.count} orders, {2 * given.count} papers, {found} sums: all add up")  # noqa: T201 - a command
