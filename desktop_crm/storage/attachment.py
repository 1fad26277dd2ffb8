"""Files inside the workspace: bytes once by their hash, and the cards they hang on."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from desktop_crm.model.attachment import Attachment, Blob
from desktop_crm.storage.tables import table_of


def keep_bytes(session: Session, content: bytes) -> int:
    """The id of these bytes, stored now if they are new."""
    sha256 = hashlib.sha256(content).hexdigest()
    known = session.scalar(select(Blob.id).where(Blob.sha256 == sha256))
    if known is not None:
        return known
    values = {"sha256": sha256, "size": len(content), "content": content}
    key: Any = session.connection().execute(insert(table_of(Blob)), values).inserted_primary_key
    return int(key[0])


def bytes_of(session: Session, blob_id: int | None) -> bytes | None:
    """The bytes of an id; None for no id."""
    return None if blob_id is None else session.scalar(select(Blob.content).where(Blob.id == blob_id))


def files_of_all(session: Session, noun: str, owner_ids: Sequence[int]) -> list[Attachment]:
    """The files on some cards of one noun."""
    wanted = select(Attachment).where(Attachment.owner_noun == noun, Attachment.owner_id.in_(owner_ids))
    return list(session.scalars(wanted))


def files_of(session: Session, noun: str, owner_id: int) -> list[Attachment]:
    """The files on a card, newest first."""
    return list(
        session.scalars(
            select(Attachment)
            .where(Attachment.owner_noun == noun, Attachment.owner_id == owner_id)
            .order_by(Attachment.id.desc())
        )
    )
