import phonenumbers

from desktop_crm.model.country import is_abroad
from desktop_crm.model.email import email_problem
from desktop_crm.model.identifier import Identifier, identifier_doubt, identifier_problem
from desktop_crm.model.phone import normalise_phone
from desktop_crm.services.demo.names import DemoClient, DemoNames
from desktop_crm.services.demo.product import demo_products


def clients(seed: int, count: int = 300) -> list[DemoClient]:
    names = DemoNames(seed)
    return [names.client() for _ in range(count)]


def test_the_same_seed_gives_the_same_clients() -> None:
    assert clients(1) == clients(1)
    assert clients(1) != clients(2)


def test_what_is_invented_passes_our_own_checks_and_reaches_nobody() -> None:
    for client in clients(3):
        for phone in (client.phone, *([client.person.phone] if client.person else [])):
            assert normalise_phone(phone) == phone
            assert not phonenumbers.is_valid_number(phonenumbers.parse(phone)) or phone[-7] == "1"
        assert email_problem(client.email) is None
        assert client.email.endswith("example.com")
        for kind in ("npwp", "nib", "nik"):
            if number := getattr(client, kind):
                assert identifier_problem(Identifier(kind, number)) is None
                assert identifier_doubt(Identifier(kind, number)) is None


def test_some_are_abroad_and_have_the_numbers_of_their_country() -> None:
    abroad = [client for client in clients(3) if client.place.country != "Indonesia"]
    assert abroad
    assert all(is_abroad(client.place.country) and client.registration and not client.npwp for client in abroad)
    assert all(client.nik for client in clients(3) if not client.is_company)


def test_goods_and_services() -> None:
    products = demo_products()
    assert len({product.code for product in products}) == len(products)
    assert all(product.price > 0 and product.name_id and product.name_en for product in products)
    assert {product.is_service for product in products} == {True, False}
