"""A signed paper and its order: who signs, what holds, what may be taken back, and what is told on the way."""

import json
from datetime import date, timedelta
from decimal import Context, Decimal
from itertools import permutations
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.documents.frozen import facts_from_json
from desktop_crm.model import totals
from desktop_crm.model.address import Address
from desktop_crm.model.client import Client
from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.listing import Query
from desktop_crm.model.money import Money
from desktop_crm.model.order import Order
from desktop_crm.model.order_states import OrderState
from desktop_crm.model.tax import TaxRule
from desktop_crm.services import attachment, client, contract, order, product, settings
from desktop_crm.services import contact as contacts
from desktop_crm.services.clock import today
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.past import done, trash
from desktop_crm.services.safety import check
from desktop_crm.storage import attachment as stored
from desktop_crm.storage.hold import hold_on
from tests.office import Office
from tests.pdf import text_of
from tests.rounds import rounds

pytestmark = pytest.mark.in_turn


@pytest.fixture
def made(office: Office) -> Order:
    return office.confirmed()


@pytest.fixture
def paper(office: Office, made: Order) -> Contract:
    return office.do(lambda s: contract.make(s, made.id))


@pytest.fixture
def other(office: Office) -> Client:
    """Another client, with somebody who signs."""

    def work(session: Session) -> Client:
        values = {
            "name": "Mega Jaya",
            "language": "en",
            "addresses": (Address("Jl. Asia 7", "Medan", kind="delivery"),),
        }
        buyer = client.save(session, None, values)
        values = {"name": "Rudi", "office": "Manajer", "roles": ["signatory"], "authority": "Surat Kuasa 9"}
        contacts.save(session, buyer.id, None, values)
        return buyer

    return office.do(work)


def entries(office: Office) -> list[int]:
    with office.workspace.driver_connection() as connection:
        return [row[0] for row in connection.execute("SELECT id FROM journal_entries ORDER BY id DESC")]


def now(office: Office, paper: Contract) -> Contract:
    return office.see(lambda s: contract.get(s, paper.id))


def the_order(office: Office, made: Order) -> Order:
    return office.see(lambda s: order.get(s, made.id))


def step(office: Office, paper: Contract, *states: str, **more: Any) -> None:
    for state in states:
        office.do(lambda s, state=state: contract.step(s, paper.id, state, **more))


def frozen_total(office: Office, paper: Contract) -> Money:
    """What the paper says, whatever became of the records."""

    def read(session: Session) -> Money:
        kept = stored.bytes_of(session, contract.get(session, paper.id).facts_id)
        return facts_from_json(kept.decode())[0].totals.total

    return office.see(read)


# Another client


def test_person_place_and_language_follow_the_orders_client(office: Office, other: Client) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    told: list[Any] = []
    office.do(lambda s: order.save(s, made.id, {"client_id": other.id}, tell=told.append))
    found = now(office, paper)
    assert (found.client_signatory.name, found.client_signatory.authority) == ("Rudi", "Surat Kuasa 9")
    assert found.delivery_place == "Jl. Asia 7, Medan"
    assert found.language == "en"
    assert office.see(lambda s: contacts.get(s, found.contact_id)).client_id == other.id
    assert [str(message) for message in told] == [
        f"Contract {paper.number} is with Mega Jaya now. Look at who signs it and where the goods go."
    ]


