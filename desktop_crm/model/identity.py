"""Identity: which business a file belongs to, whichever name, place or computer it has come to, and how far it is."""

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base


class Identity(Base):
    """The file's one row about itself, the same in every copy and backup of one moment.

    `workspace` is given once, when the business began. `branch` is one line of work in it: a copy that is worked on
    begins its own. `counter` counts the writes, so that of two states of a branch the later one is known. `place` tells
    which file on which disk was worked in last; `whole` is 0 while pages may be missing in the file itself, because they
    are in its WAL.
    """

    __tablename__ = "identity"
    __table_args__ = ({"sqlite_strict": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    workspace: Mapped[str] = mapped_column(Text)
    branch: Mapped[str] = mapped_column(Text)
    counter: Mapped[int] = mapped_column(Integer)
    place: Mapped[str] = mapped_column(Text)
    whole: Mapped[int] = mapped_column(Integer)
