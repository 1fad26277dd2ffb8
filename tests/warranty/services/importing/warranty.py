"""Importing warranties: one a line, for clients that are known by their name."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sqlalchemy.orm import Session

from desktop_crm.exchange.columns import ImportField, ValueKind
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import RowProblem, mapped_rows
from desktop_crm.model.fold import name_key
from desktop_crm.model.message import Message, msg
from desktop_crm.services.importing.parts import Found, Import, Plan, Progress, Shown, Words, counted, need, plain
from desktop_crm.storage import client as clients
from tests.warranty.services import warranty as services

_FIELDS: Final = (
    ImportField("client", msg("Client"), ("Klien", "Pelanggan"), required=True),
    ImportField("until", msg("Warranted until"), ("Garansi sampai",), kind=ValueKind.DATE),
    ImportField("amount", msg("Most that is paid"), ("Nilai", "Nilai garansi"), kind=ValueKind.DECIMAL),
    ImportField("note", msg("Note"), ("Catatan",)),
)


class _Row(NamedTuple):
    row: int
    client: str
    values: Mapping[str, Any]

    @property
    def until(self) -> Any:
        return self.values.get("until")

    @property
    def amount(self) -> Any:
        return self.values.get("amount")


def _read(session: Session, sheet: Sheet, mapping: Mapping[str, int]) -> Found:
    need(mapping, ("client",), msg("Choose the column with the client's name"))
    rows, problems = mapped_rows(sheet, _FIELDS, mapping)
    known = clients.known_by(session, "name_key", [name_key(row.values.get("client", "")) for row in rows])
    found = []
    for row in rows:
        values = dict(row.values)
        name = values.pop("client", "")
        client_id, _ = known.get(name_key(name), (None, ""))
        if client_id is None:
            wrong = msg("No client of this name is known")
            problems.append(RowProblem(sheet.name, row.number, sheet.header[mapping["client"]], wrong))
        else:
            found.append(_Row(row.number, name, {"client_id": client_id, **values}))
    return Found(found, problems)


def _write(session: Session, plan: Plan, _known_too: bool, progress: Progress) -> int:
    for done, row in enumerate(plan.rows):
        progress(done, len(plan.rows))
        services.save(session, None, row.values)
    return len(plan.rows)


def _button(new: int, _known: int, _people: int) -> Message:
    return counted(new, msg("Import {n} warranty", n=new), msg("Import {n} warranties", n=new))


def _done(n: int, _people: int) -> Message:
    return counted(n, msg("{n} warranty imported", n=n), msg("{n} warranties imported", n=n))


IMPORT: Final = Import(
    _FIELDS,
    _read,
    _write,
    (Shown(("client",), plain("client")), Shown(("until",), plain("until")), Shown(("amount",), plain("amount"))),
    Words(
        msg("Import warranties"),
        msg("Update known warranties"),
        msg("One warranty a line, titles above the columns."),
        lambda file: msg("Import warranties from {file}", file=file),
        _button,
        _done,
    ),
)
