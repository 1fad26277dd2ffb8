"""Sheets in and out, beside bare `executemany` and bare openpyxl with the same rows."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from desktop_crm.exchange.sheet import Sheet
from desktop_crm.language import language
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.model.money import Money, Sums
from desktop_crm.services import client, exporting
from desktop_crm.services.demo.names import DemoNames
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.workspace import Workspace, create, opened
from desktop_crm.storage import client as clients
from desktop_crm.storage.file.connection import connect
from desktop_crm.storage.lists.listing import SqlListing
from tests.bench.figures import Figure, milliseconds

_TABLES = ("clients", "contacts", "clients_fts", "contacts_fts", "journal_entries", "journal_changes")


def import_figures(folder: Path, count: int = 10_000) -> Iterator[Figure]:
    """The whole way from the file to the last index; the floor writes the same rows."""
    sheet = folder / "visitors.xlsx"
    _write_sheet(sheet, count)
    path, steps = folder / "import.crm", {}
    create(path).close()
    with opened(path) as workspace:
        sheets: list[Sheet] = []
        steps["read"] = milliseconds(lambda: sheets.extend(importing.read(sheet, "clients")))
        plans = []

        def plan() -> None:
            with workspace.read() as session:
                plans.append(importing.plan(session, "clients", sheet.name, sheets))

        def write() -> None:
            with workspace.write(msg("Import")) as session:
                importing.apply(session, plans[0], doubles_too=True)

        steps["plan"], steps["write"] = milliseconds(plan), milliseconds(write)
    floor = _import_floor(path, folder / "floor.crm")
    yield Figure(f"import of {count:,} clients", sum(steps.values()), "ms", floor, aim=9)
    yield from (Figure(f"  of which {name}", value, "ms") for name, value in steps.items())
    yield Figure("clients imported", count / sum(steps.values()) * 1000, "a second")


def _write_sheet(path: Path, count: int) -> None:
    from openpyxl import Workbook

    names, book = DemoNames(3), Workbook(write_only=True)
    page = book.create_sheet("Pengunjung")
    page.append(
        ["Nama Perusahaan", "Telepon", "Email", "Alamat", "Kota", "Provinsi", "Kode Pos", "NPWP", "PIC", "Jabatan"]
    )
    for at in range(count):
        each = names.client()
        person = each.person
        page.append(
            [
                f"{each.legal_form} {each.name} {at}".strip(),
                each.phone,
                each.email,
                each.place.street,
                each.place.city,
                each.place.province,
                each.place.postal_code,
                each.npwp,
                person.name if person else "",
                person.office if person else "",
            ]
        )
    book.save(path)


def _import_floor(source: Path, target: Path) -> float:
    """The rows the import left, written by the bare driver in one durable transaction."""
    create(target).close()
    bare = connect(target)
    bare.execute("ATTACH DATABASE ? AS source", (str(source),))
    rows = {
        table: bare.execute(f"SELECT * FROM source.{table}").fetchall()
        for table in ("clients", "contacts", "journal_changes")
    }
    entries = bare.execute(
        "SELECT * FROM source.journal_entries WHERE id NOT IN (SELECT id FROM journal_entries)"
    ).fetchall()
    known = {row[0] for row in bare.execute("SELECT id FROM journal_changes")}
    rows["journal_changes"] = [row for row in rows["journal_changes"] if row[0] not in known]

    def write() -> None:
        bare.execute("BEGIN IMMEDIATE")
        for table, chosen in (("journal_entries", entries), *rows.items()):
            if chosen:
                bare.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(chosen[0]))})", chosen)
        for table in ("clients", "contacts"):
            bare.execute(f"INSERT INTO {table}_fts (rowid, search_key) SELECT id, search_key FROM {table}")
        bare.execute("COMMIT")

    try:
        return milliseconds(write)
    finally:
        bare.close()


def export_figures(workspace: Workspace, folder: Path) -> Iterator[Figure]:
    """10,000 and 100,000 clients, or as many as there are."""
    listing = client.listing(workspace)
    columns = [column.id for column in listing.columns if not column.hidden]
    everything = listing.ids(Query())

    class Part(SqlListing):
        """The list of the first rows only."""

        def __init__(self, count: int) -> None:
            super().__init__(workspace, clients.CLIENTS)
            self._count = count

        def ids(self, _query: Query) -> "array[int]":
            return everything[: self._count]

    for count in sorted({min(count, len(everything)) for count in (10_000, 100_000)}):
        part, out = Part(count), folder / "out.xlsx"

        def export(part: Part = part, out: Path = out) -> None:
            exporting.export(part, Query(), columns, title="Klien", language=language("id"), target=out)

        export(Part(1))  # what it loads it loads once
        value = milliseconds(export)
        rows = listing.rows(everything[:count])
        picked = [at for at, column in enumerate(listing.columns, 1) if not column.hidden]
        floor = milliseconds(lambda: _bare_sheet(rows, picked, out))  # noqa: B023 - called at once
        yield Figure(f"export of {count:,} clients", value, "ms", floor, aim=0.35)


def _bare_sheet(rows: Iterable[Sequence[Any]], picked: Sequence[int], out: Path) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    page = book.create_sheet()
    for row in rows:
        page.append([_bare(row[at]) for at in picked])
    book.save(out)


def _bare(cell: object) -> object:
    match cell:
        case datetime():
            return cell.replace(tzinfo=None)
        case Money():
            return cell.amount
        case Sums():
            return ", ".join(str(sum_.amount) for sum_ in cell.amounts)
    return cell
