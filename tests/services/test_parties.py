"""Clients abroad, persons and old numbers on the papers of a real workspace; what went out earlier says what it said."""

import json
import lzma
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.documents.frozen import facts_from_json, facts_to_json
from desktop_crm.documents.template_passages import PASSAGES, renewed
from desktop_crm.model.address import Address
from desktop_crm.model.addressee import Addressee
from desktop_crm.model.contract import Contract
from desktop_crm.model.identifier import Identifier
from desktop_crm.model.order import Order
from desktop_crm.services import client, contract, order, template
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.papers.contract import Paper
from desktop_crm.storage import attachment
from tests.office import Office
from tests.pdf import words_of

VERSIONS = Path(__file__).parent.parent / "versions"
SHIPPED_0009 = {
    (kind, code): text
    for kind, case in zip(
        ("sale", "services"), json.loads(lzma.decompress((VERSIONS / "sent-0009.json.xz").read_bytes())), strict=False
    )
    for code, text in json.loads(case["kept"])["templates"].items()
}
SINGAPORE = (Address("1 Raffles Place", "Singapore", "", "048616", "Singapore"),)


def paper_of(office: Office, contract_id: int, language: Any = None) -> Paper:
    return office.see(lambda s: contract_paper.make(s, contract.get(s, contract_id), language))


def order_text(office: Office, made: Order) -> str:
    return words_of(office.see(lambda s: order_paper.make(s, order.get(s, made.id))))


def change(office: Office, **values: Any) -> None:
    office.do(lambda s: client.save(s, office.client, values))


@pytest.mark.parametrize("numbers", [(), (Identifier("registration", "201912345K"),)])
def test_a_client_abroad_is_sent_and_signed_without_an_npwp(office: Office, numbers: tuple[Identifier, ...]) -> None:
    change(office, addresses=SINGAPORE, identifiers=numbers)
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id, language="both"))
    found = paper_of(office, record.id)
    assert found.may_print
    text = words_of(found.pdf)
    assert ("nomor registrasi (UEN) 201912345K" in text) == bool(numbers)
    assert "………" not in text
    for state in ("sent", "signed"):
        office.do(lambda s, state=state: contract.step(s, record.id, state))
    assert ("nomor registrasi (UEN) 201912345K" in order_text(office, made)) == bool(numbers)


def test_a_company_here_still_needs_one(office: Office) -> None:
    change(office, identifiers=())
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id))
    found = paper_of(office, record.id)
    assert [problem.field for problem in found.problems if problem.severity.name == "ERROR"] == ["client.npwp"]


def test_a_city_alone_is_no_address_on_a_contract(office: Office) -> None:
    change(office, addresses=(Address(city="Medan"),))
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id, language="en"))
    found = paper_of(office, record.id)
    assert "domiciled in Medan, with its address at Medan" not in words_of(found.pdf)
    assert found.gaps == ("client.address",)
    assert "Medan" in order_text(office, made)  # which is a letter


def test_a_contract_sent_with_a_city_for_its_address_still_says_so(office: Office) -> None:
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, record.id, "sent"))

    def as_earlier(session: Session) -> None:
        kept = contract.get(session, record.id)
        content = json.loads(attachment.bytes_of(session, kept.facts_id) or b"")
        content["facts"]["client"] |= {"address": "Bandung", "naming": 2}
        kept.facts_id = attachment.keep_bytes(session, json.dumps(content).encode())

    change(office, addresses=(Address(city="Bandung"),))
    office.do(as_earlier)
    found = paper_of(office, record.id)
    assert [problem.field for problem in found.problems if problem.field == "sent"] == []
    assert "beralamat di Bandung" in words_of(found.pdf)


def test_a_person_prints_the_nik_and_no_office(office: Office) -> None:
    numbers = (Identifier("nik", "3273056010900009"), Identifier("npwp", "021832415000000"))
    person = office.do(
        lambda s: client.save(s, None, {"kind": "person", "name": "Sari Lestari", "identifiers": numbers})
    )
    made = office.order(client_id=person.id)
    record = office.do(lambda s: contract.make(s, made.id))
    found = paper_of(office, record.id)
    told = {problem.field for problem in found.problems}
    assert not told & {"client.npwp", "client.numbers", "client.signatory.office", "client.signatory.authority"}
    assert "NIK/NPWP 3273 0560 1090 0009" in words_of(found.pdf)


