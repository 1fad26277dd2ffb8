"""Habits: what a person has set in the window that tells of the data: filters and saved views of lists.

No user action, so not in history and not in Undo; in the workspace, because filters name clients.
"""

from sqlalchemy import Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base


class Habit(Base):
    """One setting under its key, `content` is the window's own JSON."""

    __tablename__ = "habits"
    __table_args__ = ({"sqlite_strict": True},)

    key: Mapped[str] = mapped_column(Text, primary_key=True, doc="Which setting.")
    content: Mapped[str] = mapped_column(Text, doc="What it is.")