def test_nobody_signs_for_a_client_who_has_nobody(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    bare = office.do(lambda s: client.save(s, None, {"name": "Tanpa Orang"}))
    office.do(lambda s: order.save(s, made.id, {"client_id": bare.id}))
    found = now(office, paper)
    assert (found.contact_id, found.client_signatory.name, found.delivery_place) == (None, "", "")
    office.workspace.undo()
    found = now(office, paper)
    assert (found.contact_id, found.client_signatory.name) == (office.contact, "Siti Aminah")


def test_also_when_the_client_comes_back_by_taking_back(office: Office, other: Client) -> None:
    made = office.order()
    office.do(lambda s: order.save(s, made.id, {"client_id": other.id}))
    moved = entries(office)[0]
    paper = office.do(lambda s: contract.make(s, made.id))
    office.workspace.take_back(moved)
    found = now(office, paper)
    assert (found.client_id, found.contact_id, found.client_signatory.name) == (
        office.client,
        office.contact,
        "Siti Aminah",
    )


@pytest.mark.parametrize("state", ["signed", "sent"])
def test_the_check_refuses_a_person_of_another_client(
    office: Office, paper: Contract, other: Client, state: str
) -> None:
    [stranger] = office.see(lambda s: contacts.of_client(s, other.id))
    with pytest.raises(UserError, match="Rudi is not a contact of PT Sumber Makmur"):
        office.do(lambda s: contract.save(s, paper.id, {"contact_id": stranger.id}))
    signatory = type(paper.client_signatory)("Rudi", "Manajer", "Surat Kuasa 9")
    with pytest.raises(UserError, match="Rudi is not a contact of PT Sumber Makmur"):
        office.do(lambda s: contract.save(s, paper.id, {"contact_id": stranger.id, "client_signatory": signatory}))
    office.do(lambda s: contract.save(s, paper.id, {"client_signatory": signatory}))
    found = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id)))
    assert not found.may_print
    assert "Rudi is a contact of Mega Jaya." in str(found.problems[0].message)
    with pytest.raises(UserError, match="Rudi is a contact of Mega Jaya"):
        step(office, paper, state)
    office.do(lambda s: contacts.save(s, office.client, None, {"name": "rudi"}))
    step(office, paper, state)


def test_a_contact_of_another_client_in_an_older_file_is_found(office: Office, paper: Contract, other: Client) -> None:
    [stranger] = office.see(lambda s: contacts.of_client(s, other.id))

    def put(session: Session) -> None:
        contract.get(session, paper.id).contact_id = stranger.id

    office.do(put)
    with pytest.raises(UserError, match="Rudi is not a contact of PT Sumber Makmur"):
        step(office, paper, "signed")


def test_an_orders_contact_is_the_clients(office: Office, other: Client) -> None:
    made = office.order(contact_id=office.contact)
    [stranger] = office.see(lambda s: contacts.of_client(s, other.id))
    with pytest.raises(UserError, match="Rudi is not a contact"):
        office.do(lambda s: order.save(s, made.id, {"contact_id": stranger.id}))
    changed = office.do(lambda s: order.save(s, made.id, {"client_id": other.id}))
    assert changed.contact_id is None


# What holds an order


@pytest.mark.parametrize("way", [("signed",), ("signed", "fulfilled"), ("signed", "terminated")])
def test_a_frozen_paper_holds_its_order(
    office: Office, made: Order, paper: Contract, other: Client, way: tuple[str, ...]
) -> None:
    step(office, paper, *way)
    before = the_order(office, made)
    refused = [
        ({"discount": Decimal(50)}, None),
        ({"payment_terms": "tunai"}, None),
        ({"currency": "USD"}, None),
        ({"client_id": other.id}, None),
        ({}, [office.line("1")]),
    ]
    for values, lines in refused:
        with pytest.raises(UserError, match=paper.number):
            office.do(lambda s, values=values, lines=lines: order.save(s, made.id, values, lines))
    with pytest.raises(UserError, match=paper.number):
        office.do(lambda s: order.step(s, made.id, "draft"))
    assert the_order(office, made).version == before.version
    office.do(lambda s: order.save(s, made.id, {"notes": "di gudang", "promised_on": date(2031, 1, 1)}))
    office.do(lambda s: order.step(s, made.id, "in_delivery"))


def test_also_a_draft_that_an_older_version_let_be_signed(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))

    def sign(session: Session) -> None:
        record = contract.get(session, paper.id)
        contract_paper.freeze(session, record, today())
        record.state = ContractState.SIGNED

    office.do(sign)
    with pytest.raises(UserError, match=paper.number):
        office.do(lambda s: order.save(s, made.id, {}, [office.line("1")]))
    office.do(lambda s: order.step(s, made.id, "confirmed"))


