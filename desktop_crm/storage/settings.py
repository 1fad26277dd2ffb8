"""The own company, number series and counters."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from desktop_crm.model.company import Company, NumberSeries
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import Anew, NumberCounter, counted, gives_numbers, number_of


def company(session: Session) -> Company:
    """The own company; an empty one until the first start filled it in."""
    return session.scalars(select(Company).order_by(Company.id).limit(1)).first() or Company(name="")


def series(session: Session) -> list[NumberSeries]:
    """The patterns of all kinds of documents."""
    return list(session.scalars(select(NumberSeries).order_by(NumberSeries.kind)))


def pattern(session: Session, kind: str) -> str:
    """How the numbers of a kind of documents look; as usual where what is kept gives none."""
    return _rule(session, kind)[0]


def next_number(session: Session, kind: str, day: date, taken: Callable[[Session, str], object]) -> str:
    """The next number of a kind for a paper of `day`.

    Counted inside the unit of work: a save that fails gives the number back, a save that succeeds keeps it for ever,
    even when it is undone. A number typed by hand meanwhile is stepped over.
    """
    shape, anew = _rule(session, kind)
    found = {"kind": kind, "year": day.year, "month": day.month}
    statement = text(
        "INSERT INTO number_counters (kind, year, month, last)"
        f" SELECT :kind, :year, :month, coalesce(max(last), 0) + 1 FROM number_counters WHERE {_WITHIN[anew]}"
        " ON CONFLICT (kind, year, month) DO UPDATE SET last = excluded.last RETURNING last"
    )
    while True:
        number = number_of(shape, session.execute(statement, found).scalar_one(), day)
        if not taken(session, number):
            return number


#: Which counters are of what begins anew so, in the month of a day.
_WITHIN: Final = {
    Anew.MONTH: "kind = :kind AND year = :year AND month = :month",
    Anew.YEAR: "kind = :kind AND year = :year",
    Anew.NEVER: "kind = :kind",
}


def _rule(session: Session, kind: str) -> tuple[str, Anew]:
    """A pattern that gives numbers, and how they are counted."""
    wanted = select(NumberSeries.pattern, NumberSeries.begins_anew).where(NumberSeries.kind == kind)
    kept = session.execute(wanted).first()
    shape = kept.pattern if kept is not None and gives_numbers(kept.pattern) else NUMBER_PATTERNS[kind]
    return shape, counted(shape, Anew.YEAR if kept is None else kept.begins_anew)


def given_until(session: Session, kind: str, day: date, last: int) -> None:
    """Let the numbers of a kind go on after `last` on a day; a counter that is further already stays."""
    session.execute(
        text(
            "INSERT INTO number_counters (kind, year, month, last) VALUES (:kind, :year, :month, :last)"
            " ON CONFLICT (kind, year, month) DO UPDATE SET last = max(last, excluded.last)"
        ),
        {"kind": kind, "year": day.year, "month": day.month, "last": last},
    )


def last_given(session: Session, kind: str, day: date, anew: Anew) -> int:
    """The last sequence number of a kind in the year of a day, in its month or of all; 0 before the first."""
    wanted = select(func.max(NumberCounter.last)).where(NumberCounter.kind == kind)
    if anew != Anew.NEVER:
        wanted = wanted.where(NumberCounter.year == day.year)
    if anew == Anew.MONTH:
        wanted = wanted.where(NumberCounter.month == day.month)
    return session.scalar(wanted) or 0


def newest_paper(
    session: Session, record: type[Any], rows: tuple[str, str] | None = None
) -> tuple[str, datetime] | None:
    """Number and moment of the paper that was made last, of those that are kept, or of its `rows` with a value in a column."""
    wanted = select(record.number, record.created_at).where(record.number != "")
    if rows is not None:
        column, value = rows
        wanted = wanted.where(getattr(record, column) == value)
    found = session.execute(wanted.order_by(record.id.desc()).limit(1)).first()
    return None if found is None else (found[0], found[1])
