"""A small file as the version of the program that is importable makes it, with all that history may hold, and its shadow.

    python tests/versions/make.py                      the file of this version, at each release that has a new schema
    PYTHONPATH=../checkout python tests/versions/make.py   that of another one

Beside `0004.crm.xz` lies `0004.json.xz`: what stood in the file after each action, as that very version showed it.
`tests/storage/test_versions.py` upgrades the file, walks back to its start and forward again, and must meet the same. Only
services are called here that every version has; what is made stays as it is once it was shipped.
"""

import json
import lzma
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy.orm import Session

HERE = Path(__file__).parent
if __name__ == "__main__":
    sys.path.append(str(HERE.parent.parent))

from desktop_crm.model.address import Address  # noqa: E402 - the path above first
from desktop_crm.model.company import NumberSeries  # noqa: E402
from desktop_crm.model.contract import Template  # noqa: E402
from desktop_crm.model.contract_terms import ContractTerms  # noqa: E402
from desktop_crm.model.identifier import Identifier  # noqa: E402
from desktop_crm.model.message import msg  # noqa: E402
from desktop_crm.model.money import CURRENCIES, Money  # noqa: E402
from desktop_crm.model.nouns import NOUNS  # noqa: E402
from desktop_crm.model.order import Order  # noqa: E402
from desktop_crm.model.product import Product  # noqa: E402
from desktop_crm.services import client, contract, order, product, settings, template  # noqa: E402
from desktop_crm.services import contact as contacts  # noqa: E402
from desktop_crm.services.demo import demo  # noqa: E402
from desktop_crm.services.importing import plan as importing  # noqa: E402
from desktop_crm.services.workspace import opened  # noqa: E402
from desktop_crm.storage.file import revisions  # noqa: E402

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace

#: What stands in each table.
State = dict[str, list[list[object]]]
_Made = TypeVar("_Made")

DAY = date(2026, 3, 2)

#: What is compared: columns whose meaning is the same in every version.
TABLES = {
    "clients": ("id", "name", "full_name", "phones"),
    "contacts": ("id", "client_id", "name"),
    "products": ("id", "code", "name_id", "currency"),
    "orders": ("id", "number", "client_id", "state", "currency", "discount", "notes"),
    "order_lines": ("id", "order_id", "position", "name_id", "quantity", "discount", "unit"),
    "contracts": ("id", "number", "order_id", "client_id", "currency", "state"),
}


#: The same of what older versions have no table of; told where there is something in it.
NEWER = {
    "activities": ("id", "kind", "moment", "client_id", "contact_id", "text", "next_step", "due", "done_at"),
    "tasks": (
        *("id", "title", "note", "client_id", "contact_id", "order_id", "contract_id", "activity_id", "due", "time"),
        *("promise", "repeats", "checklist", "done_at", "snoozed_until", "series_id"),
    ),
    "letters": ("id", "number", "direction", "state", "client_id", "subject", "answers_id", "answered_on", "sent_on"),
}

#: What stands somewhere else since: a next step of an activity became a task.
MOVED = {
    ("activities", "next_step"): "coalesce((SELECT title FROM tasks s WHERE s.activity_id = activities.id), '')",
    ("activities", "due"): "(SELECT due FROM tasks s WHERE s.activity_id = activities.id)",
    ("activities", "done_at"): "(SELECT done_at FROM tasks s WHERE s.activity_id = activities.id)",
}


def state_of(connection: Any) -> State:
    """Every row, prices and totals as the numbers a person saw."""
    there = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    newer = {table: _rows(connection, table, names) for table, names in NEWER.items() if table in there}
    return {table: _rows(connection, table, names) for table, names in TABLES.items()} | {
        table: rows for table, rows in newer.items() if rows
    }


