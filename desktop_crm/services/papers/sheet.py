"""A paper with priced lines to a client, made ready to be printed."""

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from sqlalchemy.orm import Session

from desktop_crm.documents.priced_sheet import PricedSheet
from desktop_crm.model.lines import PricedLine
from desktop_crm.model.totals import Totals
from desktop_crm.services import terms
from desktop_crm.services.papers.lines import paper_lines
from desktop_crm.services.parties import Addressed, sides
from desktop_crm.storage import attachment, settings

S = TypeVar("S", bound=PricedSheet)


class Priced(Addressed, terms.Agreed, Protocol):
    """What every such paper says."""

    @property
    def number(self) -> str:
        """What both sides call it by."""

    @property
    def lines(self) -> Sequence[PricedLine]:
        """What for, in the order in which they stand on it."""

    @property
    def paper_text(self) -> str:
        """What else is printed."""

    def totals(self) -> Totals:
        """What it comes to."""


def sheet_of(session: Session, kind: type[S], paper: Priced, languages: str | None = None, /, **more: Any) -> S:
    """Its sheet in `languages` id, en or both (None: the client's); `more` is what only this kind of paper says."""
    own, client = sides(session, paper)
    wanted = languages or paper.client.language
    return kind(
        number=paper.number,
        own=own,
        client=client,
        lines=paper_lines(paper.lines),
        totals=paper.totals(),
        languages="both" if wanted == "both" else "en" if wanted == "en" else "id",
        paper_text=paper.paper_text,
        logo=attachment.bytes_of(session, settings.company(session).logo_id),
        **terms.printed(paper),
        **more,
    )


def file_name(paper: Priced) -> str:
    """What the file is called when it is saved."""
    return f"{paper.number.replace('/', '-')} {paper.client.full_name}.pdf"
