"""How it stands with a client, as its row has it for lists: always what hangs on it says, whatever was done and taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop_crm.language import language
from desktop_crm.model.listing import UNREADABLE, Filter, Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Sums
from desktop_crm.services import activity, client, exporting, order, task
from desktop_crm.services.past import trash
from desktop_crm.services.safety.check import check
from desktop_crm.services.who import known
from desktop_crm.storage.client import CLIENTS
from desktop_crm.storage.journal.gathering import unlike
from desktop_crm.storage.lists.listing import SqlListing
from tests.office import Office

TODAY = date(2026, 3, 12)


@pytest.fixture
def listing(office: Office) -> SqlListing:
    return SqlListing(office.workspace, CLIENTS, today=lambda: TODAY)


def row_of(listing: SqlListing, client_id: int) -> dict[str, Any]:
    (row,) = listing.rows([client_id])
    return dict(zip((column.id for column in listing.columns), row[1:], strict=True))


def told(listing: SqlListing, client_id: int) -> list[Any]:
    row = row_of(listing, client_id)
    names = ("open_orders", "open_total", "this_year", "last_contact", "silence", "next_due", "next_step")
    return [row[name] for name in names]


def unlike_of(office: Office) -> list[tuple[int, str]]:
    with office.workspace.driver_connection() as connection:
        ids = [row[0] for row in connection.execute("SELECT id FROM clients")]
        return list(unlike(connection, "clients", ids))


def called(office: Office, client_id: int, moment: datetime, **values: Any) -> Any:
    given = {"kind": "call_out", "moment": moment, "text": "Tanya harga", **values}
    of = known(office.workspace, client_id)
    return office.do(lambda s: activity.capture(s, of, given))


def test_what_hangs_on_a_client_is_told_in_its_row(office: Office, listing: SqlListing) -> None:
    assert told(listing, office.client) == [None] * 7
    office.order(ordered_on=date(2026, 3, 9), promised_on=None)
    assert told(listing, office.client) == [None, None, None, date(2026, 3, 9), 3, None, None]
    one = office.confirmed(office.line(tax=False), ordered_on=date(2026, 3, 10), promised_on=None)
    assert told(listing, office.client)[:5] == [1, one.total, one.total, date(2026, 3, 10), 2]
    due = date(2026, 4, 1)
    called(office, office.client, datetime(2026, 3, 11, 9, 30).astimezone(), next_step="Kirim harga", due=due)
    assert told(listing, office.client)[3:] == [date(2026, 3, 11), 1, due, "Kirim harga"]
    assert str(row_of(listing, office.client)["heard"]) == "called yesterday"
    called(office, office.client, datetime(2026, 3, 12, 9, 30).astimezone(), kind="note")
    assert told(listing, office.client)[3:5] == [date(2026, 3, 11), 1]
    office.do(lambda s: order.step(s, one.id, "cancelled"))
    assert told(listing, office.client)[:3] == [None, None, None]


def test_sums_of_several_currencies_stand_side_by_side(office: Office, listing: SqlListing, tmp_path: Path) -> None:
    rupiah = office.confirmed(office.line(tax=False), ordered_on=TODAY, promised_on=None)
    foreign = replace(office.line(price="12.50", tax=False), product_id=None)
    dollars = office.confirmed(foreign, ordered_on=TODAY, promised_on=None, currency="USD")
    both = Sums((rupiah.total, dollars.total))
    assert told(listing, office.client)[:3] == [2, both, both]
    assert listing.totals([office.client])["open_total"] == [rupiah.total, dollars.total]
    assert listing.sums(Query())["open_total"] == [rupiah.total, dollars.total]
    assert listing.sums(Query(find="nobody"))["open_total"] == []
    target = tmp_path / "klien.xlsx"
    exporting.export(listing, Query(), ["name", "open_total"], title="Klien", language=language("en"), target=target)
    cell = openpyxl.load_workbook(target).active["B2"].value
    assert cell.replace("\xa0", " ") == "Rp 250,000 + US$ 23.75".replace("23.75", f"{dollars.total.amount}")


def test_silence_grows_with_the_day_and_can_be_asked_for(office: Office, listing: SqlListing) -> None:
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Diam"})).id
    called(office, other, datetime(2025, 9, 1, 9, 0).astimezone())
    called(office, office.client, datetime(2026, 3, 2, 9, 0).astimezone())
    assert str(row_of(listing, other)["heard"]) == "silent 192 days"

    def found(low: int | None = None, high: int | None = None) -> list[int]:
        return list(listing.ids(Query(filters=(Filter("silence", low=low, high=high),))))

    assert (found(low=192), found(low=193), found(high=10), found(low=10, high=10)) == (
        [other],
        [],
        [office.client],
        [office.client],
    )
    by_silence = Query(sort="silence", descending=True)
    assert list(listing.ids(by_silence))[:2] == [other, office.client]
    later = SqlListing(office.workspace, CLIENTS, today=lambda: TODAY + timedelta(days=1))
    assert told(later, office.client)[4] == 11


def test_no_year_but_this_one_is_told(office: Office, listing: SqlListing) -> None:
    one = office.confirmed(ordered_on=date(2025, 12, 30), promised_on=None)
    assert told(listing, office.client)[1:3] == [one.total, None]


def test_it_follows_whatever_is_done_and_taken_back(office: Office) -> None:
    other = office.do(lambda s: client.save(s, None, {"name": "Toko Lain"})).id
    made = office.confirmed(promised_on=None)
    draft = office.order(promised_on=None)
    office.do(lambda s: order.save(s, draft.id, {"client_id": other}))
    call = called(office, other, datetime(2026, 3, 11, 9, 30).astimezone(), next_step="Kirim", due=TODAY)
    office.do(lambda s: activity.save(s, call.id, {"client_id": office.client, "contact_id": None}))
    (step,) = office.see(lambda s: task.open_of(s, office.client))
    office.do(lambda s: task.finish(s, step.id))
    office.do(lambda s: order.step(s, made.id, "cancelled"))
    office.do(lambda s: client.delete(s, office.client, with_papers=True))
    assert unlike_of(office) == []
    steps = 0
    while office.workspace.undo() is not None:
        steps += 1
        assert unlike_of(office) == []
    while office.workspace.redo() is not None:
        assert unlike_of(office) == []
    assert steps == 10
    with office.workspace.write(msg("Restore")) as session:
        trash.restore(session, list(trash.listing(office.workspace).ids(Query())))
    assert unlike_of(office) == []
    assert check(office.workspace) == []


def test_a_client_itself_is_not_changed_by_an_order(office: Office) -> None:
    """Or a card that is open would be told that it was changed elsewhere, and the history would tell of nothing."""
    office.confirmed(promised_on=None)  # makes a prospect an active client
    before = office.see(lambda s: client.get(s, office.client))
    changes = changes_of(office)
    office.confirmed(promised_on=None)
    now = office.see(lambda s: client.get(s, office.client))
    assert (now.version, now.changed_at, now.open_orders) == (before.version, before.changed_at, 2)
    assert changes_of(office) == changes


def changes_of(office: Office) -> int:
    with office.workspace.driver_connection() as connection:
        told = connection.execute("SELECT count(*) FROM journal_changes WHERE table_name = 'clients'").fetchone()
    return int(told[0])


def test_the_check_tells_what_does_not_fit(office: Office) -> None:
    office.confirmed(promised_on=None)
    with office.workspace.aside() as connection:
        connection.execute("UPDATE clients SET open_orders = 7 WHERE id = ?", (office.client,))
    found = [str(each) for each in check(office.workspace)]
    assert found == ["Client PT Sumber Makmur is listed with something else than hangs on it (Open orders)"]
    office.order(promised_on=None)
    assert check(office.workspace) == []


def test_what_can_not_be_read_of_an_order_keeps_nobody_from_working(office: Office, listing: SqlListing) -> None:
    one = office.confirmed(promised_on=None, ordered_on=date(2026, 3, 1))
    with office.workspace.aside() as connection:
        torn = "UPDATE orders SET ordered_on = CAST(x'ff' AS TEXT), currency = CAST(x'fe' AS TEXT), total_minor = ?"
        connection.execute(f"{torn} WHERE id = ?", (2**63 - 1, one.id))
    office.confirmed(promised_on=None, ordered_on=TODAY)
    row = row_of(listing, office.client)
    assert (row["open_orders"], row["open_total"]) == (2, UNREADABLE)
    assert row["last_contact"] == TODAY
