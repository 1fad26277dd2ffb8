"""The recovery key of a protected workspace on one sheet of paper, to be kept where the laptop is not."""

from datetime import date
from typing import Final

from desktop_crm.documents.parts import Phrase
from desktop_crm.documents.wording import PAGE
from desktop_crm.language import language

_TITLE: Final = Phrase("Kunci pemulihan", "Recovery key")
_FILE: Final = Phrase("Berkas", "File")
_DAY: Final = Phrase("Tanggal", "Date")
_TEXTS: Final = (
    Phrase(
        "Kunci ini membuka berkas di atas bila kata sandinya terlupa. Ketik kunci ini di tempat kata sandi; huruf besar"
        " atau kecil dan tanda hubung tidak berpengaruh.",
        "This key opens the file above when its password is forgotten. Type it where the password is asked for; capitals"
        " and hyphens do not matter.",
    ),
    Phrase(
        "Siapa pun yang memegang lembar ini dan berkasnya dapat membaca segalanya. Simpan di tempat terkunci, jangan"
        " bersama laptop, dan jangan difoto.",
        "Whoever holds this sheet and the file can read everything. Keep it under lock, not with the laptop, and take no"
        " photograph of it.",
    ),
    Phrase(
        "Bila kata sandi diganti, kunci ini tidak berlaku lagi untuk berkas itu: cetak yang baru. Untuk cadangan yang"
        " dibuat sebelumnya, kunci ini tetap berlaku.",
        "When the password is changed, this key no longer opens the file: print the new one. It still opens the backups"
        " that were made before.",
    ),
)
_KEY_SIZE: Final = 17
_A_ROW: Final = 5


def recovery_pdf(file: str, key: str, day: date, code: str) -> bytes:
    """One A4 page in the language `code`; `key` in groups parted by hyphens."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph, Spacer

    from desktop_crm.documents.kit.page import Sheet, build
    from desktop_crm.documents.kit.styles import styles
    from desktop_crm.documents.kit.text import markup

    look = styles("sans", 11, justified=False)
    large = ParagraphStyle("key", parent=look.center, fontSize=_KEY_SIZE, leading=_KEY_SIZE * 1.9, spaceAfter=14)
    facts = f"{_FILE.say(code)}: {file}\n{_DAY.say(code)}: {language(code).day_long(day)}"
    groups = key.split("-")
    rows = "\n".join("   ".join(groups[at : at + _A_ROW]) for at in range(0, len(groups), _A_ROW))
    story = [
        Paragraph(markup(_TITLE.say(code), look.fonts, bold=True), look.title),
        Spacer(0, 18),
        Paragraph(markup(facts, look.fonts), look.body),
        Spacer(0, 18),
        Paragraph(markup(rows.replace(" ", "\xa0"), look.fonts, bold=True), large),
        *(Paragraph(markup(text.say(code), look.fonts), look.body) for text in _TEXTS),
    ]
    sheet = Sheet(
        title=_TITLE.say(code),
        author="",
        subject=file,
        languages=(code,),
        fonts=look.fonts,
        left=f"{_TITLE.say(code)} · {file}",
        page=lambda page, pages: PAGE.say(code).format(page=page, pages=pages),
    )
    return build(sheet, story)
