"""Contracts: made from an order, steps, and a signed paper that nothing changes any more."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from PIL import Image

from desktop_crm.model.contract import Contract
from desktop_crm.model.contract_flow import CONTRACT_FLOW
from desktop_crm.model.contract_states import ContractState
from desktop_crm.model.errors import UserError
from desktop_crm.model.problem import Severity
from desktop_crm.services import client, contract, order, product, settings, template
from desktop_crm.services import contact as contacts
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.contract import Paper
from tests.office import Office
from tests.pdf import text_of


@pytest.fixture
def draft(office: Office) -> Contract:
    made = office.confirmed()
    return office.do(lambda s: contract.make(s, made.id))


def paper_of(office: Office, contract_id: int, language: str | None = None) -> Paper:
    return office.see(lambda s: contract_paper.make(s, contract.get(s, contract_id), language))


def test_it_takes_over_what_is_known(office: Office, draft: Contract) -> None:
    assert draft.number.startswith("001/PKS/")
    assert (draft.client_signatory.name, draft.own_signatory.name) == ("Siti Aminah", "Budi Hartono")
    assert (draft.place, draft.payment_terms, draft.template.code) == ("Jakarta", "30 hari", "sale")
    assert draft.total.amount == 277500


def test_services_alone_choose_the_template_for_services(office: Office) -> None:
    made = office.order(office.line(product_id=office.service))
    assert office.do(lambda s: contract.make(s, made.id)).template.code == "services"


def test_no_contract_of_nothing(office: Office) -> None:
    empty = office.do(lambda s: order.save(s, None, order.start(s, office.client), []))
    gone = office.order()
    office.do(lambda s: order.step(s, gone.id, "cancelled"))
    for order_id in (empty.id, gone.id):
        with pytest.raises(UserError):
            office.do(lambda s, order_id=order_id: contract.make(s, order_id))


@pytest.mark.parametrize("wanted", list(ContractState))
@pytest.mark.parametrize("state", list(ContractState))
def test_only_the_allowed_steps_are_taken(
    office: Office, draft: Contract, state: ContractState, wanted: ContractState
) -> None:
    path = {
        "draft": [],
        "sent": ["sent"],
        "signed": ["signed"],
        "fulfilled": ["signed", "fulfilled"],
        "terminated": ["signed", "terminated"],
    }
    for step in path[state]:
        office.do(lambda s, step=step: contract.step(s, draft.id, step))
    if CONTRACT_FLOW.step(state, wanted):
        assert office.do(lambda s: contract.step(s, draft.id, wanted)).state == wanted
    else:
        with pytest.raises(UserError):
            office.do(lambda s: contract.step(s, draft.id, wanted))


def test_a_signed_paper_never_changes(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.step(s, draft.id, "signed"))
    signed = paper_of(office, draft.id).pdf
    english = text_of(paper_of(office, draft.id, "en").pdf)
    office.do(lambda s: client.save(s, office.client, {"name": "Nama Lain"}))
    office.do(lambda s: product.save(s, office.goods, {"name_id": "Teh", "name_en": "Tea", "price": Decimal(1)}))
    office.do(lambda s: settings.save_company(s, {"name": "Perusahaan Lain", "city": "Medan"}))
    sale = office.see(settings.templates)[0]
    office.do(lambda s: template.save(s, sale.id, {"text_id": "# Lain", "text_en": "# Other"}))
    office.do(lambda s: order.step(s, draft.order_id, "in_delivery"))
    assert paper_of(office, draft.id).pdf == signed
    after = text_of(paper_of(office, draft.id, "en").pdf)
    assert after == english
    for word in ("Nama Lain", "Perusahaan Lain", "Tea", "Medan"):
        assert word not in after
    assert office.see(lambda s: contract.get(s, draft.id)).total == draft.total


def test_a_signed_contract_keeps_what_stands_on_its_paper(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.step(s, draft.id, "signed"))
    with pytest.raises(UserError):
        office.do(lambda s: contract.save(s, draft.id, {"payment_terms": "tunai"}))
    office.do(lambda s: contract.save(s, draft.id, {"notes": "asli di brankas"}))
    with pytest.raises(UserError):
        office.do(lambda s: contract.delete(s, draft.id))


def test_signing_can_be_taken_back(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.step(s, draft.id, "signed"))
    office.workspace.undo()
    again = office.see(lambda s: contract.get(s, draft.id))
    assert (again.state, again.signed_on, again.paper_id) == ("draft", None, None)


def test_signing_again_by_redo_brings_the_same_paper_back(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.step(s, draft.id, "signed"))
    signed = paper_of(office, draft.id).pdf
    office.workspace.undo()
    assert office.workspace.redo()
    assert paper_of(office, draft.id).pdf == signed


def test_a_contract_that_was_undone_keeps_its_number(office: Office, draft: Contract) -> None:
    gone = office.do(lambda s: contract.make(s, draft.order_id)).number
    office.workspace.undo()
    assert office.do(lambda s: contract.make(s, draft.order_id)).number not in {draft.number, gone}


def test_the_logo_of_a_signed_contract_never_changes_in_a_translation_either(office: Office, draft: Contract) -> None:
    office.do(lambda s: settings.save_company(s, {"logo": picture("red")}))
    office.do(lambda s: contract.step(s, draft.id, "signed"))
    before = logos_of(office, draft.id)
    office.do(lambda s: settings.save_company(s, {"logo": picture("blue")}))
    assert before
    assert logos_of(office, draft.id) == before


def picture(color: str) -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 20), color).save(drawn, "PNG")
    return drawn.getvalue()


def logos_of(office: Office, contract_id: int) -> list[tuple[int, int, int]]:
    """The pixels in the middle of the English paper's pictures."""
    import pypdfium2

    document = pypdfium2.PdfDocument(paper_of(office, contract_id, "en").pdf)
    pictures = [thing for thing in document[0].get_objects() if isinstance(thing, pypdfium2.PdfImage)]
    found = [thing.get_bitmap().to_pil().convert("RGB").getpixel((5, 5)) for thing in pictures]
    document.close()
    return found


