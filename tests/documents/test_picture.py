"""Pictures are made small enough and stay what they were otherwise."""

from io import BytesIO
from typing import Any

import pypdfium2
import pytest
from PIL import Image

from desktop_crm.documents import picture
from desktop_crm.documents.kit.letterhead import letterhead
from desktop_crm.documents.kit.page import Sheet, build
from desktop_crm.documents.kit.styles import styles
from desktop_crm.documents.parts import Party
from desktop_crm.documents.picture import at_most, remembered

pytestmark = pytest.mark.in_turn


def saved(image: Any, form: str = "PNG", **more: Any) -> bytes:
    target = BytesIO()
    image.save(target, form, **more)
    return target.getvalue()


def opened(content: bytes) -> Any:
    return Image.open(BytesIO(content))


def test_what_fits_is_left_as_it_is() -> None:
    content = saved(Image.new("RGB", (1200, 400), "teal"))
    assert at_most(content, 1200) == picture.Picture(content, 1200, 400)


@pytest.mark.parametrize(
    ("mode", "form", "kept", "bands"),
    [
        ("RGB", "PNG", "PNG", "RGB"),
        ("RGBA", "PNG", "PNG", "RGBA"),
        ("L", "PNG", "PNG", "L"),
        ("LA", "PNG", "PNG", "RGBA"),
        ("1", "PNG", "PNG", "RGB"),
        ("P", "GIF", "PNG", "RGB"),
        ("I;16", "PNG", "PNG", "RGB"),
        ("RGB", "JPEG", "JPEG", "RGB"),
        ("CMYK", "JPEG", "JPEG", "RGB"),
        ("L", "JPEG", "JPEG", "L"),
        ("RGB", "TIFF", "PNG", "RGB"),
        ("RGB", "WEBP", "PNG", "RGB"),
    ],
)
def test_what_is_larger_is_scaled_in_proportion(mode: str, form: str, kept: str, bands: str) -> None:
    found = at_most(saved(Image.new(mode, (3000, 1500)), form), 1200)
    image = opened(found.content)
    assert (image.format, image.size, image.mode) == (kept, (1200, 600), bands)
    assert (found.width, found.height) == image.size


def test_tall_ones_too() -> None:
    assert at_most(saved(Image.new("RGB", (10, 4000))), 2000).height == 2000


def test_what_was_transparent_stays_so() -> None:
    image = Image.new("P", (2400, 2400), 0)
    image.paste(1, (0, 0, 2400, 1200))
    found = opened(at_most(saved(image, "GIF", transparency=0), 1200).content)
    assert found.getpixel((600, 300))[3] == 255
    assert found.getpixel((600, 900))[3] == 0


def test_a_photo_taken_upright_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    found = at_most(saved(Image.new("RGB", (4000, 2000)), "JPEG", exif=exif), 1000)
    assert (found.width, found.height) == opened(found.content).size == (500, 1000)
    assert opened(found.content).getexif().get(0x0112, 1) == 1


@pytest.mark.parametrize("large", [False, True])
def test_what_is_broken_is_no_picture(large: bool) -> None:
    content = saved(Image.effect_noise((3000, 3000) if large else (90, 90), 80))
    assert at_most(content[: len(content) // 2], 1200) is None
    assert at_most(b"", 1200) is None
    assert at_most(b"not a picture", 1200) is None


def test_more_pixels_than_anybody_reads_are_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "_MOST", 100)
    assert at_most(saved(Image.new("1", (20, 20))), 1200) is None


def head_of(logo: bytes) -> list[tuple[int, int]]:
    look = styles("serif", 10.5)
    sheet = Sheet(
        title="T",
        author="A",
        subject="S",
        languages=("id",),
        fonts=look.fonts,
        left="",
        middle="",
        page=lambda page, pages: f"{page}/{pages}",
    )
    pdf = build(sheet, letterhead(Party(name="PT Maju"), logo, look))
    document = pypdfium2.PdfDocument(pdf)
    sizes = [each.get_px_size() for each in document[0].get_objects() if isinstance(each, pypdfium2.PdfImage)]
    document.close()
    return sizes


def test_a_huge_logo_of_before_is_read_once_for_all_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    really = picture.at_most
    monkeypatch.setattr(picture, "at_most", lambda content, most: asked.append(most) or really(content, most))
    logo = saved(Image.new("RGB", (4400, 1800), "navy"))
    assert [head_of(logo), head_of(logo)] == [[(1200, 491)]] * 2
    assert len(asked) == 1


def test_a_logo_that_is_no_picture_is_left_out() -> None:
    assert head_of(b"not a picture") == []


def test_only_the_last_ones_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = [saved(Image.new("1", (side, 1))) for side in range(1, 30)]
    for side, content in enumerate(pictures, 1):
        assert remembered(content, 1200).width == side
    made: list[bytes] = []
    monkeypatch.setattr(picture, "at_most", lambda content, _most: made.append(content))
    for content in pictures[-1:] + pictures[:-8]:
        remembered(content, 1200)
    assert made == pictures[:-8]
