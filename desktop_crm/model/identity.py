"""Identity: which business a file belongs to, whichever name, place or computer it has come to, and how far it is.

`workspace` is given once, when the business began, and is the same in every copy and backup.

`branch` is one line of work in it. It stays when the file is moved or renamed, when the computer is renamed, when the
password changes, when a disk numbers its files anew, and when the file is carried to and fro between computers: a file is
the same one when it has the number on its disk that it was worked in under last, or a name on a computer that it was
worked in under before. It is another branch

- when a file that has neither is opened: a copy, which is worked on beside the one it was taken from, or instead of it;
- when a file is made of a backup, in the place of another or beside it;
- when a backup of this branch is found that holds what this file's history does not: an older copy was put in its place.

`place` are those, the number and the last names, hashed; or the word *backup* in a backup, which nobody works in; it is
empty until the file is opened. What is done with it is in `storage.identity`.
"""

from sqlalchemy import Integer, Text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base


class Identity(Base):
    """The file's one row about itself, the same in every copy of one moment.

    `counter` grows with each write, so that of two states of a branch the later one is known, and marks it, so that two
    are never taken for one. `whole` is 0 while pages may be missing in the file itself, because they are in its WAL.
    """

    __tablename__ = "identity"
    __table_args__ = ({"sqlite_strict": True},)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, doc="Always 1.")
    workspace: Mapped[str] = mapped_column(Text, doc="The business, 32 hexadecimal digits.")
    branch: Mapped[str] = mapped_column(Text, doc="The way that this file has gone since it was copied.")
    counter: Mapped[int] = mapped_column(Integer, doc="How many times it was written.")
    place: Mapped[str] = mapped_column(Text, doc="Where the file was when it last knew.")
    whole: Mapped[int] = mapped_column(Integer, doc="Whether nothing is missing: 0 in a copy taken from outside.")
