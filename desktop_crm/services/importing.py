"""Importing clients and products: a plan first (what is matched, wrong, known already), then one action writes it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from desktop_crm.exchange.client_sheet import CLIENT_FIELDS, ClientRow, ContactRow, client_rows
from desktop_crm.exchange.columns import ImportField, by_title, known_names, match
from desktop_crm.exchange.product_sheet import PRODUCT_FIELDS, ProductRow, product_rows
from desktop_crm.exchange.sheet import Sheet, read_sheets
from desktop_crm.exchange.values import RowProblem
from desktop_crm.model.address import Address
from desktop_crm.model.client import Client, Email
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import UserError
from desktop_crm.model.fold import fold, name_key
from desktop_crm.model.message import Message, msg
from desktop_crm.model.money import Money
from desktop_crm.model.problem import Severity
from desktop_crm.model.product import Product
from desktop_crm.services import product as products
from desktop_crm.storage import client as client_storage
from desktop_crm.storage import product as product_storage
from desktop_crm.storage import settings
from desktop_crm.storage.bulk import bulk_insert

__all__ = ["FIELDS", "Double", "ImportField", "Plan", "Progress", "RowProblem", "Sheet", "What"]

What = Literal["clients", "products"]

#: Called with (rows done, rows in all); may raise to stop, and nothing is written then.
Progress = Callable[[int, int], None]

_BATCH: Final = 1000

FIELDS: Final[dict[What, tuple[ImportField, ...]]] = {"clients": CLIENT_FIELDS, "products": PRODUCT_FIELDS}


@dataclass(frozen=True, slots=True)
class Double:
    """A row that is known already: by what (`name`, `phone`, `npwp`, `code`), and whom; id 0 is an earlier row of the sheet."""

    row: int
    name: str
    by: str
    known_id: int
    known_name: str

    def told(self) -> Message:
        """The sentence for the list."""
        same = {
            "name": msg("same name"),
            "phone": msg("same phone"),
            "npwp": msg("same NPWP"),
            "code": msg("same code"),
        }
        if self.known_id == 0:
            return msg(
                "Row {row}: {name} stands in the sheet before ({why})", row=self.row, name=self.name, why=same[self.by]
            )
        return msg(
            "Row {row}: {name} is known as {known} ({why})",
            row=self.row,
            name=self.name,
            known=self.known_name,
            why=same[self.by],
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """What an import would do. Nothing is written until `apply`."""

    what: What
    file: str
    sheets: tuple[str, ...]
    sheet: Sheet
    mapping: Mapping[str, int]
    rows: tuple[ClientRow, ...] | tuple[ProductRow, ...]
    problems: tuple[RowProblem, ...]
    doubles: tuple[Double, ...]

    @property
    def errors(self) -> int:
        """How many rows are left out because something is wrong."""
        return len({problem.row for problem in self.problems if problem.severity is Severity.ERROR})

    @property
    def new(self) -> int:
        """How many rows are neither wrong nor known."""
        return len(self.rows) - len({double.row for double in self.doubles})


def read(path: Path, what: What) -> tuple[Sheet, ...]:
    """The sheets of a file. UserError or WorldError when it can't be read."""
    return read_sheets(path, known_names(FIELDS[what]))


def matched(sheet: Sheet, what: What) -> dict[str, int]:
    """Field → column, as far as the columns' names tell."""
    return match(sheet.header, FIELDS[what])


def plan(
    session: Session,
    what: What,
    file: str,
    sheets: Sequence[Sheet],
    *,
    sheet_name: str = "",
    mapping: Mapping[str, int] | None = None,
) -> Plan:
    """What importing a sheet would do; `mapping` (field → column) None: columns are matched by their names.

    Raises:
        UserError: no such sheet, or no column for what every row needs.
    """
    sheet = next((sheet for sheet in sheets if sheet_name in {"", sheet.name}), None)
    if sheet is None:
        raise UserError(msg("{file} has no sheet {sheet}", file=file, sheet=sheet_name))
    columns = match(sheet.header, FIELDS[what]) if mapping is None else mapping
    rows, problems, doubles = (_plan_clients if what == "clients" else _plan_products)(session, sheet, columns)
    return Plan(what, file, tuple(item.name for item in sheets), sheet, columns, rows, tuple(problems), tuple(doubles))


