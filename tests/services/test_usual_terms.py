"""The terms that contracts of a template begin with, and which of them its text names."""

from dataclasses import replace
from decimal import Decimal

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_terms import ContractTerms
from desktop_crm.services import contract, template
from desktop_crm.services.papers import contract as contract_paper
from tests.office import Office
from tests.pdf import words_of

OURS = ContractTerms(retention_of_title=True, penalty_percent=Decimal("0.2"), delivery_terms_en="at the gate")


def made(office: Office) -> Contract:
    order = office.order()
    return office.do(lambda s: contract.make(s, order.id))


def paper(office: Office, record: Contract) -> str:
    return words_of(office.see(lambda s: contract_paper.make(s, contract.get(s, record.id))).pdf)


def kept(office: Office) -> Contract:
    """A contract whose terms are the usual ones now."""
    first = made(office)
    office.do(lambda s: contract.save(s, first.id, {"terms": OURS}))
    office.do(lambda s: contract.keep_usual_terms(s, first.id), "Keep")
    return first


def test_new_contracts_begin_with_them_without_the_words_of_the_first(office: Office) -> None:
    kept(office)
    assert made(office).terms == replace(OURS, delivery_terms_en="")
    office.workspace.undo()
    office.workspace.undo()
    office.workspace.undo()
    assert made(office).terms == ContractTerms()


def test_earlier_contracts_stay_as_they_were(office: Office) -> None:
    before = made(office)
    office.do(lambda s: contract.step(s, before.id, "sent"))
    said = paper(office, before)
    kept(office)
    assert office.see(lambda s: contract.get(s, before.id)).terms == ContractTerms()
    assert paper(office, before) == said


def test_another_template_brings_its_own_unless_something_was_agreed(office: Office) -> None:
    first = kept(office)
    services = office.see(template.templates)[1]
    second = made(office)
    office.do(lambda s: contract.save(s, second.id, {"template_id": services.id}))
    assert office.see(lambda s: contract.get(s, second.id)).terms == ContractTerms()
    office.do(lambda s: contract.save(s, first.id, {"template_id": services.id}))
    assert office.see(lambda s: contract.get(s, first.id)).terms == OURS


def test_a_copy_has_them_too(office: Office) -> None:
    kept(office)
    sale = office.see(template.templates)[0]
    assert office.do(lambda s: template.duplicate(s, sale.id)).terms == sale.terms != ContractTerms()


def test_a_form_asks_for_what_the_text_names(office: Office) -> None:
    sale, services = office.see(contract.templates)
    assert "claim_days" in template.terms_used(sale) - template.terms_used(services)
    assert "acceptance_days" in template.terms_used(services) - template.terms_used(sale)
