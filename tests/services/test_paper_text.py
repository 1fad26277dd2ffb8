"""Notes are for ourselves, a text for the paper is printed; what older orders printed goes on being printed, and says so."""

import lzma
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UserError
from desktop_crm.services import contract, order, template
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.papers.contract import Paper
from desktop_crm.services.safety import check
from desktop_crm.services.workspace import opened
from tests.office import Office
from tests.pdf import words_of

pytestmark = pytest.mark.in_turn

VERSIONS = Path(__file__).parent.parent / "versions"
NOTES = "Hubungi gudang dahulu"


def printed(office: Office, order_id: int) -> str:
    return words_of(office.see(lambda s: order_paper.make(s, order.get(s, order_id))))


def kept(office: Office, order_id: int) -> tuple[str, str, bool]:
    record = office.see(lambda s: order.get(s, order_id))
    return record.paper_text, record.notes, record.notes_on_paper


@pytest.fixture
def older(office: Office) -> int:
    """An order of the time when notes were printed."""
    made = office.order(notes=NOTES)
    office.do(lambda s: setattr(order.get(s, made.id), "notes_on_paper", True))
    return made.id


def test_notes_are_not_printed_and_the_text_for_the_paper_is(office: Office) -> None:
    made = office.order(notes="minta diskon", paper_text=NOTES)
    assert f"Catatan: {NOTES}" in printed(office, made.id)
    assert "minta diskon" not in printed(office, made.id)


def test_an_older_order_prints_its_notes_until_they_are_moved_and_the_same_after(office: Office, older: int) -> None:
    before = printed(office, older)
    assert f"Catatan: {NOTES}" in before
    office.do(lambda s: order.notes_to_paper(s, older), "Move")
    assert (kept(office, older), printed(office, older)) == ((NOTES, "", False), before)
    office.do(lambda s: order.notes_to_paper(s, older), "Move")
    assert kept(office, older) == (NOTES, "", False)
    office.workspace.undo()
    assert (kept(office, older), printed(office, older)) == (("", NOTES, True), before)


def test_or_until_they_are_printed_no_longer(office: Office, older: int) -> None:
    office.do(lambda s: order.notes_off_paper(s, older))
    assert kept(office, older) == ("", NOTES, False)
    assert NOTES not in printed(office, older)


def test_a_text_that_was_written_meanwhile_stays_above_them(office: Office, older: int) -> None:
    office.do(lambda s: order.save(s, older, {"paper_text": "Atas"}))
    assert f"Catatan: Atas Catatan: {NOTES}" in printed(office, older)
    office.do(lambda s: order.notes_to_paper(s, older))
    assert kept(office, older) == (f"Atas\n{NOTES}", "", False)


def test_what_was_confirmed_prints_what_it_printed(office: Office, older: int) -> None:
    office.do(lambda s: order.step(s, older, "confirmed"))
    before = printed(office, older)
    with pytest.raises(UserError):
        office.do(lambda s: order.notes_off_paper(s, older))
    with pytest.raises(UserError):
        office.do(lambda s: order.save(s, older, {"paper_text": "lain"}))
    office.do(lambda s: order.save(s, older, {"notes": "sudah dibayar"}))
    assert kept(office, older) == (NOTES, "sudah dibayar", False)
    assert printed(office, older) == before


def test_emptied_notes_are_our_own_when_they_are_written_again(office: Office, older: int) -> None:
    office.do(lambda s: order.save(s, older, {"notes": ""}))
    office.do(lambda s: order.save(s, older, {"notes": "minta diskon"}))
    assert "minta diskon" not in printed(office, older)


def test_a_copy_prints_what_the_first_one_prints(office: Office, older: int) -> None:
    copy = office.do(lambda s: order.duplicate(s, older))
    assert kept(office, copy.id) == (NOTES, "", False)
    assert f"Catatan: {NOTES}" in printed(office, copy.id)


