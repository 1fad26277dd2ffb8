"""Warranties: given, claimed, settled."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.model.listing import Listing
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem
from desktop_crm.services import as_json, attachment
from desktop_crm.services import client as clients
from desktop_crm.services import picture as pictures
from desktop_crm.services.clock import today
from desktop_crm.services.facets import Facets, Made, Related, numbered_hit
from desktop_crm.services.records import found, made, refuse_problems, refuse_stale, take
from desktop_crm.storage import attachment as photos
from desktop_crm.storage import settings
from desktop_crm.storage.lists.listing import SqlListing
from desktop_crm.storage.workspace import Workspace
from tests.warranty.model.warranty import Warranty
from tests.warranty.storage import warranty as storage


def listing(workspace: Workspace, client_id: int | None = None) -> Listing:
    """The list of warranties, of one client or of all."""
    return SqlListing(workspace, storage.WARRANTIES, where=f"t.client_id = {int(client_id)}" if client_id else "")


def get(session: Session, warranty_id: int) -> Warranty:
    """One warranty with its client; UserError when it is gone."""
    return found(storage.get(session, warranty_id), msg("The warranty"))


@dataclass(frozen=True)
class Shown:
    """A warranty with the photo that its card shows; its own attributes can be asked of it directly."""

    warranty: Warranty
    photo: bytes | None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.warranty, name)


def shown(session: Session, warranty_id: int) -> Shown:
    """One warranty for its card; UserError when it is gone."""
    record = get(session, warranty_id)
    return Shown(record, photos.bytes_of(session, record.photo_id))


def by_number(session: Session, number: str) -> Warranty:
    """The same by its number."""
    return found(storage.by_number(session, number), msg("The warranty"))


def start() -> dict[str, Any]:
    """The values a new one begins with."""
    return {**Warranty.defaults(), "until": today() + timedelta(days=365)}


def problems(values: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with a warranty's values, while they are typed."""
    missing = [Problem("client_id", msg("To whom is it given?"))] if not values.get("client_id") else []
    own = {name: value for name, value in values.items() if name != "photo" and value is not None}
    return [*missing, *Warranty(**own).problems()]


def save(session: Session, warranty_id: int | None, values: Mapping[str, Any], version: int | None = None) -> Warranty:
    """Give a warranty (it gets its number now) or change one. UserError for wrong values or a stale copy."""
    values = dict(values)
    if "photo" in values:
        values["photo_id"] = pictures.keep(session, values.pop("photo"), pictures.PRODUCT)
    if "client_id" in values:
        refuse_problems(problems(values))
        values["client"] = clients.get(session, values.pop("client_id"))
    if warranty_id is None:
        refuse_problems(problems({**values, "client_id": "client" in values}))
        record = made(Warranty, **{**start(), "number": "", **values})
        record.number = settings.next_number(session, "warranty", record.until, storage.by_number)
        session.add(record)
    else:
        record = get(session, warranty_id)
        refuse_stale(record, version)
        take(record, values)
    refuse_problems(record.problems())
    session.flush()
    return record


def delete(session: Session, warranty_id: int) -> Warranty:
    """Take a warranty away with its files; the trash keeps it."""
    record = get(session, warranty_id)
    attachment.delete_all(session, "warranty", [warranty_id])
    session.delete(record)
    return record


def _paper(session: Session, record: Warranty, languages: str | None) -> Made:
    from tests.warranty.services.papers import warranty as paper

    return paper.checked(session, record, languages)


FACETS: Final = Facets(
    listing,
    storage.WARRANTIES,
    numbered_hit("warranty"),
    first=get,
    as_json=as_json.paper,
    by_number=by_number,
    paper=_paper,
    related={
        "client": Related(
            listing, msg("No warranty was given to this client yet."), msg("New warranty"), hidden=("client",)
        )
    },
)