def _rows(connection: Any, table: str, names: tuple[str, ...]) -> list[list[object]]:
    present = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    money = [name for name in ("price_minor", "price", "total_minor") if name in present]
    currency = "(SELECT currency FROM orders o WHERE o.id = order_id)" if table == "order_lines" else "currency"
    there = [name if name in present else MOVED[table, name] for name in names]
    asked = [*there, *money, *([currency] if money else [])]
    rows = []
    for row in connection.execute(f"SELECT {', '.join(asked)} FROM {table} ORDER BY id"):
        values = list(row[: len(names)])
        for name, value in zip(money, row[len(names) :], strict=False):
            places = 4 if name == "price" else CURRENCIES[row[-1]]
            values.append(None if value is None else f"{Decimal(value).scaleb(-places).normalize():f}")
        rows.append(values)
    return rows


class Office:
    """One file in the hands of somebody who tries everything."""

    def __init__(self, workspace: "Workspace") -> None:
        self.workspace = workspace
        self.states = [self.state()]  # the last one is where redo leads to
        self.now = 0

    def state(self) -> State:
        with self.workspace.driver_connection() as connection:
            return state_of(connection)

    def do(self, text: str, work: Callable[[Session], _Made]) -> _Made:
        with self.workspace.write(msg(text)) as session:
            found = work(session)
        self.now += 1
        self.states[self.now :] = [self.state()]
        return found

    def undo(self) -> None:
        self.workspace.undo()
        self.now -= 1

    def redo(self) -> None:
        self.workspace.redo()
        self.now += 1

    def line(
        self,
        price: str,
        quantity: str = "2",
        *,
        key: int | None = None,
        product_id: int | None = None,
        name: str = "Kopi",
    ) -> order.LineInput:
        return order.LineInput(product_id, "", name, Decimal(quantity), "kg", Decimal(price), Decimal(0), None, "", key)

    def order(self, client_id: int, currency: str, *lines: order.LineInput) -> int:
        values = {"client_id": client_id, "ordered_on": DAY, "currency": currency}
        return self.do("Add order", lambda session: order.save(session, None, values, lines)).id

    def keys(self, order_id: int) -> list[int]:
        with self.workspace.read() as session:
            return [line.id for line in order.get(session, order_id).lines]


def priced(amount: str, currency: str) -> dict[str, Any]:
    """As `product.save` takes it: up to 0005 as one value."""
    if "price" in Product.__table__.columns:
        return {"price": Decimal(amount), "currency": currency}
    return {"price": Money(Decimal(amount), currency)}


