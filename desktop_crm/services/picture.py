"""Pictures of the own company and of products, kept no larger than they are ever shown."""

from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.documents.picture import at_most
from desktop_crm.storage import attachment

#: Pixels of the longer side.
LOGO: Final = 1200
PRODUCT: Final = 2000


def shrunk(content: bytes, pixels: int) -> bytes | None:
    """A picture that is no larger than this; None when the program can't read it."""
    found = at_most(content, pixels)
    return None if found is None else found.content


def keep(session: Session, content: bytes | None, pixels: int) -> int | None:
    """The id of the picture among the workspace's bytes; what can't be read is kept as it is."""
    return attachment.keep_bytes(session, shrunk(content, pixels) or content) if content else None
