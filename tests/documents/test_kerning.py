import io
import json
from typing import Literal

import pypdfium2
import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from desktop_crm.documents.kit.fonts import Family
from desktop_crm.documents.kit.page import MARGIN, Sheet, build
from desktop_crm.documents.kit.styles import styles
from desktop_crm.documents.kit.text import Run, paragraph
from tests.kerning import KEPT, faces

SIZE = 10.5
LOOK = styles("serif", SIZE)


def test_what_is_kept_is_what_the_fonts_say() -> None:
    assert {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in KEPT.iterdir()} == faces()


@pytest.mark.parametrize("family", ["serif", "sans"])
def test_pairs_stand_closer_than_their_letters(family: Literal["serif", "sans"]) -> None:
    face = Family(family).regular
    alone = sum(stringWidth(letter, face, 1000) for letter in "To")
    assert stringWidth("To", face, 1000) < alone - 20
    assert stringWidth("nn", face, 1000) == 2 * stringWidth("n", face, 1000)


@pytest.mark.parametrize("bold", [False, True])
def test_text_is_as_long_as_it_was_measured_and_reads_the_same(bold: bool) -> None:
    words = (
        "Tavar AVATAR (Yayasan) Toko. Łódź 咖啡 \\ PT. "
        + "".join(map(chr, range(0x100, 0x17F)))
        + " Tavar AVATAR Toko."
    )
    runs = [Run("Tavar AVATAR (Yayasan) Toko."), Run(" Tambah", bold=True)] if bold else [Run(words)]
    sheet = Sheet("T", "A", "S", ("id",), LOOK.fonts, "", lambda page, pages: "")
    document = pypdfium2.PdfDocument(io.BytesIO(build(sheet, [paragraph(runs, LOOK.body, LOOK.fonts)])))
    text = document[0].get_textpage()
    said = "".join(text.get_text_bounded().replace("\x02", "").split())
    assert said == "".join("".join(run.text for run in runs).split())
    first = "Tavar AVATAR (Yayasan) Toko."
    left, right = (text.get_charbox(at, loose=True) for at in (0, len(first) - 1))
    assert left[0] == pytest.approx(MARGIN, abs=0.1)
    whole = stringWidth(first, LOOK.fonts.regular, SIZE)
    if bold:  # nothing stretches a single line
        assert right[2] - left[0] == pytest.approx(whole, abs=0.3)
    document.close()