@pytest.mark.parametrize(
    ("way", "may"), [(["signed"], False), (["signed", "fulfilled"], False), (["signed", "terminated"], True)]
)
def test_only_the_order_of_a_terminated_contract_is_cancelled(
    office: Office, made: Order, paper: Contract, way: list[str], may: bool
) -> None:
    step(office, paper, *way)
    if may:
        office.do(lambda s: order.step(s, made.id, "cancelled"))
    else:
        with pytest.raises(UserError, match=paper.number):
            office.do(lambda s: order.step(s, made.id, "cancelled"))
    with pytest.raises(UserError):
        office.do(lambda s: order.step(s, made.id, "draft"))


def test_a_binding_contract_holds_before_a_terminated_one(office: Office, made: Order, paper: Contract) -> None:
    step(office, paper, "signed", "terminated")
    second = office.do(lambda s: contract.make(s, made.id))
    step(office, second, "signed")
    assert office.see(lambda s: hold_on(s, made.id)).number == second.number


# Signing


def test_signing_confirms_the_order_in_the_same_action(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    told: list[Any] = []
    office.do(lambda s: contract.step(s, paper.id, "signed", tell=told.append), "Sign")
    assert the_order(office, made).state == OrderState.CONFIRMED
    assert [str(one) for one in told] == [f"Order {made.number} confirmed with it."]
    office.workspace.undo()
    assert (the_order(office, made).state, now(office, paper).state) == ("draft", "draft")
    office.workspace.redo()
    assert (the_order(office, made).state, now(office, paper).state) == ("confirmed", "signed")
    assert check.check(office.workspace) == []


@pytest.mark.parametrize("state", ["signed", "sent"])
def test_the_contract_of_a_cancelled_order_is_neither_signed_nor_sent(
    office: Office, made: Order, paper: Contract, state: str
) -> None:
    office.do(lambda s: order.step(s, made.id, "cancelled"))
    with pytest.raises(UserError, match=made.number):
        step(office, paper, state)


def test_what_can_not_be_confirmed_is_not_signed_either(office: Office) -> None:
    """A signature that is kept while the order is not confirmed is a known fault of others."""
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: order.save(s, made.id, {}, []))
    with pytest.raises(UserError, match="needs a line"):
        step(office, paper, "signed")
    assert (now(office, paper).state, now(office, paper).paper_id) == ("draft", None)


def test_the_scan_of_a_version_is_not_that_of_the_next(office: Office, paper: Contract) -> None:
    """An old signature shown with a later version is another."""

    def has_scan() -> bool:
        return office.see(lambda s: contract.has_signed_scan(s, contract.get(s, paper.id)))

    def scan() -> None:
        office.do(lambda s: attachment.add(s, "contract", paper.id, "scan.pdf", b"%PDF", role=contract.SIGNED))

    step(office, paper, "signed")
    assert not has_scan()
    scan()
    assert has_scan()
    contract.withdraw(office.workspace, paper.id, "Harga salah")
    step(office, paper, "signed")
    assert not has_scan()
    scan()
    assert has_scan()


def test_what_has_empty_places_is_not_sent(office: Office, paper: Contract) -> None:
    office.do(lambda s: contract.save(s, paper.id, {"client_signatory": type(paper.client_signatory)()}))
    with pytest.raises(UserError, match="Fill in"):
        step(office, paper, "sent")


def test_what_is_odd_about_a_signing_is_told(office: Office, made: Order, paper: Contract) -> None:
    def doubts(record: Contract, day: date) -> list[str]:
        return [str(problem.message) for problem in office.see(lambda s: contract.signing_doubts(s, record.id, day))]

    assert doubts(paper, today()) == []
    assert "before the day of the contract" in doubts(paper, today() - timedelta(days=1))[0]
    assert doubts(paper, today() + timedelta(days=1)) == ["This day is still to come"]
    second = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.save(s, second.id, {"valid_until": today() - timedelta(days=3)}))
    step(office, paper, "signed")
    ends, signed = doubts(second, today())
    assert "before it begins" in ends
    assert signed == f"Contract {paper.number} of the same order is signed already"
    [ending] = office.see(lambda s: contract.ending_doubts(s, paper.id, today() - timedelta(days=2)))
    assert "before it was signed" in str(ending.message)


