"""The first page of a contract's paper as a picture, its gaps numbered as on its own page."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_crm.services import contract as contracts
from desktop_crm.services import contract_gaps
from desktop_crm.services.papers import contract as contract_paper
from desktop_crm.services.papers.going_on import checked_by
from desktop_crm.ui.peek.content import Sheet
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.screens.contract.paper import marks_of

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Workspace


def first_page(workspace: "Workspace", contract_id: int, pixels: int, check: Callable[[], object]) -> Sheet:
    """So many pixels wide; in a thread, which gives it up when `check` raises."""
    with checked_by(check), workspace.read() as session:
        contract = contracts.get(session, contract_id)
        paper = contract_paper.make(session, contract)
        gaps = contract_gaps.of(session, contract, paper.gaps) if contract_gaps.may_fill(contract) else ()
    pages = Pages(paper.pdf)
    try:
        picture, width = pages.picture(0, pixels), pages.sizes[0].width()
    finally:
        pages.close()
    return Sheet(picture, width, marks_of(paper.spots, [gap.path for gap in gaps]))
