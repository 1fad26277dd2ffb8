"""A warranty on paper, by the kit of all papers: what is promised to whom, until when, up to how much; one place to sign."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from desktop_crm.documents import wording
from desktop_crm.documents.glyphs import texts_of, undrawn
from desktop_crm.documents.parts import CODES, Languages, Party, Phrase, Wording
from desktop_crm.language import language
from desktop_crm.model.problem import Problem
from desktop_crm.model.words import amount_in_words
from desktop_crm.services.parties import client_party, own_party
from desktop_crm.storage import attachment, settings
from tests.warranty.model.warranty import Warranty

_TITLE: Final = Phrase("Garansi {number}", "Warranty {number}")
_UNTIL: Final = Phrase("Berlaku sampai", "Valid until")
_MOST: Final = Phrase("Nilai paling banyak", "At most")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    title: Phrase
    own: Party
    client: Party
    facts: tuple[tuple[Phrase, Wording], ...]
    languages: Languages
    logo: bytes | None


def checked(session: Session, warranty: Warranty, languages: str | None = None) -> tuple[bytes, list[Problem]]:
    """As PDF, `languages` id, en or both (None: the client's), and what to look at before it is printed."""
    sheet = _sheet(session, warranty, languages)
    return _pdf(sheet), list(undrawn(sheet, "sans"))


def _sheet(session: Session, warranty: Warranty, languages: str | None) -> _Sheet:
    company, wanted = settings.company(session), languages or warranty.client.language

    def both(say: str, value: object) -> Phrase:
        return Phrase(*(getattr(language(code), say)(value) for code in ("id", "en")))

    words = Phrase(*(amount_in_words(warranty.most, code) for code in ("id", "en")))
    facts = (
        (wording.CLIENT, warranty.client.full_name),
        (_UNTIL, both("day_long", warranty.until)),
        (_MOST, both("money", warranty.most)),
        (wording.IN_WORDS, words),
        (wording.NOTES, warranty.note),
    )
    return _Sheet(
        title=Phrase(*(text.format(number=warranty.number) for text in (_TITLE.id, _TITLE.en))),
        own=own_party(company, company.signatory),
        client=client_party(warranty.client),
        facts=tuple((word, fact) for word, fact in facts if fact),
        languages="both" if wanted == "both" else "en" if wanted == "en" else "id",
        logo=attachment.bytes_of(session, company.logo_id),
    )


def _pdf(sheet: _Sheet) -> bytes:
    from desktop_crm.documents.kit import scripts
    from desktop_crm.documents.kit.keep import Ending
    from desktop_crm.documents.kit.letterhead import letterhead
    from desktop_crm.documents.kit.page import Sheet, build
    from desktop_crm.documents.kit.signatures import Place, Signatures
    from desktop_crm.documents.kit.styles import styles
    from desktop_crm.documents.kit.text import Run, paragraph
    from desktop_crm.documents.lines import joined

    scripts.ready(texts_of(sheet))
    codes, own = CODES[sheet.languages], sheet.own
    look = styles("sans", 9.5, justified=False, code=codes[0] if len(codes) == 1 else "")
    title, signatory = joined(sheet.title, codes), own.signatory
    facts = [
        paragraph([Run(f"{joined(word, codes)}: ", bold=True), Run(joined(fact, codes))], look.body, look.fonts)
        for word, fact in sheet.facts
    ]
    seller = Place(
        above=(joined(wording.FOR_SELLER, codes), own.name), name=signatory.name if signatory else "", below=()
    )
    client = Place(above=(joined(wording.FOR_CLIENT, codes), sheet.client.name), name="")
    return build(
        Sheet(
            title=title,
            author=own.name,
            subject=sheet.client.name,
            languages=codes,
            fonts=look.fonts,
            left=title,
            page=lambda page, pages: joined(wording.PAGE, codes).format(page=page, pages=pages),
        ),
        [
            *letterhead(own, sheet.logo, look),
            paragraph([Run(title, bold=True)], look.title, look.fonts),
            Ending(facts, Signatures((seller, client), look)),
        ],
    )
