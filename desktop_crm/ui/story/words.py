"""An entry of a story in the window's words: its sentence, its day, and the time it stands under."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from desktop_crm.language import Language
from desktop_crm.model.calendar import MONTHS
from desktop_crm.model.message import Message
from desktop_crm.model.story import Cover, Look, Part
from desktop_crm.services.story import Entry
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.privacy import privacy

_WEEK: Final = timedelta(days=7)


class Piece(NamedTuple):
    """A part of the sentence as it is shown now."""

    text: str
    look: Look
    covered: bool = False


def pieces(entry: Entry) -> list[Piece]:
    """The sentence, its parts one after the other."""
    return [piece for part in entry.told.parts if (piece := _piece(entry, part)).text]


def sentence(entry: Entry) -> str:
    """The same as a screen reader reads it out."""
    return privacy.spoken(" ".join(piece.text for piece in pieces(entry)))


def when(entry: Entry, today: date) -> str:
    """Its day, the nearer the shorter, with its time of day where that is told."""
    day, moment, language = entry.day, entry.moment, speak()
    if day is None:
        return ""
    told = _day(day, today, language)
    if moment is None:
        return told
    return f"{told}{'' if language.code == 'id' else ','} {language.time(moment)}"


def spoken(entry: Entry) -> str:
    """All of it in one line: what and when."""
    moment = entry.moment
    told = speak().moment(moment) if moment is not None else speak().value(entry.day)
    return ", ".join(part for part in (sentence(entry), told) if part)


def group(entry: Entry, today: date) -> str:
    """Under which time it stands."""
    day, this_week = entry.day, _monday(today)
    if day is None:
        return tr("No day")
    if day >= this_week + _WEEK:
        return tr("To come")
    if day >= this_week:
        return tr("This week")
    if day >= this_week - _WEEK:
        return tr("Last week")
    month = MONTHS[speak().code][day.month - 1]
    if (day.year, day.month) in {(each.year, each.month) for each in (today, this_week - _WEEK)}:
        return tr("Earlier in {month}", month=month)
    return month if day.year == today.year else str(day.year)


def _day(day: date, today: date, language: Language) -> str:
    if -1 <= (_monday(today) - _monday(day)) // _WEEK <= 1:
        return language.day_soon(day)
    return language.day_of_year(day) if day.year == today.year else language.day(day)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _piece(entry: Entry, part: Part) -> Piece:
    text = part.text
    if part.cover is Cover.SENTENCE and isinstance(text, Message):
        return Piece(say(privacy.hush(text)), part.look)
    said = speak().value(text)
    covered = privacy.covered() if part.cover is Cover.TEXT else _hides(entry, part)
    return Piece(privacy.DOTS, part.look, covered=True) if covered and said else Piece(said, part.look)


def _hides(entry: Entry, part: Part) -> bool:
    return part.cover is Cover.CLIENT and privacy.hides(entry.client)