def chosen_columns(sheet: Sheet, what: What, wanted: Mapping[str, str]) -> dict[str, int]:
    """The matched columns, those of `wanted` (field → title) overruling. UserError for unknown fields and titles."""
    known = {field.id for field in FIELDS[what]}
    if unknown := set(wanted) - known:
        raise UserError(
            msg("There is no field {field}; there are {known}", field=min(unknown), known=", ".join(sorted(known)))
        )
    try:
        overruled = by_title(sheet.header, wanted)
    except KeyError as error:
        raise UserError(msg("The sheet has no column {column}", column=str(error.args[0]))) from error
    matched = {field: at for field, at in match(sheet.header, FIELDS[what]).items() if at not in overruled.values()}
    return {**matched, **overruled}


def apply(
    session: Session,
    plan: Plan,
    *,
    doubles_too: bool = False,
    progress: Progress = lambda _done, _total: None,
) -> int:
    """Write a plan; how many records were made or changed (a known product that is so already is not counted).

    Doubles are left out, unless `doubles_too`: then clients are written a second time, and known products take over
    what the sheet says.
    """
    known = {} if doubles_too and plan.what == "clients" else {double.row: double for double in plan.doubles}
    if plan.what == "clients":
        clients = [row for row in plan.rows if isinstance(row, ClientRow) and row.row not in known]
        return _write_clients(session, clients, progress)
    rows = [row for row in plan.rows if isinstance(row, ProductRow)]
    new = [row for row in rows if row.row not in known]
    changed = [row for row in rows if row.row in known] if doubles_too else []
    total = len(new) + len(changed)
    made = _make_products(session, new, lambda done: progress(done, total))
    return made + _change_products(session, changed, known, lambda done: progress(made + done, total))


# --- clients ------------------------------------------------------------------------------------------------------


def _plan_clients(
    session: Session, sheet: Sheet, mapping: Mapping[str, int]
) -> tuple[tuple[ClientRow, ...], list[RowProblem], list[Double]]:
    _need(mapping, ("name", "contact_name"), msg("Choose the column with the client's name"))
    rows, problems = client_rows(sheet, mapping)
    return tuple(rows), problems, _client_doubles(session, rows)


def _client_doubles(session: Session, rows: Sequence[ClientRow]) -> list[Double]:
    keys = {row.row: _keys(row) for row in rows}
    known = {
        column: client_storage.known_by(session, column, {row_keys[column] for row_keys in keys.values()})
        for column in ("npwp", "phone", "name_key")
    }
    seen: dict[tuple[str, str], str] = {}
    doubles = []
    for row in rows:
        double = _double(row, keys[row.row], known, seen)
        if double:
            doubles.append(double)
        for column, value in keys[row.row].items():
            if value:
                seen.setdefault((column, value), row.name)
    return doubles


def _keys(row: ClientRow) -> dict[str, str]:
    return {
        "npwp": next((item.number for item in row.identifiers if item.kind == "npwp"), ""),
        "phone": row.phones[0].number if row.phones else "",
        "name_key": name_key(row.name),
    }


def _double(
    row: ClientRow,
    keys: Mapping[str, str],
    known: Mapping[str, Mapping[str, tuple[int, str]]],
    seen: Mapping[tuple[str, str], str],
) -> Double | None:
    for column, value in keys.items():
        by = "name" if column == "name_key" else column
        if value and value in known[column]:
            return Double(row.row, row.name, by, *known[column][value])
        if value and (column, value) in seen:
            return Double(row.row, row.name, by, 0, seen[column, value])
    return None


def _write_clients(session: Session, rows: Sequence[ClientRow], progress: Progress) -> int:
    language = settings.company(session).language
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        progress(start, len(rows))
        ids = bulk_insert(session, Client, [_client(row, language) for row in batch])
        contacts = [_contact(row.contact, client_id) for client_id, row in zip(ids, batch, strict=True) if row.contact]
        bulk_insert(session, Contact, contacts)
    progress(len(rows), len(rows))
    return len(rows)


def _contact(contact: ContactRow, client_id: int) -> dict[str, Any]:
    return {
        "client_id": client_id,
        "name": contact.name,
        "office": contact.office,
        "phones": contact.phones,
        "emails": tuple(Email(address) for address in contact.emails),
    }