# Taking back


def test_no_order_of_taking_back_makes_a_paper_untrue(office: Office) -> None:
    """Once the total fell from 1,387,500 to 277,500 while the paper said 1,387,500."""
    made = office.order()
    office.do(lambda s: order.save(s, made.id, {}, [office.line("10")]), "Edit the lines")
    edited = entries(office)[0]
    office.do(lambda s: order.step(s, made.id, "confirmed"), "Confirm")
    confirmed = entries(office)[0]
    paper = office.do(lambda s: contract.make(s, made.id), "Make")
    drawn = entries(office)[0]
    office.do(lambda s: contract.save(s, paper.id, {"payment_terms": "tunai"}), "Edit the contract")
    agreed = entries(office)[0]
    step(office, paper, "signed")
    before = now(office, paper)
    for wanted in list(permutations([edited, confirmed, drawn, agreed]))[:: rounds(5, 1)]:
        for entry in wanted:
            with pytest.raises(UserError) as caught:
                office.workspace.take_back(entry)
            told = [str(caught.value.message), *(str(problem.message) for problem in caught.value.problems)]
            assert any(paper.number in line for line in told), told
    after = now(office, paper)
    assert (after.total.amount, after.order.total.amount) == (1387500, 1387500)
    assert (after.version, after.order.version, after.payment_terms) == (before.version, before.order.version, "tunai")
    assert frozen_total(office, paper) == after.total
    assert check.check(office.workspace) == []


def test_the_check_tells_a_paper_that_its_order_contradicts(office: Office, made: Order, paper: Contract) -> None:
    """As an earlier version left some, or a hand in the file."""
    step(office, paper, "signed")
    assert check.check(office.workspace) == []
    office.do(lambda s: setattr(order.get(s, made.id), "payment_terms", "tunai"))
    assert f"The paper of contract {paper.number} states what its records no longer say" in told_by_check(office)

    def cheaper(session: Session) -> None:
        record = order.get(session, made.id)
        record.lines[0].quantity = Decimal(1)
        record.derive()

    office.do(cheaper)
    assert any(f"Contract {paper.number} is signed for" in line for line in told_by_check(office))


def told_by_check(office: Office) -> list[str]:
    return [str(message) for message in check.check(office.workspace)]


def test_taking_back_a_rename_renames_and_leaves_the_paper(office: Office, paper: Contract) -> None:
    office.do(lambda s: client.save(s, office.client, {"name": "Sumber Rejeki"}), "Rename")
    renamed = entries(office)[0]
    step(office, paper, "signed")
    office.workspace.take_back(renamed)
    found = now(office, paper)
    assert (found.client.full_name, found.client_key) == ("PT Sumber Makmur", "sumber makmur")
    assert office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id))).problems == ()
    assert check.check(office.workspace) == []


def test_a_merge_of_clients_repoints_and_is_taken_back(office: Office, other: Client) -> None:
    made = office.order(client_id=other.id)
    paper = office.do(lambda s: contract.make(s, made.id))
    bank = {"identifiers": (Identifier("npwp", "01.234.567.8-901.000"),)}
    office.do(lambda s: client.save(s, other.id, bank))
    step(office, paper, "signed")
    before = now(office, paper)

    def merge(session: Session) -> None:
        signed, kept = contract.get(session, paper.id), client.get(session, office.client)
        signed.order.client = signed.client = kept
        for contact in contacts.of_client(session, other.id):
            contact.client_id = kept.id
        session.flush()
        session.delete(client.get(session, other.id))

    office.do(merge, "Merge")
    for _ in range(2):
        assert (now(office, paper).client_id, frozen_total(office, paper)) == (office.client, before.total)
        office.workspace.undo()
        assert (now(office, paper).client_id, now(office, paper).order.client_id) == (other.id, other.id)
        office.workspace.redo()
    assert check.check(office.workspace) == []