def work(office: Office, folder: Path) -> None:
    """A day with every kind of action, among them those whose numbers change their meaning with the currency."""
    do, line = office.do, office.line
    address = Address(street="Jl. Contoh 1", city="Bandung", province="Jawa Barat", postal_code="40111")
    known = {
        "name": "Maju Jaya",
        "legal_form": "PT",
        "addresses": (address,),
        "identifiers": (Identifier("npwp", "01.234.567.8-901.000"),),
    }
    buyer = do("Add client", lambda s: client.save(s, None, known)).id
    gone = do("Add client", lambda s: client.save(s, None, {"name": "Lama Sekali"})).id
    boss = {"name": "Ibu Sri", "office": "Direktur", "authority": "akta pendirian", "roles": ("signatory",)}
    do("Add contact", lambda s: contacts.save(s, buyer, None, boss))
    goods = do(
        "Add product", lambda s: product.save(s, None, {"code": "V-1", "name_id": "Kran", **priced("12.50", "USD")})
    ).id
    free = {"code": "V-2", "name_id": "Contoh gratis", **priced("0", "IDR")}
    do("Add product", lambda s: product.save(s, None, free))
    do("Change price", lambda s: product.save(s, goods, priced("99.99", "USD")))
    do("Change currency and price", lambda s: product.save(s, goods, priced("9999", "IDR")))
    do("Change price", lambda s: product.save(s, goods, priced("150000", "IDR")))
    of_newer(office, buyer, goods)

    abroad = office.order(buyer, "USD", line("12.50", product_id=goods), line("99.99", "1.5"))
    do("Change currency", lambda s: order.save(s, abroad, {"currency": "EUR"}))
    first, second = office.keys(abroad)
    lines = [line("1250", key=first, product_id=goods), line("1500000", "1.5", key=second)]
    do("Change currency and prices", lambda s: order.save(s, abroad, {"currency": "IDR"}, lines))
    do("Back to dollars", lambda s: order.save(s, abroad, {"currency": "USD"}, [line("7.25", key=first)]))
    do("Add a line", lambda s: order.save(s, abroad, {}, [line("7.25", key=first), line("12.50")]))
    do("To rupiah, a line less", lambda s: order.save(s, abroad, {"currency": "IDR"}, [line("99000", key=first)]))
    do("Back to dollars, all lines", lambda s: order.save(s, abroad, {"currency": "USD"}))
    home = office.order(buyer, "IDR", line("850000", "3"), line("12500"))
    do("Change a line", lambda s: order.save(s, home, {"notes": "x"}, [line("900000", "3", key=office.keys(home)[0])]))
    do("Confirm", lambda s: order.step(s, home, "confirmed"))
    paper = do("Make contract", lambda s: contract.make(s, home, language="id", day=DAY)).id
    place = {"delivery_date": date(2026, 5, 1), "delivery_place": "Gudang Bandung", "place": "Jakarta"}
    do("Fill in", lambda s: contract.save(s, paper, place))
    do("Send", lambda s: contract.step(s, paper, "sent", DAY))
    do("Sign", lambda s: contract.step(s, paper, "signed", DAY))

    lost = office.order(gone, "JPY", line("1250"), line("0"))
    do("Delete order", lambda s: order.delete(s, lost))
    do("Delete client", lambda s: client.delete(s, gone))

    of_a_sheet(office, folder)
    do("Add client", lambda s: client.save(s, None, {"name": "Baru"}))
    for _ in range(3):
        office.undo()
    leave_typed(office, abroad)


def of_a_sheet(office: Office, folder: Path) -> None:
    """Products are imported, taken back and brought again, and one is changed."""
    sheet = folder / "harga.csv"
    sheet.write_text("Kode,Nama,Harga,Mata Uang\nI-1,Lampu,12500,IDR\nI-2,Kabel,1.25,USD\n", "utf-8")

    def take_over(session: Session) -> int:
        plan = importing.plan(session, "products", "harga.csv", importing.read(sheet, "products"))
        return importing.apply(session, plan)

    def change_imported(session: Session) -> None:
        imported = session.query(Product).filter_by(code="I-2").one()
        product.save(session, imported.id, priced("1.75", "USD"))

    office.do("Import", take_over)
    office.undo()
    office.redo()
    office.undo()
    office.redo()
    office.do("Change an imported price", change_imported)


def of_newer(office: Office, buyer: int, goods: int) -> None:
    """What not every version has."""
    if "lowest_price" in Product.__table__.columns:
        since_0008(office, buyer, goods)
    if "paper_text" in Order.__table__.columns:
        since_0009(office, buyer)
    if "terms" in Template.__table__.columns:
        since_0011(office, buyer)
    nouns = {noun.id for noun in NOUNS}
    if "task" in nouns:
        since_0020(office, buyer)
    if "begins_anew" in NumberSeries.__table__.columns:
        since_0016(office, buyer)
    if "letter" in nouns:
        since_0019(office, buyer)


