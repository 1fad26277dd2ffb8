"""The brief for a meeting: one page, whatever there is to tell."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.documents.brief import BriefPaper, BriefPart, BriefRow, brief_pdf
from desktop_crm.model.errors import UserError
from desktop_crm.services import activity, order, task
from desktop_crm.services import contact as contacts
from desktop_crm.services.briefing import brief
from desktop_crm.services.clock import today
from tests.office import Office
from tests.pdf import pages_of, words_of


def made(office: Office, code: str = "en", *points: str) -> bytes:
    pdf: bytes = office.see(lambda s: brief.make(s, office.client, code, points))
    return pdf


def test_it_tells_who_it_is_and_what_is_open_both_ways(office: Office) -> None:
    due = today() - timedelta(days=2)
    office.do(
        lambda s: task.save(
            s, None, {"title": "Send samples", "client_id": office.client, "promise": "ours", "due": due}
        )
    )
    office.do(lambda s: task.save(s, None, {"title": "Pay the rest", "client_id": office.client, "promise": "theirs"}))
    office.do(
        lambda s: activity.save(s, None, {"client_id": office.client, "kind": "call_in", "text": "Wants arabica"})
    )
    late = office.confirmed(promised_on=today() - timedelta(days=1))
    said = words_of(made(office, "en", "Ask for the new warehouse", "  "))
    for words in (
        "PT Sumber Makmur",
        "Siti Aminah",
        "+62 812-3456-7890",
        "We promised",
        "Send samples (late)",
        "They promised",
        "Pay the rest",
        "Call in: Wants arabica",
        late.number,
        "Ask for the new warehouse",
    ):
        assert words in said
    assert "Pay the rest (late)" not in said
    assert "Page 1 of 1" in said


def test_it_speaks_indonesian(office: Office) -> None:
    office.confirmed()
    said = words_of(made(office, "id"))
    assert "Pesanan berjalan" in said
    assert "Open orders" not in said


def test_what_nobody_has_is_not_told(office: Office) -> None:
    said = words_of(made(office))
    assert "We promised" not in said
    assert "Contracts" not in said


def test_forty_of_each_are_still_one_page_and_the_rest_is_counted(office: Office) -> None:
    for at in range(12):
        office.confirmed(promised_on=today() + timedelta(days=at))
    long = "as was agreed on the telephone with the head of purchasing " * 12

    def fill(session: Any) -> None:
        for at in range(40):
            task.save(
                session,
                None,
                {"title": f"{at} {long}", "client_id": office.client, "promise": ("ours", "theirs", "")[at % 3]},
            )
            activity.save(session, None, {"client_id": office.client, "kind": "call_out", "text": long})
            contacts.save(session, office.client, None, {"name": f"Person {at:02}", "office": "Purchasing"})

    office.do(fill)
    pdf = made(office, "en", *(f"{at} {long}" for at in range(30)))
    assert len(pages_of(pdf)) == 1
    assert "more" in words_of(pdf)


def test_a_client_who_is_gone_is_told(office: Office) -> None:
    with pytest.raises(UserError, match="The client"):
        office.see(lambda s: brief.make(s, 10**9, "en"))


def test_foreign_names_and_torn_texts_are_drawn(office: Office) -> None:
    office.do(
        lambda s: activity.save(
            s, None, {"client_id": office.client, "kind": "note", "text": "会議 <b>&amp; 𝕏\x07 عقد"}
        )
    )
    assert "<b>" in words_of(made(office))


_TEXTS = st.text(st.characters(codec="utf-8"), max_size=300)
_ROWS = st.builds(BriefRow, _TEXTS, _TEXTS, st.sampled_from(["", "Rp 999.999.999.999,00"]), st.booleans())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.builds(BriefPart, _TEXTS, st.lists(_ROWS, min_size=1, max_size=20).map(tuple)), max_size=8),
    st.lists(_TEXTS, max_size=12),
)
def test_any_texts_fit_on_one_page(parts: list[BriefPart], points: list[str]) -> None:
    paper = BriefPaper(client="PT X", line="", day=today(), code="id", parts=tuple(parts), points=tuple(points))
    assert len(pages_of(brief_pdf(paper))) == 1


def test_drafts_and_cancelled_orders(office: Office) -> None:
    draft, gone = office.order(office.line(price="10")), office.order()
    office.do(lambda s: order.step(s, gone.id, "cancelled"))
    said = words_of(made(office))
    assert draft.number in said
    assert gone.number not in said
    assert Decimal(20) < draft.total.amount
