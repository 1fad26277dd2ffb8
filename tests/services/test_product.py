"""The catalogue: codes are unique, what orders name stays."""

from decimal import Decimal

import pytest

from desktop_crm.model.errors import UserError
from desktop_crm.services import product
from tests.office import Office


def test_a_taken_code_is_told_at_the_code(office: Office) -> None:
    with pytest.raises(UserError) as caught:
        office.do(lambda s: product.save(s, None, {"code": "KOPI-1", "name_id": "Lain", "name_en": "Other"}))
    assert [problem.field for problem in caught.value.problems] == ["code"]


def test_a_product_in_orders_stays_and_another_goes(office: Office) -> None:
    office.order()
    with pytest.raises(UserError):
        office.do(lambda s: product.delete(s, office.goods))
    office.do(lambda s: product.delete(s, office.service))
    office.workspace.undo()
    assert office.see(lambda s: product.get(s, office.service)).code == "JASA-1"


def test_a_new_price_leaves_orders_alone(office: Office) -> None:
    made = office.order()
    office.do(lambda s: product.save(s, office.goods, {"price": Decimal(1), "name_id": "Teh"}))
    from desktop_crm.services import order

    again = office.see(lambda s: order.get(s, made.id))
    assert (again.lines[0].price, again.lines[0].name_id, again.total) == (Decimal(125000), "Kopi bubuk", made.total)


def test_the_picture_is_kept_and_taken_away(office: Office) -> None:
    made = office.do(lambda s: product.save(s, office.goods, {"picture": b"png"}))
    assert office.see(lambda s: product.picture(s, made.picture_id)) == b"png"
    assert office.do(lambda s: product.save(s, office.goods, {"picture": None})).picture_id is None