def test_delivery_goes_back_and_a_termination_only_while_the_order_stands(
    office: Office, made: Order, paper: Contract
) -> None:
    step(office, paper, "signed")
    office.do(lambda s: order.step(s, made.id, "in_delivery"))
    office.workspace.undo()
    assert the_order(office, made).state == OrderState.CONFIRMED
    step(office, paper, "terminated")
    terminated = entries(office)[0]
    office.do(lambda s: order.step(s, made.id, "cancelled"))
    with pytest.raises(UserError, match=paper.number):
        office.workspace.take_back(terminated)
    office.workspace.undo()
    office.workspace.take_back(terminated)
    assert (now(office, paper).state, the_order(office, made).state) == ("signed", "confirmed")


def test_a_redo_does_not_cancel_what_is_signed(office: Office, made: Order, paper: Contract) -> None:
    office.do(lambda s: order.step(s, made.id, "cancelled"))
    cancelled = entries(office)[0]
    office.workspace.undo()
    step(office, paper, "signed")
    with pytest.raises(UserError, match=paper.number):
        office.workspace.take_back(cancelled)
    assert the_order(office, made).state == OrderState.CONFIRMED


# Taking a signing back


def test_a_signing_is_taken_back_with_its_reason_and_the_scan_stays(office: Office, paper: Contract) -> None:
    step(office, paper, "signed")
    office.do(lambda s: attachment.add(s, "contract", paper.id, "scan.pdf", b"%PDF", role="signed"))
    first = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id))).pdf
    contract.withdraw(office.workspace, paper.id, "Harga salah")
    found = now(office, paper)
    assert (found.state, found.signed_on, found.version_on_paper) == ("draft", None, 2)
    assert [file.name for file in office.see(lambda s: attachment.files_of(s, "contract", paper.id))] == ["scan.pdf"]
    told = done.listing(office.workspace)
    assert told.count(Query("harga salah")) == 1
    [entry] = told.page(Query("harga salah"), 0, 1)
    assert str(entry[2]) == "Undone: Do it. Reason: Harga salah"
    step(office, paper, "signed")
    again = now(office, paper)
    assert (again.revision, again.version_on_paper) == (2, 2)
    assert office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id))).pdf != first
    assert check.check(office.workspace) == []


def test_undo_is_the_same_and_says_beforehand_whose_signing_it_is(office: Office, made: Order, paper: Contract) -> None:
    step(office, paper, "sent", "signed")
    assert office.workspace.undo_signings() == [(paper.id, paper.number)]
    office.workspace.undo(reason="Hari keliru")
    found = now(office, paper)
    assert (found.state, found.version_on_paper) == ("sent", 2)
    assert office.workspace.undo_signings() == []
    assert office.workspace.redo_signings() == []
    office.workspace.undo()
    assert now(office, paper).state == "draft"
    office.workspace.undo()
    with pytest.raises(UserError):
        now(office, paper)
    for _ in range(3):
        office.workspace.redo()
    found = now(office, paper)
    assert (found.state, found.revision, found.version_on_paper) == ("signed", 1, 1)
    assert frozen_total(office, paper) == found.total == the_order(office, made).total


def test_signing_is_not_done_again_over_what_was_changed_since(office: Office, made: Order, paper: Contract) -> None:
    step(office, paper, "signed")
    signed = entries(office)[0]
    office.workspace.undo(reason="x")
    office.do(lambda s: contract.save(s, paper.id, {"payment_terms": "tunai"}))
    with pytest.raises(UserError, match=paper.number):
        office.workspace.take_back(signed)
    office.workspace.undo()
    office.do(lambda s: order.step(s, made.id, "draft"))
    office.do(lambda s: order.save(s, made.id, {}, [office.line("3")]))
    with pytest.raises(UserError, match=paper.number):
        office.workspace.take_back(signed)
    assert now(office, paper).state == "draft"