def test_an_old_npwp_prints_with_sixteen_digits_on_every_paper(office: Office) -> None:
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id))
    for text in (words_of(paper_of(office, record.id).pdf), order_text(office, made)):
        assert "NPWP 0012 3456 7890 1000" in text  # the client's, kept as 01.234.567.8-901.000
        assert "NPWP 0123 4567 8901 2345" in text  # our own


def test_an_order_confirmed_earlier_prints_what_it_printed(office: Office) -> None:
    made = office.confirmed()

    def as_earlier(session: Session) -> None:
        told = {"name": "PT Sumber Makmur", "npwp": "012345678901000", "city": "Bandung"}
        order.get(session, made.id).addressee = Addressee.from_json(told)

    office.do(as_earlier)
    change(office, identifiers=(Identifier("nitku", "0021832415000000000001"),))
    assert "NPWP 012345678901000" in order_text(office, made)


def kept_earlier(session: Session, record: Contract) -> None:
    """The facts of a sent contract as the version before this one kept them."""
    content = json.loads(attachment.bytes_of(session, record.facts_id))
    for side, npwp in (("own", "0123456789012345"), ("client", "012345678901000")):
        party = content["facts"][side]
        for name in ("abroad", "numbers", "naming"):
            del party[name]
        party["npwp"] = npwp
    for code, text in content["templates"].items():
        for had, now in PASSAGES:
            text = text.replace(now, had)  # noqa: PLW2901 - one passage after the other
        content["templates"][code] = text
    record.facts_id = attachment.keep_bytes(session, json.dumps(content).encode())


def test_what_was_sent_earlier_is_not_called_changed_and_prints_what_it_printed(office: Office) -> None:
    made = office.confirmed()
    record = office.do(lambda s: contract.make(s, made.id))
    office.do(lambda s: contract.step(s, record.id, "sent"))
    office.do(lambda s: kept_earlier(s, contract.get(s, record.id)))
    found = paper_of(office, record.id)
    assert [problem.field for problem in found.problems if problem.field == "sent"] == []
    assert "NPWP 012345678901000, dalam hal ini" in words_of(found.pdf)
    change(office, identifiers=(Identifier("npwp", "021832415000000"),))
    assert [problem.field for problem in paper_of(office, record.id).problems if problem.field == "sent"] == ["sent"]


def test_facts_come_back_with_all_numbers(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    change(office, addresses=SINGAPORE, identifiers=(Identifier("registration", "201912345K"),))
    made = office.order()
    record = office.do(lambda s: contract.make(s, made.id))
    kept: list[Any] = []
    monkeypatch.setattr(contract_paper, "facts_to_json", lambda *facts: kept.append(facts) or facts_to_json(*facts))
    office.see(lambda s: contract_paper.said(s, contract.get(s, record.id)))
    [(facts, texts, logo)] = kept
    assert facts_from_json(facts_to_json(facts, texts, logo))[0] == facts
    confirmed = office.do(lambda s: order.step(s, made.id, "confirmed"))
    assert Addressee.from_json(json.loads(json.dumps(confirmed.addressee.to_json()))) == confirmed.addressee


def test_templates_of_earlier_workspaces_know_clients_abroad(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "old.crm"
    path.write_bytes(lzma.decompress((VERSIONS / "0008.crm.xz").read_bytes()))
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute("SELECT code, text_id, text_en FROM templates").fetchall()
    assert rows
    for kind, *texts in rows:
        for code, text in zip(("id", "en"), texts, strict=True):
            shipped = SHIPPED_0009[kind, code]
            assert text != shipped
            assert renewed(text) == renewed(shipped) == shipped
    old = {f"text_{code}": text for code, text in zip(("id", "en"), rows[0][1:], strict=True)}
    change(office, addresses=SINGAPORE, identifiers=())
    made = office.order()
    record = office.do(lambda s: contract.make(s, made.id, rows[0][0]))
    office.do(
        lambda s: template.save(s, record.template_id, {name: f"{text}\n\nMilik kami." for name, text in old.items()})
    )
    found = paper_of(office, record.id)
    assert found.may_print
    assert "Milik kami." in words_of(found.pdf)
