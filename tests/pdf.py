"""What a paper says, read back by another library than the one that wrote it."""

import pypdfium2


def text_of(pdf: bytes) -> str:
    """Its words, page after page, as they stand."""
    return "".join(pages_of(pdf))


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """The same on one line, wherever the paper breaks its own, and words whole where it parts them."""
    return " ".join(text_of(pdf).replace("\x02", "").split())
