"""Files on cards: kept inside the workspace, taken out as copies."""

import mimetypes
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm import disk
from desktop_crm.model.attachment import Attachment
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.os_errors import reason
from desktop_crm.services.records import found, made, refuse_problems
from desktop_crm.storage import attachment as storage
from desktop_crm.storage.journal.links import CARDS, is_there

files_of = storage.files_of

#: SQLite keeps up to 2 GB in a cell; what is larger does not belong into a client file that is copied to USB sticks.
MAX_SIZE = 200 * 1024 * 1024
_CHUNK: Final = 1 << 20
_SOME = 500  # cards asked about at once


def add(session: Session, noun: str, owner_id: int, name: str, content: bytes, *, role: str = "") -> Attachment:
    """Keep a file on a card; `name` loses any path and what no system takes.

    Raises:
        UserError: it is too large, or the card was deleted, perhaps while the file was being read.
    """
    plain = plain_file_name(name)
    if len(content) > MAX_SIZE:
        raise _too_large(plain)
    if noun in CARDS and not is_there(session.connection(), CARDS[noun], owner_id):
        raise UserError(msg("Not added: the record {file} was meant for is gone.", file=plain))
    record = made(
        Attachment,
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


def read(path: Path, progress: Callable[[int, int], None] = lambda _done, _total: None) -> bytes:
    """A file from outside; may take long, and `progress` may raise to stop.

    Raises:
        UserError: it is larger than is kept; asked before anything is read, and while it is read, for it may grow.
        WorldError: it can't be read, or is a folder, a pipe or a device, which may never end.
    """
    found = bytearray()
    try:
        with disk.open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            while size <= MAX_SIZE and len(found) <= MAX_SIZE and (part := file.read(_CHUNK)):
                found += part
                progress(len(found), size)
    except OSError as error:
        raise WorldError(msg("{file} can't be read: {reason}", file=path.name, reason=reason(error))) from error
    if max(size, len(found)) > MAX_SIZE:
        raise _too_large(plain_file_name(path.name))
    return bytes(found)


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


def _too_large(name: str) -> UserError:
    return UserError(msg("Not added: {file} is larger than 200 MB.", file=name))
