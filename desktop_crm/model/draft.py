"""Drafts: what was typed into a form and not saved. No user action, so not in history and not in Undo."""

from datetime import datetime

from sqlalchemy import Index, Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base, Moment


class Draft(Base):
    """One form's unsaved text under a slot of its own; `noun` and `record_id` name the card, None for a new record's.

    `content` is the window's own JSON.
    """

    __tablename__ = "drafts"
    __table_args__ = (Index(None, "noun", "record_id"), {"sqlite_strict": True})

    slot: Mapped[str] = mapped_column(Text, primary_key=True, doc="The form.")
    noun: Mapped[str] = mapped_column(Text, doc="The kind of card.")
    record_id: Mapped[int | None] = mapped_column(Integer, doc="The card; none for a new one.")
    content: Mapped[str] = mapped_column(Text, doc="What was typed.")
    at: Mapped[datetime] = mapped_column(Moment, doc="When.")