def _client(row: ClientRow, language: str) -> dict[str, Any]:
    address = Address(row.street, row.city, row.province, row.postal_code, row.country)
    same = ("kind", "legal_form", "name", "short_name", "category", "identifiers", "phones", "source", "notes")
    return {
        **{name: getattr(row, name) for name in same},
        "status": row.status or "prospect",
        "emails": tuple(Email(address) for address in row.emails),
        "addresses": (address,) if address != Address() else (),
        "language": row.language or language,
    }


# --- products -----------------------------------------------------------------------------------------------------


def _plan_products(
    session: Session, sheet: Sheet, mapping: Mapping[str, int]
) -> tuple[tuple[ProductRow, ...], list[RowProblem], list[Double]]:
    _need(mapping, ("code",), msg("Choose the column with the product's code"))
    rows, problems = product_rows(sheet, mapping)
    rules = _tax_rules(session)
    for row in rows:
        if row.tax and fold(row.tax) not in rules:
            wrong = msg("{tax} is no tax rule here; the usual one is taken", tax=row.tax)
            problems.append(RowProblem(sheet.name, row.row, sheet.header[mapping["tax"]], wrong, Severity.WARNING))
    problems.sort(key=lambda problem: problem.row)
    codes = [row.code for row in rows]
    known: dict[str, Product] = {}
    for start in range(0, len(codes), _BATCH):
        known |= product_storage.by_codes(session, codes[start : start + _BATCH])
    doubles = [
        Double(row.row, row.code, "code", known[row.code].id, known[row.code].name("id"))
        for row in rows
        if row.code in known
    ]
    usual = settings.company(session).currency
    priced = (
        replace(row, currency=row.currency or (known[row.code].currency if row.code in known else usual))
        for row in rows
    )
    return tuple(priced), problems, doubles


def _make_products(session: Session, rows: Sequence[ProductRow], progress: Callable[[int], None]) -> int:
    rules, company = _tax_rules(session), settings.company(session)
    records: list[dict[str, Any]] = []
    for row in rows:
        values: dict[str, Any] = {
            "code": row.code,
            "name_id": row.name_id or row.name_en,
            "name_en": row.name_en,
            "kind": row.kind or "goods",
            "unit": row.unit or "pcs",
            "currency": row.currency or company.currency,
            "tax_id": rules.get(fold(row.tax), company.tax_id),
            "strengths": row.strengths,
            "active": row.active is not False,
        }
        if row.price is not None:
            values["price_minor"] = Money(row.price, values["currency"]).minor
        records.append(values)
    for start in range(0, len(records), _BATCH):
        progress(start)
        bulk_insert(session, Product, records[start : start + _BATCH])
    progress(len(records))
    return len(records)


def _change_products(
    session: Session, rows: Sequence[ProductRow], known: Mapping[int, Double], progress: Callable[[int], None]
) -> int:
    rules = _tax_rules(session)
    changed = 0
    for done, row in enumerate(rows, 1):
        record = products.get(session, known[row.row].known_id)
        told = _told(row, rules)
        values = {name: value for name, value in told.items() if getattr(record, name) != value}
        if values:
            products.save(session, record.id, values)
            changed += 1
        progress(done)
    return changed


def _told(row: ProductRow, rules: Mapping[str, int]) -> dict[str, Any]:
    """What a row says of a product that is known."""
    texts = ("name_id", "name_en", "kind", "unit", "strengths")
    values: dict[str, Any] = {name: getattr(row, name) for name in texts if getattr(row, name)}
    if row.price is not None:
        values["price"] = Money(row.price, row.currency)
    if row.active is not None:
        values["active"] = row.active
    if fold(row.tax) in rules:
        values["tax_id"] = rules[fold(row.tax)]
    return values


def _tax_rules(session: Session) -> dict[str, int]:
    rules = product_storage.tax_rules(session)
    return {fold(name): rule.id for rule in rules for name in (rule.code, rule.name)}


def _need(mapping: Mapping[str, int], fields: Sequence[str], otherwise: Message) -> None:
    if not any(field in mapping for field in fields):
        raise UserError(otherwise)
