"""Papers by their number or name, for the fields that name one."""

from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.listing import Query
from desktop_crm.model.nouns import BY_ID
from desktop_crm.services.facets import facets_of
from desktop_crm.storage.workspace import Workspace

_OFFERED: Final = 8


def find(workspace: Workspace, noun: str, typed: str, client_id: int | None = None) -> list[tuple[int, str, str]]:
    """Those of a noun, of a client where one is known: id, number, and whose each is."""
    facets = facets_of(BY_ID[noun])
    of_client = facets.related.get("client") if client_id is not None else None
    if of_client is not None and client_id is not None:
        shown = of_client.listing(workspace, client_id)
    else:
        assert facets.listing is not None, noun
        shown = facets.listing(workspace)
    names = [column.id for column in shown.columns]
    rows = [dict(zip(("id", *names), row, strict=True)) for row in shown.page(Query(find=typed), 0, _OFFERED)]
    return [(row["id"], row["number"], str(row["client"] or "")) for row in rows]


def number(session: Session, noun: str, record_id: int) -> str:
    """Of one of them; empty when it is gone."""
    record: Any = session.get(BY_ID[noun].record, record_id)
    return "" if record is None else str(record.number)
