"""What is kept on a card is seen within the window as pages: pictures upright, scans leaf by leaf, mails and texts as they are meant."""

import io
from collections.abc import Sequence

import pypdfium2
import pytest
from PIL import Image

from desktop_crm.language import language
from desktop_crm.model.errors import UserError
from desktop_crm.services import look_inside
from tests.pdf import pages_of, words_of

ENGLISH = language("en")
_TURNED = 6  # of a telephone held upright: the picture lies in the file
_ORIENTATION = 0x0112


def photo(kind: str = "JPEG", *, turned: bool = False) -> bytes:
    """Red above, blue below, as it is meant to be seen; 60 wide and 90 high."""
    image = Image.new("RGB", (60, 90), "blue")
    image.paste("red", (0, 0, 60, 45))
    exif = Image.Exif()
    if turned:
        image = image.transpose(Image.Transpose.ROTATE_90)
        exif[_ORIENTATION] = _TURNED
    out = io.BytesIO()
    image.save(out, kind, exif=exif)
    return out.getvalue()


def colors(pdf: bytes, page: int = 0) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """At the top and at the bottom of a page."""
    seen = pypdfium2.PdfDocument(pdf)[page].render(scale=0.2).to_pil().convert("RGB")
    assert seen.height > seen.width
    points = ((seen.width // 2, seen.height // 8), (seen.width // 2, seen.height * 7 // 8))
    top, bottom = (seen.getpixel(point) for point in points)
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    return top, bottom


def scan(names: Sequence[str]) -> bytes:
    first, *more = (Image.new("RGB", (60, 90), name) for name in names)
    out = io.BytesIO()
    first.save(out, "TIFF", save_all=True, append_images=more)
    return out.getvalue()


@pytest.mark.parametrize("turned", [False, True])
def test_a_photograph_is_seen_upright(turned: bool) -> None:
    top, bottom = colors(look_inside.as_pdf("foto.JPG", photo(turned=turned), ENGLISH))
    assert (top[0] > 200, top[2] < 60) == (True, True)
    assert (bottom[2] > 200, bottom[0] < 60) == (True, True)


def test_each_leaf_of_a_scan_is_a_page() -> None:
    pdf = look_inside.as_pdf("pindaian.tif", scan(("white", "red", "blue")), ENGLISH)
    assert len(pypdfium2.PdfDocument(pdf)) == 3
    assert colors(pdf, 1)[0][0] > 200
    assert colors(pdf, 2)[0][2] > 200


def test_what_is_see_through_lies_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (60, 90), (0, 0, 0, 0)).save(out, "PNG")
    assert colors(look_inside.as_pdf("cap.png", out.getvalue(), ENGLISH)) == ((255, 255, 255), (255, 255, 255))


@pytest.mark.parametrize("code", ["utf-8", "cp1252", "utf-16"])
def test_a_text_is_read_in_whatever_letters_it_is_written(code: str) -> None:
    pdf = look_inside.as_pdf("catatan.txt", "Müller & Söhne\n\nHarga: Rp 1.250.000".encode(code), ENGLISH)
    assert "Müller & Söhne Harga: Rp 1.250.000" in words_of(pdf)


def test_a_long_text_ends_with_saying_so() -> None:
    pages = pages_of(look_inside.as_pdf("log.txt", b"satu baris saja\n" * 50_000, ENGLISH))
    assert "The rest is not shown here." in pages[-1]
    assert len(pages) < 100


def test_a_mail_says_who_wrote_what() -> None:
    mail = (
        b"From: Siti <siti@sumber.example>\nTo: kami@nusantara.example\nDate: Mon, 2 Mar 2026 09:30:00 +0700\n"
        b"Subject: Keluhan\nContent-Type: text/plain\n\nBarang rusak.\n"
    )
    said = words_of(look_inside.as_pdf("keluhan.eml", mail, ENGLISH))
    assert "Sender: Siti <siti@sumber.example> Recipients: kami@nusantara.example" in said
    assert said.index("Subject: Keluhan") < said.index("Barang rusak.")


@pytest.mark.parametrize("name", ["foto.jpg", "keluhan.msg"])
def test_what_is_damaged_is_told(name: str) -> None:
    with pytest.raises(UserError):
        look_inside.as_pdf(name, b"\xff\xd8\xff\xe0 nothing", ENGLISH)


@pytest.mark.parametrize(("name", "seen"), [("A.PDF", True), ("foto.jpeg", True), ("x.eml", True), ("x.docx", False)])
def test_what_can_be_seen_here(name: str, seen: bool) -> None:
    assert look_inside.can(name) is seen
