"""Files on cards: kept inside the workspace, taken out as copies."""

import mimetypes
from collections.abc import Sequence

from sqlalchemy.orm import Session

from desktop_crm.model.attachment import Attachment
from desktop_crm.model.errors import UserError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.services.records import found, refuse_problems
from desktop_crm.storage import attachment as storage

files_of = storage.files_of

#: SQLite keeps up to 2 GB in a cell; what is larger does not belong into a client file that is copied to USB sticks.
MAX_SIZE = 200 * 1024 * 1024
_SOME = 500  # cards asked about at once


def add(session: Session, noun: str, owner_id: int, name: str, content: bytes, *, role: str = "") -> Attachment:
    """Keep a file on a card; `name` loses any path and what no system takes. UserError for a file that is too large."""
    plain = plain_file_name(name)
    if len(content) > MAX_SIZE:
        raise UserError(msg("{file} is larger than 200 MB, so it can't be added.", file=plain))
    record = Attachment(
        owner_noun=noun,
        owner_id=owner_id,
        role=role,
        name=plain,
        media_type=mimetypes.guess_type(plain)[0] or "application/octet-stream",
        size=len(content),
        blob_id=storage.keep_bytes(session, content),
    )
    refuse_problems(record.problems())
    session.add(record)
    session.flush()
    return record


def content(session: Session, attachment_id: int) -> tuple[str, bytes]:
    """A file's name and bytes; UserError when it is gone."""
    record = found(session.get(Attachment, attachment_id), msg("The file"))
    return record.name, storage.bytes_of(session, record.blob_id) or b""


def rename(session: Session, attachment_id: int, name: str) -> Attachment:
    """Give a file another name."""
    record = found(session.get(Attachment, attachment_id), msg("The file"))
    record.name = plain_file_name(name)
    refuse_problems(record.problems())
    return record


def delete_all(session: Session, noun: str, owner_ids: Sequence[int]) -> None:
    """Take the files of cards away with them."""
    for start in range(0, len(owner_ids), _SOME):
        for record in storage.files_of_all(session, noun, owner_ids[start : start + _SOME]):
            session.delete(record)


def delete(session: Session, attachment_id: int) -> Attachment:
    """Take a file off its card; Undo brings it back."""
    record = found(session.get(Attachment, attachment_id), msg("The file"))
    session.delete(record)
    return record
