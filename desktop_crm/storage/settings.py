"""The own company, number series and counters."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop_crm.model.company import Company, NumberSeries
from desktop_crm.model.nouns import NUMBER_PATTERNS
from desktop_crm.model.numbering import NumberCounter, gives_numbers, number_of


def company(session: Session) -> Company:
    """The own company; an empty one until the first start filled it in."""
    return session.scalars(select(Company).order_by(Company.id).limit(1)).first() or Company(name="")


def series(session: Session) -> list[NumberSeries]:
    """The patterns of all kinds of documents."""
    return list(session.scalars(select(NumberSeries).order_by(NumberSeries.kind)))


def pattern(session: Session, kind: str) -> str:
    """How the numbers of a kind of documents look; as usual where what is kept gives none."""
    kept = session.scalar(select(NumberSeries.pattern).where(NumberSeries.kind == kind)) or ""
    return kept if gives_numbers(kept) else NUMBER_PATTERNS[kind]


def next_number(session: Session, kind: str, day: date, taken: Callable[[Session, str], object]) -> str:
    """The next number of a kind in the year of `day`.

    Counted inside the unit of work: a save that fails gives the number back, a save that succeeds keeps it for ever,
    even when it is undone. A number typed by hand meanwhile is stepped over.
    """
    shape = pattern(session, kind)
    while True:
        seq = session.execute(
            text(
                "INSERT INTO number_counters (kind, year, last) VALUES (:kind, :year, 1)"
                " ON CONFLICT (kind, year) DO UPDATE SET last = last + 1 RETURNING last"
            ),
            {"kind": kind, "year": day.year},
        ).scalar_one()
        number = number_of(shape, seq, day)
        if not taken(session, number):
            return number


def given_until(session: Session, kind: str, year: int, last: int) -> None:
    """Let the numbers of a kind go on after `last` in a year; a counter that is further already stays."""
    session.execute(
        text(
            "INSERT INTO number_counters (kind, year, last) VALUES (:kind, :year, :last)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = max(last, excluded.last)"
        ),
        {"kind": kind, "year": year, "last": last},
    )


def last_given(session: Session, kind: str, year: int) -> int:
    """The last sequence number of a kind in a year; 0 before the first."""
    found = session.scalar(select(NumberCounter.last).where(NumberCounter.kind == kind, NumberCounter.year == year))
    return found or 0


def newest_paper(session: Session, record: type[Any]) -> tuple[str, datetime] | None:
    """Number and moment of the paper that was made last, of those that are kept."""
    wanted = select(record.number, record.created_at).where(record.number != "").order_by(record.id.desc()).limit(1)
    found = session.execute(wanted).first()
    return None if found is None else (found[0], found[1])
