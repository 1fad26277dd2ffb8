import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QRect, QRectF, QSize

from desktop_crm.model.errors import UserError
from desktop_crm.ui.preview.pages import ClosedError, Pages

A4 = (595.28, 841.89)
WHITE = 0xFFFFFFFF


@pytest.fixture
def pages(six: bytes) -> Iterator[Pages]:
    opened = Pages(six)
    yield opened
    opened.close()


def test_counts_and_measures(pages: Pages) -> None:
    assert len(pages) == 6
    assert pages.sizes[0].width() == pytest.approx(A4[0], abs=0.1)


@pytest.mark.parametrize("data", [b"", b"not a PDF", b"%PDF-1.4\n%%EOF", b"\x00" * 5000])
def test_damaged_bytes_are_told(data: bytes) -> None:
    with pytest.raises(UserError, match="damaged"):
        Pages(data)


def test_half_a_file_opens_or_is_told(six: bytes) -> None:
    for end in range(0, len(six), 997):
        try:
            Pages(six[:end]).close()
        except UserError:
            continue


def test_a_picture_has_ink_on_opaque_white(pages: Pages) -> None:
    image = pages.picture(0, 400)
    assert (image.width(), image.height()) == (400, 566)
    colors = {image.pixel(x, y) for x in range(400) for y in range(566)}
    assert WHITE in colors
    assert all(color >> 24 == 0xFF for color in colors)
    assert min(color & 0xFF for color in colors) < 80


def test_strips_put_together_are_the_page(pages: Pages) -> None:
    whole = QSize(300, 424)
    picture = pages.strip(0, whole, QRect(0, 0, 300, 424))
    for top in range(0, 424, 100):
        part = QRect(0, top, 300, min(100, 424 - top))
        assert pages.strip(0, whole, part) == picture.copy(part)


def test_finds_without_regard_to_capitals_and_says_where(pages: Pages) -> None:
    hits = pages.find("NEEDLE of")
    assert [hit.page for hit in hits] == list(range(6))
    area = hits[0].areas[0]
    assert area.x() == pytest.approx(72, abs=2)
    assert area.bottom() == pytest.approx(60, abs=4)
    assert pages.text_in(0, area.adjusted(-1, -1, 1, 1)).strip() == "Needle of"


def test_finds_across_a_line_end(make_pdf: Callable[..., Any]) -> None:
    pages = Pages(make_pdf("force majeure", lines=2))
    hits = pages.find("1.0 force")
    pages.close()
    assert len(hits) == 1
    assert len(hits[0].areas) == 2


@pytest.mark.parametrize(
    "text", ["", "   ", "\n", "\x00", "\ud800", "\u200b", "😀", "(", "[a-z", "x" * 10_000, "%s", "_"]
)
def test_odd_searches_find_nothing(pages: Pages, text: str) -> None:
    assert pages.find(text) == []


def test_search_stops_when_asked(pages: Pages) -> None:
    def stop() -> None:
        raise ClosedError

    with pytest.raises(ClosedError):
        pages.find("needle", stop)


def test_gives_the_words(pages: Pages) -> None:
    assert "Needle of page 3" in pages.text(2)
    assert "\r" not in pages.text(2)


def test_a_rotated_page_is_measured_as_it_is_seen(make_pdf: Callable[..., Any]) -> None:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter()
    for page in PdfReader(BytesIO(make_pdf("turned", lines=1))).pages:
        page.rotate(90)
        writer.add_page(page)
    file = BytesIO()
    writer.write(file)
    pages = Pages(file.getvalue())
    assert pages.sizes[0].width() > pages.sizes[0].height()
    area = pages.find("turned")[0].areas[0]
    found = pages.text_in(0, area.adjusted(-1, -1, 1, 1)).strip()
    pages.close()
    assert QRectF(0, 0, A4[1], A4[0]).contains(area)
    assert area.height() > area.width()
    assert found == "turned"


def test_extract_gives_a_pdf_of_these_pages(pages: Pages) -> None:
    few = Pages(pages.extract([4, 1]))
    words = [few.text(0), few.text(1)]
    few.close()
    assert "Needle of page 5" in words[0]
    assert "Needle of page 2" in words[1]


def test_closed_pages_say_so_and_may_be_closed_again(six: bytes) -> None:
    pages = Pages(six)
    pages.picture(0, 50)
    pages.close()
    pages.close()
    with pytest.raises(ClosedError):
        pages.picture(0, 50)
    with pytest.raises(ClosedError):
        pages.find("needle")
    assert len(pages) == 6


def test_many_threads_may_ask_at_once(six: bytes) -> None:
    pages = Pages(six)
    failures = []

    def work(number: Any) -> None:
        try:
            for page in range(6):
                pages.picture(page, 60 + number)
                pages.find("needle")
                Pages(six)  # forgotten, not closed
        except ClosedError:
            pass
        except Exception as error:  # noqa: BLE001  # whatever it is, the test must see it
            failures.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pages.close()
    assert failures == []


def test_a_program_that_forgets_to_close_ends_quietly(six: bytes, tmp_path: Path) -> None:
    file = tmp_path / "six.pdf"
    file.write_bytes(six)
    code = (
        "import sys; from pathlib import Path; from desktop_crm.ui.preview.pages import Pages\n"
        "pages = Pages(Path(sys.argv[1]).read_bytes()); pages.picture(0, 100); pages.find('needle')"
    )
    ended = subprocess.run([sys.executable, "-W", "error", "-c", code, str(file)], capture_output=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, b"")