def test_an_empty_place_is_told_and_refuses_signing(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.save(s, draft.id, {"client_signatory": type(draft.client_signatory)()}))
    paper = paper_of(office, draft.id)
    assert not paper.may_print
    assert "client.signatory.name" in [p.field for p in paper.problems if p.severity is Severity.ERROR]
    with pytest.raises(UserError):
        office.do(lambda s: contract.step(s, draft.id, "signed"))
    assert office.see(lambda s: contract.get(s, draft.id)).state == "draft"


def test_changing_a_sent_contract_makes_a_new_draft_version(office: Office, draft: Contract) -> None:
    office.do(lambda s: contract.step(s, draft.id, "sent"))
    changed = office.do(lambda s: contract.save(s, draft.id, {"payment_terms": "tunai"}))
    assert (changed.state, changed.revision) == ("draft", 2)


def test_another_signatory_brings_office_and_authority(office: Office, draft: Contract) -> None:
    other = office.do(
        lambda s: contacts.save(
            s, office.client, None, {"name": "Rini", "office": "Manajer", "authority": "Surat Kuasa 1"}
        )
    )
    changed = office.do(lambda s: contract.save(s, draft.id, {"contact_id": other.id}))
    assert (changed.client_signatory.name, changed.client_signatory.office) == ("Rini", "Manajer")


def test_a_taken_number_is_told_at_the_number(office: Office, draft: Contract) -> None:
    other = office.do(lambda s: contract.make(s, draft.order_id))
    with pytest.raises(UserError) as caught:
        office.do(lambda s: contract.save(s, other.id, {"number": draft.number}))
    assert [problem.field for problem in caught.value.problems] == ["number"]


def test_a_past_day_is_a_warning(office: Office, draft: Contract) -> None:
    day = date(2020, 1, 1)
    changed = office.do(
        lambda s: contract.save(s, draft.id, {"contract_date": day, "valid_until": day + timedelta(days=30)})
    )
    paper = paper_of(office, changed.id)
    assert paper.may_print
    assert paper.problems
