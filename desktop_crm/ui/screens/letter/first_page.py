"""The first page of a letter's paper as a picture."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_crm.services import letter as letters
from desktop_crm.services.papers import letter as letter_paper
from desktop_crm.services.papers.going_on import checked_by
from desktop_crm.ui.peek.content import Sheet
from desktop_crm.ui.preview.pages import Pages

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Workspace


def first_page(workspace: "Workspace", letter_id: int, pixels: int, check: Callable[[], object]) -> Sheet:
    """So many pixels wide; in a thread, which gives it up when `check` raises."""
    with checked_by(check), workspace.read() as session:
        paper = letter_paper.make(session, letters.get(session, letter_id))
    pages = Pages(paper.pdf)
    try:
        return Sheet(pages.picture(0, pixels), pages.sizes[0].width())
    finally:
        pages.close()