def since_0008(office: Office, buyer: int, goods: int) -> None:
    """Two taxes on a line, rounded by it, and why a price is below what the product is sold for at least."""
    rule = {"code": "M", "name": "PPN 12%", "rate": Decimal(12), "second_name": "PPnBM 20%", "second_rate": Decimal(20)}
    taxed = office.do("Add tax rule", lambda s: settings.save_tax_rule(s, None, {**rule, "by_line": True})).id
    limits = {"lowest_price": Decimal(140_000), "largest_discount": Decimal("7.5")}
    office.do("Limit", lambda s: product.save(s, goods, limits))
    low = replace(office.line("135000", product_id=goods), tax_id=taxed, below_reason="pelanggan lama")
    made = office.order(buyer, "IDR", low, office.line("10"))
    office.do("Discount", lambda s: order.save(s, made, {"discount": Decimal(5)}))
    office.do("Confirm", lambda s: order.step(s, made, "confirmed"))
    office.do("Change tax rule", lambda s: settings.save_tax_rule(s, taxed, {"by_line": False}))


def since_0009(office: Office, buyer: int) -> None:
    """A text for the paper apart from the notes, of an order and of a contract."""
    made = office.order(buyer, "IDR", office.line("125000"))
    texts = {"paper_text": "Mohon diberi label per gudang.", "notes": "minta diskon tahun depan"}
    office.do("Write", lambda s: order.save(s, made, texts))
    office.do("Duplicate", lambda s: order.duplicate(s, made, DAY))
    office.do("Confirm", lambda s: order.step(s, made, "confirmed"))
    paper = office.do("Make contract", lambda s: contract.make(s, made, language="id", day=DAY)).id
    office.do("Write", lambda s: contract.save(s, paper, {"paper_text": "Barang contoh tidak dijual kembali."}))


def since_0011(office: Office, buyer: int) -> None:
    """The usual terms of a template, its text, and a copy of it."""
    made = office.order(buyer, "IDR", office.line("125000"))
    paper = office.do("Make contract", lambda s: contract.make(s, made, language="id", day=DAY)).id
    terms = ContractTerms(retention_of_title=True, penalty_percent=Decimal("0.2"))
    office.do("Agree", lambda s: contract.save(s, paper, {"terms": terms}))
    used = office.do("Keep terms", lambda s: contract.keep_usual_terms(s, paper)).id
    copy = office.do("Duplicate", lambda s: template.duplicate(s, used)).id
    office.do("Rename", lambda s: template.save(s, copy, {"title_id": "Milik kami"}))
    office.do("Make contract", lambda s: contract.make(s, made, language="id", day=DAY))


def since_0020(office: Office, buyer: int) -> None:
    """Tasks of a call, of one's own, about an order and its contract; put off, done, done again, with a checklist."""
    from desktop_crm.model.check_item import CheckItem
    from desktop_crm.services import activity, task, who

    do = office.do
    known = who.Who("Maju Jaya", client_id=buyer)
    values = {"kind": "call_in", "text": "minta harga kabel", "next_step": "kirim harga", "due": DAY}
    called = do("Call", lambda s: activity.capture(s, known, values)).id
    with office.workspace.read() as session:
        (first,) = [each.id for each in task.of_activity(session, called)]
    do("Put off", lambda s: task.put_off(s, first, date(2026, 3, 9)))
    new = who.Who("Maju Jaya", "Pak Dodi", client_id=buyer, phone="+628123456789")
    picture = ("kartu.png", b"\x89PNG")
    again = {"kind": "visit", "text": "x", "next_step": "kirim contoh"}
    second = do("Visit", lambda s: activity.capture(s, new, again, closes=[first], picture=picture))
    do("Change", lambda s: activity.save(s, second.id, {"text": "melihat gudang"}))
    do("Delete contact", lambda s: contacts.delete(s, second.contact_id))
    lines = (CheckItem("Angka"), CheckItem("Usulan"))
    report = {"title": "Laporan", "due": date(2026, 3, 31), "repeats": "1 month", "checklist": lines, "time": "09:00"}
    own = do("Add task", lambda s: task.save(s, None, report)).id
    do("Tick", lambda s: task.tick(s, own, 0, done=True))
    do("Done", lambda s: task.finish(s, own))
    office.undo()
    office.redo()
    made = office.order(buyer, "IDR", office.line("1000"))
    about = {"title": "Pastikan stok", "order_id": made, "promise": "ours", "note": "gudang B"}
    do("Add task", lambda s: task.save(s, None, about))
    do("Delete order", lambda s: order.delete(s, made))
    office.undo()
    stranger = who.Who("Tamu Baru", phone="+6281234567")
    third = do("Message", lambda s: activity.capture(s, stranger, {**again, "kind": "message"}))
    do("Delete client", lambda s: client.delete(s, third.client_id))
    do("Delete activity", lambda s: activity.delete(s, called))
    office.undo()


