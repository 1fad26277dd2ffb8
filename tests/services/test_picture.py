"""Logos and pictures are kept no larger than they are ever shown."""

from io import BytesIO

import pytest
from PIL import Image

from desktop_crm.model.message import msg
from desktop_crm.services import order, product, settings
from desktop_crm.services.papers import order as order_paper
from desktop_crm.services.picture import LOGO, PRODUCT
from desktop_crm.storage import attachment
from tests.office import Office


def drawn(width: int, height: int = 300, form: str = "PNG") -> bytes:
    target = BytesIO()
    Image.new("RGB", (width, height), "teal").save(target, form)
    return target.getvalue()


def logo_of(office: Office) -> bytes | None:
    return office.see(lambda s: settings.picture(s, settings.company(s).logo_id))


@pytest.mark.parametrize(("width", "kept"), [(400, 400), (LOGO, LOGO), (4000, LOGO)])
def test_a_logo(office: Office, width: int, kept: int) -> None:
    office.do(lambda s: settings.save_company(s, {"logo": drawn(width)}))
    assert Image.open(BytesIO(logo_of(office))).width == kept


@pytest.mark.parametrize(("width", "kept"), [(1600, 1600), (PRODUCT, PRODUCT), (4000, PRODUCT)])
def test_a_picture_of_a_product(office: Office, width: int, kept: int) -> None:
    office.do(lambda s: product.save(s, office.goods, {"picture": drawn(width, form="JPEG")}))
    content = office.see(lambda s: product.shown(s, office.goods)).picture
    assert Image.open(BytesIO(content)).width == kept


def test_what_fits_keeps_its_bytes_and_none_is_none(office: Office) -> None:
    office.do(lambda s: settings.save_company(s, {"logo": drawn(500)}))
    assert logo_of(office) == drawn(500)
    office.do(lambda s: settings.save_company(s, {"logo": None}))
    assert logo_of(office) is None


def test_what_is_no_picture_is_kept_and_left_out_of_papers(office: Office) -> None:
    office.do(lambda s: settings.save_company(s, {"logo": b"not a picture"}))
    assert logo_of(office) == b"not a picture"
    made = office.order()
    assert office.see(lambda s: order_paper.make(s, order.get(s, made.id))).startswith(b"%PDF")


def test_a_huge_logo_of_before_makes_a_small_paper(office: Office) -> None:
    with office.workspace.write(msg("Before")) as session:
        settings.company(session).logo_id = attachment.keep_bytes(session, drawn(5000, 5000))
    made = office.order()
    pdf = office.see(lambda s: order_paper.make(s, order.get(s, made.id)))
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    (logo,) = (each for each in document[0].get_objects() if isinstance(each, pypdfium2.PdfImage))
    assert logo.get_px_size() == (1200, 1200)
    document.close()
