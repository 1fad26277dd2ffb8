"""What a paper says, read back by another library than the one that wrote it."""

import pypdfium2


def text_of(pdf: bytes) -> str:
    """Its words, page after page, as they stand."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def words_of(pdf: bytes) -> str:
    """The same on one line, wherever the paper breaks its own, and words whole where it parts them."""
    return " ".join(text_of(pdf).replace("\x02", "").split())
