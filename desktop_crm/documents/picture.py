"""Pictures made small enough: a paper shows a logo in a few centimetres, whatever its file holds."""

from collections.abc import Iterator
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from PIL.Image import Image

#: Nothing else is opened: among the many kinds that can be read are some that start other programs.
_KINDS: Final = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "TIFF")
#: Bytes of the whole picture in memory, and pixels of a JPEG, which is read scaled down.
_MOST: Final = 250_000_000
_MOST_JPEG: Final = 120_000_000
_QUALITY: Final = 88
_REMEMBERED: Final = 8
_MOST_LEAVES: Final = 100


class Picture(NamedTuple):
    """A picture that can be read."""

    content: bytes
    width: int
    height: int


def at_most(content: bytes, pixels: int) -> Picture | None:
    """The very bytes when they fit, else scaled to `pixels` on the longer side; None when they are no picture.

    A JPEG stays one (and is read scaled down already, which is quick), anything else becomes a PNG.
    """
    from PIL import Image as Pillow

    Pillow.MAX_IMAGE_PIXELS = None  # only warned of up to twice as many; `_is_endless` is stricter
    try:
        with Pillow.open(BytesIO(content), formats=_KINDS) as opened:
            if _is_endless(opened):
                return None
            if max(opened.size) <= pixels:
                opened.load()
                return Picture(content, *opened.size)
            return _scaled(opened, pixels)
    except (OSError, ValueError, SyntaxError, EOFError):
        return None


def leaves(content: bytes, pixels: int) -> Iterator[Picture]:
    """A picture as JPEG, upright, on white, at most so large; of a scan with several leaves each of them. None of what can't be read."""
    from PIL import Image as Pillow

    Pillow.MAX_IMAGE_PIXELS = None
    try:
        with Pillow.open(BytesIO(content), formats=_KINDS) as opened:
            count = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
            for at in range(min(count, _MOST_LEAVES)):
                if at:
                    opened.seek(at)
                if not _is_endless(opened):
                    yield _leaf(opened, pixels)
    except (OSError, ValueError, SyntaxError, EOFError):
        return


def remembered(content: bytes, pixels: int) -> Picture | None:
    """As `at_most`, made once for the same bytes: a workspace from before may hold a huge logo for each paper."""
    key = sha256(content).digest(), pixels
    if key in _known:
        return _known[key]
    made = at_most(content, pixels)
    for oldest in list(_known)[: len(_known) + 1 - _REMEMBERED]:
        _known.pop(oldest, None)
    _known[key] = made
    return made


#: By the bytes' hash, so that these themselves are not held.
_known: dict[tuple[bytes, int], Picture | None] = {}


def _is_endless(opened: "Image") -> bool:
    pixels = opened.width * opened.height
    if opened.format == "JPEG":
        return pixels > _MOST_JPEG
    return pixels * (1 if len(opened.getbands()) == 1 else 4) > _MOST


def _scaled(opened: "Image", pixels: int) -> Picture:
    from PIL import ImageOps

    form = "JPEG" if opened.format == "JPEG" else "PNG"
    opened.draft("RGB", (pixels, pixels))
    image = _plain(opened)
    image.thumbnail((pixels, pixels), reducing_gap=2.0)
    ImageOps.exif_transpose(image, in_place=True)
    target = BytesIO()
    image.save(target, form, quality=_QUALITY)
    return Picture(target.getvalue(), *image.size)


def _leaf(opened: "Image", pixels: int) -> Picture:
    from PIL import Image as Pillow
    from PIL import ImageOps

    opened.draft("RGB", (pixels, pixels))
    image = _plain(opened)
    if image is opened:
        image = opened.copy()  # the next leaf is read from it
    image.thumbnail((pixels, pixels), reducing_gap=2.0)
    ImageOps.exif_transpose(image, in_place=True)
    if image.mode == "RGBA":
        white = Pillow.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    target = BytesIO()
    image.save(target, "JPEG", quality=_QUALITY)
    return Picture(target.getvalue(), *image.size)


def _plain(image: "Image") -> "Image":
    """In colours that can be mixed, transparent where it was."""
    if image.mode in {"RGB", "RGBA", "L"} and "transparency" not in image.info:
        return image
    see_through = "A" in image.getbands() or "a" in image.getbands() or "transparency" in image.info
    return image.convert("RGBA" if see_through else "RGB")