def test_a_signing_whose_order_went_on_is_taken_back_alone(office: Office) -> None:
    made = office.order()
    paper = office.do(lambda s: contract.make(s, made.id))
    step(office, paper, "signed")
    office.do(lambda s: order.step(s, made.id, "in_delivery"))
    contract.withdraw(office.workspace, paper.id, "Salah orang")
    assert (now(office, paper).state, the_order(office, made).state) == ("draft", "in_delivery")
    assert now(office, paper).version_on_paper == 2
    office.workspace.undo()
    assert (now(office, paper).state, now(office, paper).version_on_paper) == ("signed", 1)
    assert check.check(office.workspace) == []


def test_only_a_signed_contract_with_a_reason(office: Office, paper: Contract) -> None:
    with pytest.raises(UserError, match="not signed"):
        contract.withdraw(office.workspace, paper.id, "x")
    step(office, paper, "signed")
    with pytest.raises(UserError, match="why"):
        contract.withdraw(office.workspace, paper.id, "  ")
    step(office, paper, "fulfilled")
    with pytest.raises(UserError, match="not signed"):
        contract.withdraw(office.workspace, paper.id, "x")


# Numbers


@pytest.mark.parametrize(
    "alike",
    [
        "012/pks/iii/2026",
        "012⁄PKS⁄III⁄2026",
        " 012/PKS/III/2026",
        "012/PKS/III/2026 ",
        "012\u200b/PKS/III/2026",
        "０１２/PKS/III/2026",
    ],
)
def test_a_number_is_taken_as_people_read_it(office: Office, made: Order, paper: Contract, alike: str) -> None:
    office.do(lambda s: contract.save(s, paper.id, {"number": "012/PKS/III/2026"}))
    second = office.do(lambda s: contract.make(s, made.id))
    with pytest.raises(UserError, match="012/PKS/III/2026"):
        office.do(lambda s: contract.save(s, second.id, {"number": alike}))


def test_nor_does_taking_back_bring_one_that_reads_the_same(office: Office, made: Order, paper: Contract) -> None:
    office.do(lambda s: contract.save(s, paper.id, {"number": "A-1"}), "Name")
    office.do(lambda s: contract.save(s, paper.id, {"number": "B-2"}), "Rename")
    renamed = entries(office)[0]
    second = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.save(s, second.id, {"number": "a–1"}))
    with pytest.raises(UserError, match="a–1"):
        office.workspace.take_back(renamed)


def test_a_number_that_is_given_steps_over_those_that_read_the_same(
    office: Office, made: Order, paper: Contract
) -> None:
    after = f"002{paper.number[3:]}".lower()
    office.do(lambda s: contract.save(s, paper.id, {"number": after}))
    assert office.do(lambda s: contract.make(s, made.id)).number.startswith("003/")


def test_a_number_of_another_year_is_told(office: Office, paper: Contract) -> None:
    def told(**values: Any) -> list[str]:
        found = office.see(lambda s: contract.problems(contract.get(s, paper.id), values))
        return [str(problem.message) for problem in found if problem.field == "number"]

    year = paper.contract_date.year
    assert told() == []
    assert told(contract_date=date(year + 1, 1, 2)) == [f"The number says {year}, the contract is of {year + 1}-01-02"]
    assert told(contract_date=date(year + 1, 1, 2), number="7/PKS") == []
    office.do(lambda s: settings.save_series(s, "contract", "PKS{year}{seq:04}"))
    pattern = office.see(contract.number_pattern)
    values = {"contract_date": date(year + 1, 1, 2), "number": f"PKS{year}0007"}
    found = office.see(lambda s: contract.problems(contract.get(s, paper.id), values, pattern))
    assert [problem.field for problem in found] == ["number"]


def test_a_contract_from_the_trash_steps_aside_for_one_that_reads_the_same(
    office: Office, made: Order, paper: Contract
) -> None:
    office.do(lambda s: contract.save(s, paper.id, {"number": "A/1"}))
    office.do(lambda s: contract.delete(s, paper.id))
    second = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.save(s, second.id, {"number": "a⁄1"}))
    [gone] = trash.listing(office.workspace).ids(Query())
    office.do(lambda s: trash.restore(s, [gone]))
    assert now(office, paper).number == "A/1-2"


# Copies and sheets