def test_orders_of_earlier_files_say_that_their_notes_are_printed_through_all_of_their_history(tmp_path: Path) -> None:
    path = tmp_path / "a.crm"
    path.write_bytes(lzma.decompress((VERSIONS / "0008.crm.xz").read_bytes()))
    with opened(path) as workspace:

        def flags() -> int:
            with workspace.driver_connection() as connection:
                found = connection.execute("SELECT notes <> '', notes_on_paper, paper_text FROM orders").fetchall()
            assert all(has == on and not text for has, on, text in found)
            return sum(on for _, on, _ in found)

        seen = {flags()}
        while workspace.undo():
            seen.add(flags())
        while workspace.redo():
            seen.add(flags())
        assert len(seen) > 1
        with workspace.read() as session:
            older = next(one for one in (order.get(session, at) for at in ids(session)) if one.notes_on_paper)
            assert f"Catatan: {older.notes}" in words_of(order_paper.make(session, older))
        assert check.check(workspace) == []


def ids(session: Session) -> list[int]:
    from desktop_crm.model.order import Order

    return [one.id for one in session.query(Order)]


@pytest.fixture
def paper(office: Office) -> Contract:
    made = office.confirmed()
    return office.do(lambda s: contract.make(s, made.id, language="both"))


def contract_text(office: Office, paper: Contract) -> tuple[str, Paper]:
    found = office.see(lambda s: contract_paper.make(s, contract.get(s, paper.id)))
    return words_of(found.pdf), found


def write(office: Office, paper: Contract, **values: Any) -> None:
    office.do(lambda s: contract.save(s, paper.id, values))


def test_a_contract_has_a_clause_of_its_own_for_its_text(office: Office, paper: Contract) -> None:
    plain = contract_text(office, paper)[0]
    assert "Ketentuan Tambahan" not in plain
    write(office, paper, notes="jangan dicetak", paper_text="Barang contoh dikembalikan.\n\nKemasan kayu.")
    text, found = contract_text(office, paper)
    assert found.may_print
    for piece in (
        "Ketentuan Tambahan",
        "Additional Provisions",
        "(1) Barang contoh dikembalikan.",
        "(2) Kemasan kayu.",
    ):
        assert piece in text
    assert text.index("Ketentuan Tambahan") < text.index("Ketentuan Penutup")
    assert "jangan dicetak" not in text


def test_a_template_without_a_place_for_it_forbids_printing(office: Office, paper: Contract) -> None:
    texts = {"text_id": "# Perjanjian\n\nSingkat.", "text_en": "# Agreement\n\nShort."}
    office.do(lambda s: template.save(s, paper.template_id, texts))
    write(office, paper, paper_text="Kemasan kayu.")
    found = contract_text(office, paper)[1]
    assert not found.may_print
    assert "paper_text" in {problem.field for problem in found.problems}
    office.do(
        lambda s: template.save(
            s,
            paper.template_id,
            {
                "text_id": "# P\n\n{% for item in paper_text %}{{ item }}{% endfor %}",
                "text_en": "# A\n\n{% for item in paper_text %}{{ item }}{% endfor %}",
            },
        )
    )
    assert contract_text(office, paper)[1].may_print


def test_what_was_sent_is_a_new_version_with_another_text_and_signed_it_stays(office: Office, paper: Contract) -> None:
    office.do(lambda s: contract.step(s, paper.id, "sent"))
    write(office, paper, paper_text="Kemasan kayu.")
    assert office.see(lambda s: contract.get(s, paper.id)).revision == 2
    office.do(lambda s: contract.step(s, paper.id, "signed"))
    with pytest.raises(UserError):
        write(office, paper, paper_text="Kemasan plastik.")
    office.do(lambda s: setattr(contract.get(s, paper.id), "paper_text", "Kemasan plastik."))
    assert [str(told) for told in check.check(office.workspace)] == [
        f"The paper of contract {paper.number} states what its records no longer say"
    ]
