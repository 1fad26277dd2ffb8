"""What can be looked at within the window of a file that was kept: pictures, PDFs, mails, text; all of it as pages."""

from pathlib import PurePath
from typing import Final

from desktop_crm.documents.seen import pictures_pdf, text_pdf
from desktop_crm.exchange.mail.file import read_mail
from desktop_crm.exchange.mail.letters import text_of
from desktop_crm.exchange.mail.mail import Person
from desktop_crm.language import Language
from desktop_crm.model.errors import UserError
from desktop_crm.model.file_name import MAILS
from desktop_crm.model.message import msg
from desktop_crm.model.moments import on_this_clock

_PICTURES: Final = (".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".webp", ".bmp", ".tif", ".tiff")
_TEXTS: Final = (".txt", ".csv", ".tsv", ".md", ".log", ".json", ".xml", ".ini", ".yaml", ".yml", ".vcf", ".ics")
_REST: Final = msg("The rest is not shown here.")
_LONGEST: Final = 60_000  # letters of a text that are shown
_MOST: Final = 400_000  # bytes that are read for them


def can(name: str) -> bool:
    """Whether a file of this name is shown within the window."""
    return _ending(name) in {".pdf", *_PICTURES, *_TEXTS, *MAILS}


def as_pdf(name: str, content: bytes, speak: Language) -> bytes:
    """Its pages; takes a while.

    Raises:
        UserError: it is not what its name says, or is damaged.
    """
    ending, shown = _ending(name), None
    if content.startswith(b"%PDF") or ending == ".pdf":
        shown = content
    elif ending in _PICTURES:
        shown = pictures_pdf([content], name)
    elif ending in MAILS:
        shown = text_pdf(_mail(content, speak), name)
    elif ending in _TEXTS:
        shown = text_pdf(_cut(text_of(content[:_MOST]), speak, is_longer=len(content) > _MOST), name)
    if shown is None:
        raise UserError(msg("Not shown: {file} is damaged or misnamed.", file=name))
    return shown


def _mail(content: bytes, speak: Language) -> str:
    """Who wrote to whom, when, about what, and what it says."""
    mail = read_mail(content)
    told = (
        (msg("Sender"), _people((mail.sender,))),
        (msg("Recipients"), _people(mail.to)),
        (msg("Copies to"), _people(mail.cc)),
        (msg("When"), speak.moment(on_this_clock(mail.moment)) if mail.moment is not None else ""),
        (msg("Subject"), mail.subject),
        (msg("Attachments"), ", ".join(file.name for file in mail.files if not file.inline)),
    )
    head = "\n".join(f"{speak.say(label)}: {value}" for label, value in told if value)
    return f"{head}\n\n{_cut(mail.text, speak)}"


def _people(people: tuple[Person, ...]) -> str:
    return ", ".join(f"{each.name} <{each.address}>" if each.name else each.address for each in people)


def _cut(text: str, speak: Language, *, is_longer: bool = False) -> str:
    if len(text) > _LONGEST or is_longer:
        return f"{text[:_LONGEST]}\n\n{speak.say(_REST)}"
    return text


def _ending(name: str) -> str:
    return PurePath(name.casefold()).suffix
