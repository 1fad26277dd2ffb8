"""A contract printed with blanks: what is left for the pen, what is not, and what was written there."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desktop_crm.documents.pen import may_be_left
from desktop_crm.model.address import Address
from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.printed import Counterpart
from desktop_crm.model.signatory import Signatory
from desktop_crm.services import client, contract, contract_pen, contract_sheets, settings
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.contract import Paper
from desktop_crm.services.past import history
from desktop_crm.services.safety import check
from desktop_crm.storage import attachment
from tests.office import Office
from tests.pdf import words_of

pytestmark = pytest.mark.in_turn

OPEN = ("client.npwp", "client.signatory.name", "client.signatory.office", "client.signatory.authority")
TYPED = {
    "client.npwp": "0098 7654 3210 9000",
    "client.signatory.name": "Bagus Pramana",
    "client.signatory.office": "Direktur",
    "client.signatory.authority": "Akta Nomor 12",
}


@pytest.fixture
def draft(office: Office) -> Contract:
    """A contract whose client is hardly known."""
    made = office.confirmed()
    office.do(lambda s: client.save(s, office.client, {"identifiers": ()}))
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.save(s, paper.id, {"client_signatory": Signatory(), "delivery_place": "Bandung"}))
    return paper


def now(office: Office, paper: Contract) -> Contract:
    return office.see(lambda s: contract.get(s, paper.id))


def made(office: Office, paper: Contract, **how: Any) -> Paper:
    return office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id), **how))


def printed(office: Office, paper: Contract, sheet: Counterpart | None = None) -> Contract:
    said = made(office, paper, blanks=True, sheet=sheet).said
    return office.do(lambda s: contract_sheets.keep(s, paper.id, sheet, said, blanks=True))


def sign(office: Office, paper: Contract, typed: dict[str, Any] = TYPED) -> Contract:
    return office.do(lambda s: contract.step(s, paper.id, "signed", written=typed))


def test_what_is_missing_may_be_left_for_the_pen(office: Office, draft: Contract) -> None:
    plain = made(office, draft)
    assert plain.gaps == OPEN
    assert not plain.may_print
    assert plain.may_print_with_blanks
    text = words_of(made(office, draft, blanks=True).pdf)
    assert "diwakili oleh ____________________________ (nama) selaku ____________________________ (jabatan)" in text
    assert "NPWP ______________________, dalam hal ini" in text
    assert "DRAF" in words_of(plain.pdf)
    assert "DRAF" not in text


@pytest.mark.parametrize(
    "path",
    ["own.name", "client.name", "subject", "number", "totals.total", "totals.taxes", "lines.0.price", "lines.0.name"],
)
def test_names_goods_prices_and_sums_must_stand_in_print(path: str) -> None:
    assert not may_be_left(path)


def test_a_line_without_a_price_forbids_blanks_too(office: Office) -> None:
    made_order = office.order(replace(office.line(), price=None))
    paper = office.do(lambda s: contract.make(s, made_order.id))
    plain = made(office, paper, blanks=True)
    assert not plain.may_print
    with pytest.raises(UserError):
        printed(office, paper)
    assert now(office, paper).printed.blanks == ()
    assert now(office, paper).state == "draft"


def test_that_it_was_printed_so_is_kept_with_what_it_said_and_undone(office: Office, draft: Contract) -> None:
    printed(office, draft)
    record = now(office, draft)
    assert (record.state, record.printed.blanks) == ("sent", OPEN)
    text = words_of(made(office, draft).pdf)
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Lain"}))
    again = made(office, draft)
    assert words_of(again.pdf) == text
    assert again.may_print
    assert [problem.field for problem in again.problems if "for the pen" in str(problem.message)] == list(OPEN)
    office.workspace.undo()
    office.workspace.undo()
    record = now(office, draft)
    assert (record.state, record.printed.blanks, record.facts_id) == ("draft", (), None)


def test_a_change_makes_the_next_version_without_blanks(office: Office, draft: Contract) -> None:
    printed(office, draft)
    office.do(lambda s: contract.save(s, draft.id, {"client_signatory": Signatory("Bagus", "Direktur", "Akta")}))
    record = now(office, draft)
    assert (record.state, record.revision, record.printed.blanks) == ("draft", 2, ())
    assert made(office, draft).gaps == ("client.npwp",)


def test_originals_are_printed_with_blanks_too(office: Office, draft: Contract) -> None:
    printed(office, draft, Counterpart.FIRST)
    printed(office, draft, Counterpart.SECOND)
    assert now(office, draft).printed.sheets == ("original_1", "original_2")
    assert now(office, draft).printed.blanks == OPEN
    assert office.see(lambda s: contract_sheets.state(s, draft.id)).left == (Counterpart.COPY,)


def test_signing_asks_for_every_value_and_keeps_it_everywhere(office: Office, draft: Contract) -> None:
    printed(office, draft)
    asked = office.see(lambda s: contract_pen.asked(contract.get(s, draft.id)))
    assert [each.path for each in asked] == list(OPEN)
    with pytest.raises(UserError) as refused:
        sign(office, draft, {"client.npwp": TYPED["client.npwp"]})
    assert [problem.field for problem in refused.value.problems] == list(OPEN[1:])
    assert now(office, draft).state == "sent"
    sign(office, draft)
    record = now(office, draft)
    assert record.client_signatory == Signatory("Bagus Pramana", "Direktur", "Akta Nomor 12")
    assert record.printed.written["client.npwp"] == "0098765432109000"
    assert record.client.npwp == "0098765432109000"
    facts = json.loads(office.see(lambda s: attachment.bytes_of(s, record.facts_id)))
    assert facts["written"] == record.printed.written
    text = words_of(made(office, draft).pdf)
    assert "diwakili oleh Bagus Pramana selaku Direktur berdasarkan Akta Nomor 12" in text.replace("\xa0", " ")
    assert "Bagian yang digarisbawahi ditulis tangan pada asli yang ditandatangani" in text
    assert "____________________________" not in text
    english = words_of(made(office, draft, languages="en").pdf)
    assert "Underlined parts were written by hand on the signed original" in english
    assert check.check(office.workspace) == []


def test_the_history_tells_what_was_left_open_and_what_was_written_there(office: Office, draft: Contract) -> None:
    printed(office, draft, Counterpart.FIRST)
    sign(office, draft)
    signed, came_out = office.see(lambda s: history.of_card(s, "contract", draft.id))[:2]
    ways = [
        [str(item) for item in detail.after]
        for entry in (came_out, signed)
        for row in entry.rows
        for detail in row.details
        if str(detail.field) == "Printed"
    ]
    assert ways[0][:2] == ["Original 1", "Client: NPWP left open"]
    assert ways[1][:2] == ["Original 1", "Client: NPWP: 0098765432109000"]


def test_what_a_card_holds_by_then_stays(office: Office, draft: Contract) -> None:
    printed(office, draft)
    office.do(lambda s: client.save(s, office.client, {"identifiers": (Identifier("npwp", "0011223344556000"),)}))
    sign(office, draft)
    assert now(office, draft).client.npwp == "0011223344556000"
    assert "0098 7654 3210 9000" in words_of(made(office, draft).pdf).replace("\xa0", " ")


def test_an_address_gets_what_it_lacked_and_keeps_the_rest(office: Office, draft: Contract) -> None:
    half = Address("Jl. Merdeka 5", postal_code="40111", kind="postal")
    other = Address("Gudang 9", "Cimahi", kind="delivery")
    office.do(lambda s: client.save(s, office.client, {"addresses": (half, other)}))
    printed(office, draft)
    assert now(office, draft).printed.blanks[0] == "client.city"
    sign(office, draft, {**TYPED, "client.city": "Bandung"})
    assert now(office, draft).client.addresses == (replace(half, city="Bandung"), other)
    assert "berkedudukan di Bandung" in words_of(made(office, draft).pdf)


def test_a_signing_taken_back_takes_what_was_typed_in_along(office: Office, draft: Contract) -> None:
    printed(office, draft)
    sign(office, draft)
    contract.withdraw(office.workspace, draft.id, "typed wrongly")
    record = now(office, draft)
    assert (record.state, record.printed.blanks, dict(record.printed.written)) == ("sent", OPEN, {})
    assert record.client_signatory == Signatory()
    assert record.client.npwp == ""


def test_what_was_struck_out_is_a_dash_and_goes_on_no_card(office: Office, draft: Contract) -> None:
    printed(office, draft)
    sign(office, draft, {**TYPED, "client.npwp": " - "})
    record = now(office, draft)
    assert record.printed.written["client.npwp"] == "–"
    assert record.client.identifiers == ()
    assert "NPWP –, dalam hal ini" in words_of(made(office, draft).pdf)


@pytest.mark.parametrize("number", ["123", "0098 7654 3210 900"])
def test_a_number_that_looks_wrong_is_told_and_kept_as_it_was_written(
    office: Office, draft: Contract, number: str
) -> None:
    printed(office, draft)
    typed = {**TYPED, "client.npwp": number}
    wrong = office.see(lambda s: contract_pen.problems(contract.get(s, draft.id), typed))
    assert [problem.field for problem in wrong] == ["client.npwp"]
    sign(office, draft, typed)
    assert now(office, draft).printed.written["client.npwp"] == number.replace(" ", "")


def test_our_own_gaps_days_and_places(office: Office, draft: Contract) -> None:
    office.do(lambda s: settings.save_company(s, {"bank_name": "", "bank_account": "", "city": "", "street": ""}))
    values = {"client_signatory": Signatory("Bagus", "Direktur", "Akta"), "delivery_place": "", "delivery_date": None}
    office.do(lambda s: contract.save(s, draft.id, {**values, "place": ""}))
    printed(office, draft)
    typed = {
        "own.address": "Jalan Kenanga 18",
        "own.city": "Jakarta",
        "client.npwp": "-",
        "place": "Bandung",
        "own.bank.bank": "Bank Contoh",
        "own.bank.number": "1002003004",
        "own.bank.holder": "PT Contoh",
        "delivery_place": "Gudang Pembeli",
        "delivery_day": date(2026, 12, 24),
        "terms.court_place": "Jakarta Selatan",
    }
    left = now(office, draft).printed.blanks
    assert set(left) <= set(typed)
    assert {"place", "own.bank.number", "delivery_day", "delivery_place"} <= set(left)
    sign(office, draft, typed)
    record = now(office, draft)
    assert (record.place, record.delivery_place, record.delivery_date) == (
        "Bandung",
        "Gudang Pembeli",
        date(2026, 12, 24),
    )
    assert record.terms.court_place == "Jakarta Selatan"
    assert office.see(settings.company).bank_account == "1002003004"
    text = words_of(made(office, draft).pdf)
    assert "selambat-lambatnya pada tanggal 24 Desember 2026" in text.replace("\xa0", " ")
    assert check.check(office.workspace) == []


def test_a_contract_changed_while_it_was_printed_is_not_counted(office: Office, draft: Contract) -> None:
    said = made(office, draft, blanks=True).said
    office.do(lambda s: contract.save(s, draft.id, {"place": "Surabaya"}))
    with pytest.raises(UserError, match="Throw away what came out"):
        office.do(lambda s: contract_sheets.keep(s, draft.id, None, said, blanks=True))
    assert now(office, draft).state == "draft"
