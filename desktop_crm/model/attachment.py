"""Attachments: files kept inside the workspace. Bytes are stored once and never change."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from desktop_crm.model.about import about
from desktop_crm.model.base import DERIVED, HIDDEN, HOLDS_BYTES, Base, Moment, Record, text_column
from desktop_crm.model.file_name import plain_file_name
from desktop_crm.model.message import msg
from desktop_crm.model.problem import Problem


class Blob(Base):
    """Bytes by their SHA-256; written once, so that history and Undo need not copy them."""

    __tablename__ = "blobs"
    one = msg("Contents of files")
    __table_args__ = ({"sqlite_strict": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, doc="By which records point to it.")
    sha256: Mapped[str] = mapped_column(
        Text, unique=True, doc="The digest of the content, under which it is kept once."
    )
    size: Mapped[int] = mapped_column(Integer, doc="In bytes.")
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, doc="The bytes themselves.")


class FileName(TypeDecorator[str]):
    """A plain name, also where the workspace came from somebody else."""

    impl = Text
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> str:  # noqa: ARG002 - SQLAlchemy's signature
        """From the file."""
        return plain_file_name(str(value or "")) or "_"


class Attachment(Record):
    """A file on a card: a scan of the signed contract, a photo, a price request."""

    __tablename__ = "attachments"
    noun = "attachment"
    one = msg("File")
    called = "name"

    owner_noun: Mapped[str] = mapped_column(Text, info=HIDDEN, doc="On which kind of card it hangs.")
    owner_id: Mapped[int] = mapped_column(Integer, info=HIDDEN, doc="On which card.")
    role: Mapped[str] = text_column(info=about(msg("Role")))
    name: Mapped[str] = mapped_column(FileName, default="", info=about(msg("Name")))
    media_type: Mapped[str] = text_column(info=HIDDEN, doc="As mail programs call it: `application/pdf`.")
    size: Mapped[int] = mapped_column(Integer, info=about(msg("Size")))
    blob_id: Mapped[int] = mapped_column(Integer, info=HIDDEN | HOLDS_BYTES, doc="Its bytes.")
    created_at: Mapped[datetime] = mapped_column(Moment, info=DERIVED)

    __table_args__ = (Index(None, "owner_noun", "owner_id", "created_at"), Record.__table_args__)

    def card(self) -> tuple[str, int]:
        """A file is told on the card it hangs on."""
        return self.owner_noun, self.owner_id

    def problems(self) -> list[Problem]:
        """A name is required."""
        return [] if plain_file_name(self.name) else [Problem("name", msg("A file needs a name"))]
