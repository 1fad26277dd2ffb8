"""The journal: what each user action did to each row. History, undo and redo are read from it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Integer, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from desktop_crm.model.base import Base, Flag, Json, Moment


class JournalEntry(Base):
    """One user action: who, when, and its sentence as `Message.to_json`.

    `kind` is do, undo, redo, or base (how the file began, which Undo leaves alone); `undoes` names the entry that an
    undo or redo reverses, `undone_by` the one that reversed this. A thinned entry keeps its sentence, but no longer what
    the rows were: it can't be taken back.
    """

    __tablename__ = "journal_entries"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, doc="In the order in which they were done.")
    at: Mapped[datetime] = mapped_column(Moment, doc="When.")
    user: Mapped[str] = mapped_column(Text, doc="Who, by the name of the account on the computer.")
    sentence: Mapped[dict[str, Any]] = mapped_column(Json, doc="What, as a sentence with its arguments.")
    kind: Mapped[str] = mapped_column(Text, doc="`do`, `undo`, `redo`, or `base`, which Undo leaves alone.")
    undoes: Mapped[int | None] = mapped_column(Integer, doc="The entry that this undo or redo takes back.")
    undone_by: Mapped[int | None] = mapped_column(Integer, doc="The entry that has taken this one back.")
    thinned: Mapped[bool] = mapped_column(
        Flag, default=False, server_default=text("0"), doc="Whether what the rows were is no longer kept."
    )

    __table_args__ = (
        Index(None, "kind", "id"),
        {"sqlite_strict": True, "sqlite_autoincrement": True},
    )


class JournalChange(Base):
    """What an action did to one row, or to a run of rows written in bulk (`row_id` to `last_row_id`).

    `op` is insert, update or delete. `before` and `after` hold the columns as the file keeps them: all of them for a
    delete and an insert, the changed ones for an update. A bulk insert has neither (the rows are in their table); when
    it is undone, its rows move to `journal_rows`.

    All of them are images of rows as this schema's tables hold them: a migration that changes a table brings its images
    along (`storage/journal/images.py`).
    """

    __tablename__ = "journal_changes"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, doc="In the order in which they were done.")
    entry_id: Mapped[int] = mapped_column(Integer, ForeignKey("journal_entries.id"), doc="Of which action.")
    noun: Mapped[str] = mapped_column(Text, doc="Whose card tells of it.")
    noun_id: Mapped[int] = mapped_column(Integer, doc="That card.")
    table_name: Mapped[str] = mapped_column(Text, doc="The row's table.")
    row_id: Mapped[int] = mapped_column(Integer, doc="The row, or the first of a run.")
    last_row_id: Mapped[int | None] = mapped_column(
        Integer, doc="The last of a run of rows that were written together."
    )
    op: Mapped[str] = mapped_column(Text, doc="`insert`, `update` or `delete`.")
    before: Mapped[str | None] = mapped_column(Text, doc="What the columns held that changed.")
    after: Mapped[str | None] = mapped_column(Text, doc="What they hold since.")

    __table_args__ = (
        Index(None, "entry_id"),
        Index(None, "noun", "noun_id"),
        Index("ix_journal_changes_runs", "noun", "noun_id", sqlite_where=text("last_row_id IS NOT NULL")),
        Index(
            "ix_journal_changes_deleted",
            "table_name",
            "row_id",
            sqlite_where=text("op = 'delete' AND last_row_id IS NULL"),
        ),
        {"sqlite_strict": True},
    )


class JournalRow(Base):
    """One row taken away in bulk, as a JSON object of its columns, so that the undo can be undone."""

    __tablename__ = "journal_rows"
    __table_args__ = ({"sqlite_strict": True},)

    change_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("journal_changes.id"), primary_key=True, doc="Of which change."
    )
    row_id: Mapped[int] = mapped_column(Integer, primary_key=True, doc="The row.")
    content: Mapped[str] = mapped_column(Text, doc="All that it held.")