def test_a_copy_takes_todays_taxes_and_tells_what_changed(office: Office, made: Order) -> None:
    def change(session: Session) -> None:
        rule = session.get(TaxRule, office.tax)
        rule.rate, rule.base_numerator, rule.base_denominator = Decimal(20), 1, 1
        product.save(session, office.goods, {"price": Decimal(99)})

    office.do(change)
    told: list[Any] = []
    copy = office.do(lambda s: order.duplicate(s, made.id, tell=told.append))
    assert copy.lines[0].tax.rate == 20
    assert copy.lines[0].price == 125000
    assert copy.total.amount == 300000
    taxes, prices, total = map(str, told)
    assert taxes.startswith("Taxes are those of today: ")
    assert "→" in taxes
    assert "KOPI-1" in prices
    assert "277500" in total
    assert "300000" in total


def test_a_copy_tells_what_is_no_longer_sold_and_which_tax_is_no_more(office: Office, made: Order) -> None:
    def change(session: Session) -> None:
        session.get(TaxRule, office.tax).active = False
        product.save(session, office.goods, {"active": False})

    office.do(change)
    told: list[Any] = []
    copy = office.do(lambda s: order.duplicate(s, made.id, tell=told.append))
    assert copy.total == made.total
    assert [str(message).split(":")[0] for message in told] == [
        "No longer in use, and kept in the copy",
        "No longer sold",
    ]


def test_a_copy_of_what_is_as_it_was_says_nothing(office: Office, made: Order) -> None:
    told: list[Any] = []
    office.do(lambda s: order.duplicate(s, made.id, tell=told.append))
    assert told == []


def test_the_sheet_of_a_confirmed_order_keeps_the_clients_name_and_address(office: Office, made: Order) -> None:
    def move(session: Session) -> None:
        client.save(session, office.client, {"name": "Nama Baru", "addresses": (Address("Jl. Baru 1", "Solo"),)})

    def sheet(order_id: int) -> str:
        return text_of(office.see(lambda s: order_paper.make(s, order.get(s, order_id))))

    draft = office.order()
    office.do(move)
    assert "Sumber Makmur" in sheet(made.id)
    assert "Braga" in sheet(made.id)
    assert "Nama Baru" in sheet(draft.id)
    office.do(lambda s: order.step(s, made.id, "draft"))
    assert "Nama Baru" in sheet(made.id)
    office.workspace.undo()
    assert "Sumber Makmur" in sheet(made.id)


# The arithmetic


def test_another_arithmetic_touches_nothing_that_was_agreed(
    office: Office, made: Order, paper: Contract, monkeypatch: pytest.MonkeyPatch
) -> None:
    step(office, paper, "signed")
    draft = office.order()
    before, coarse = the_order(office, made).totals(), totals.ARITHMETIC + 1
    monkeypatch.setitem(
        totals.ARITHMETICS, coarse, totals.ARITHMETICS[totals.ARITHMETIC]._replace(context=Context(prec=2))
    )
    monkeypatch.setattr(order, "ARITHMETIC", coarse)
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Lain"}))
    office.do(lambda s: order.save(s, made.id, {"notes": "x"}))
    assert the_order(office, made).totals() == before
    assert the_order(office, draft).total == before.total
    assert check.check(office.workspace) == []
    changed = office.do(lambda s: order.save(s, draft.id, {"notes": "x"}))
    assert changed.total == changed.totals().total != before.total
    office.do(lambda s: order.step(s, draft.id, "confirmed"))
    assert check.check(office.workspace) == []
    office.workspace.undo()
    office.workspace.undo()
    assert the_order(office, draft).total == before.total


def test_facts_of_another_version_load(office: Office, paper: Contract) -> None:
    step(office, paper, "signed")

    def read(session: Session) -> dict[str, Any]:
        return json.loads(stored.bytes_of(session, contract.get(session, paper.id).facts_id))

    data = office.see(read)
    data["facts"]["some_day"] = {"class": "Phrase", "id": "x", "en": "y", "fr": "z"}
    del data["facts"]["subject"], data["logo"], data["stated"]
    facts, _, _ = facts_from_json(json.dumps(data))
    assert facts.totals.total == paper.total