def since_0016(office: Office, buyer: int) -> None:
    """Numbers that begin anew every month, and then never."""
    office.do("Every month", lambda s: settings.save_series(s, "order", "SO/{year}/{month}/{seq}", "month"))
    office.order(buyer, "IDR", office.line("1000"))
    office.do("Never", lambda s: settings.save_series(s, "order", "SO-{seq}", "never"))
    office.order(buyer, "IDR", office.line("1000"))


def since_0019(office: Office, buyer: int) -> None:
    """Letters both ways: one sent, one that came in and is answered, one deleted, and a template of them that was edited."""
    from desktop_crm.services import letter

    do = office.do
    with office.workspace.read() as session:
        thanks = next(each.id for each in letter.templates(session) if each.code == "letter_thanks")
    values = {"client_id": buyer, "template_id": thanks, "letter_date": DAY}
    first = do("Write", lambda s: letter.save(s, None, values)).id
    do("Send", lambda s: letter.step(s, first, "sent", DAY))
    came = {"direction": "incoming", "client_id": buyer, "subject": "Keluhan", "letter_date": DAY}
    asked = do("Receive", lambda s: letter.save(s, None, {**came, "answer_due": DAY, "their_number": "7/X/2026"})).id
    answer = {**values, "answers_id": asked, "text": "Sudah kami ganti.", "subject": "Jawaban"}
    made = do("Answer", lambda s: letter.save(s, None, answer)).id
    do("Send", lambda s: letter.step(s, made, "sent", DAY))
    draft = do("Write", lambda s: letter.save(s, None, {"addressee": "Dinas\nSemarang", "subject": "Permohonan"})).id
    do("Delete letter", lambda s: letter.delete(s, draft))
    do("Edit", lambda s: template.save(s, thanks, {"title_id": "Terima kasih"}))
    office.undo()


def leave_typed(office: Office, order_id: int) -> None:
    """A draft and a filter, in versions that keep them in the file."""
    typed = {"lines": [{"name": "Kran", "quantity": "2", "unit_price": "12.50", "discount": "0"}]}
    content = json.dumps({"part": "", "version": 1, "given": {}, "typed": typed})
    with office.workspace.driver_connection() as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
        if "drafts" in tables:
            connection.execute("INSERT INTO drafts VALUES ('a', 'order', ?, ?, 1)", (order_id, content))
        if "habits" in tables:
            bound = {"money": ["12.50", "USD"]}
            connection.execute("INSERT INTO habits VALUES ('a', ?)", (json.dumps({"low": bound}),))


def make(folder: Path) -> str:
    """The file of the version at hand; its name."""
    name = revisions.HEAD
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "a.crm"
        demo.make(path, clients=6, orders=5, contracts=0).close()
        with opened(path) as workspace:
            office = Office(workspace)
            work(office, Path(temporary))
            shadow = json.dumps({"now": office.now, "states": office.states}).encode()
        (folder / f"{name}.crm.xz").write_bytes(lzma.compress(path.read_bytes(), preset=9))
        (folder / f"{name}.json.xz").write_bytes(lzma.compress(shadow, preset=9))
    return name


if __name__ == "__main__":
    print(make(HERE))  # noqa: T201 - a command
