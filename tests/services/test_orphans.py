"""A record whose client, order or template is gone, as damage and other programs leave it: one line in the list, never none."""

from contextlib import closing
from typing import Any

import pytest
import sqlcipher3.dbapi2 as driver

from desktop_crm.model.contract import Contract
from desktop_crm.model.errors import UnreadableError, UserError
from desktop_crm.model.listing import UNREADABLE, Filter, Query, is_unreadable
from desktop_crm.model.order import Order
from desktop_crm.services import attachment, client, contract, order, today
from desktop_crm.services.safety import check
from tests.office import Office


def behind(office: Office, statement: str) -> None:
    """As another program does it, beside ours."""
    with closing(driver.connect(str(office.workspace.path), isolation_level=None)) as other:
        other.execute(statement)


@pytest.fixture
def pair(office: Office) -> tuple[Contract, Contract]:
    """A contract and a sound one beside it, each of an order of its own."""
    orders = [office.confirmed(), office.confirmed()]
    torn, sound = (office.do(lambda s, each=each: contract.make(s, each.id)) for each in orders)
    return torn, sound


LISTS = {"order": order.listing, "contract": contract.listing}


def look(office: Office, noun: str, torn_id: int) -> dict[str, Any]:
    """The list is as long as it says, sorted and filtered, and one line of it can't be read; that line."""
    listing = LISTS[noun](office.workspace)
    for query in (
        Query(),
        Query(sort="client", descending=True),
        Query(find="Sumber"),
        Query("", (Filter("client", low="A"),)),
    ):
        page = listing.page(query, 0, 50)
        assert [*listing.ids(query)] == [row[0] for row in page]
        assert listing.count(query) == len(page)
        assert [row[0] for row in page if is_unreadable(row)] in ([torn_id], [])
    assert torn_id in listing.ids(Query())
    at = 1 + [column.id for column in listing.columns].index("total")
    totals = listing.totals(listing.ids(Query()))["total"]
    assert sum(money.amount for money in totals) == sum(row[at].amount for row in listing.page(Query(), 0, 50))
    return dict(zip(["id", *(column.id for column in listing.columns)], listing.rows([torn_id])[0], strict=True))


@pytest.mark.parametrize("gone", ["7777", "-1", "9223372036854775807"])
def test_an_order_without_its_client_is_one_line(office: Office, pair: tuple[Contract, Contract], gone: str) -> None:
    torn = pair[0].order_id
    behind(office, f"UPDATE orders SET client_id = {gone} WHERE id = {torn}")
    row = look(office, "order", torn)
    assert row["client"] is UNREADABLE
    assert row["number"] == office.see(lambda s: s.get(Order, torn)).number
    with pytest.raises(UnreadableError):
        office.see(lambda s: order.get(s, torn))
    with pytest.raises(UnreadableError):
        office.see(lambda s: contract.get(s, pair[0].id))
    told = [str(message) for message in check.of_card(office.workspace, "order", torn)]
    assert f"Row {torn} of Order points to a row of Client that is gone" in told
    assert torn not in [each.id for each in contract.orders_to_choose(office.workspace)]


@pytest.mark.parametrize("column", ["client", "order", "template"])
def test_a_contract_without_what_it_belongs_to_is_one_line(
    office: Office, pair: tuple[Contract, Contract], column: str
) -> None:
    torn, sound = pair
    behind(office, f"UPDATE contracts SET {column}_id = 7777 WHERE id = {torn.id}")
    row = look(office, "contract", torn.id)
    assert row[column] is UNREADABLE
    assert row["number"] == torn.number
    with pytest.raises(UnreadableError):
        office.see(lambda s: contract.get(s, torn.id))
    assert office.see(lambda s: contract.get(s, sound.id)).number == sound.number
    told = " ".join(str(message) for message in check.of_card(office.workspace, "contract", torn.id))
    assert f"Row {torn.id} of Contract points to a row of" in told
    assert check.check(office.workspace)


def test_it_is_a_line_of_the_start_screen(office: Office, pair: tuple[Contract, Contract]) -> None:
    torn, sound = pair
    behind(office, f"UPDATE contracts SET client_id = 7777 WHERE id = {torn.id}")
    with office.workspace.driver_connection() as connection:
        seen = today.overview(connection).group(today.TODAY)
    assert seen.count == len(seen.items)
    assert {(item.id, item.unreadable) for item in seen.items} == {(torn.id, True), (sound.id, False)}
    assert next(item for item in seen.items if item.unreadable).number == torn.number


def test_no_file_is_kept_on_a_record_that_was_deleted_while_it_was_read(office: Office) -> None:
    gone = office.do(lambda s: client.save(s, None, {"name": "Baru"})).id
    office.do(lambda s: client.delete(s, gone))
    with pytest.raises(UserError, match=r"^Not added: the record scan\.pdf was meant for is gone"):
        office.do(lambda s: attachment.add(s, "client", gone, "scan.pdf", b"%PDF"))
    assert office.see(lambda s: attachment.files_of(s, "client", gone)) == []


@pytest.mark.parametrize(
    ("done", "missing"),
    [("UPDATE attachments SET owner_id = 7777", "Client"), ("DELETE FROM blobs", "Contents of files")],
)
def test_a_file_without_its_record_or_its_bytes_is_told(office: Office, done: str, missing: str) -> None:
    added = office.do(lambda s: attachment.add(s, "client", office.client, "scan.pdf", b"%PDF")).id
    assert check.check(office.workspace) == []
    behind(office, done)
    told = f"Row {added} of File points to a row of {missing} that is gone"
    for found in (check.check(office.workspace), check.quick(office.workspace)):
        assert told in [str(message) for message in found]
