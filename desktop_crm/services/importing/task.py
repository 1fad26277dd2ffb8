"""Importing tasks: whose they are, which are here already, and making the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop_crm.exchange.columns import ImportField, ValueKind
from desktop_crm.exchange.sheet import Sheet
from desktop_crm.exchange.values import MappedRow, RowProblem, mapped_rows, said
from desktop_crm.exchange.words import code_of, codes
from desktop_crm.model.fold import fold, name_key
from desktop_crm.model.message import Message, msg
from desktop_crm.model.problem import Severity
from desktop_crm.model.task import GROUPS, PROMISES, TASK_STATES, Group, Promise, TaskState
from desktop_crm.services import task as tasks
from desktop_crm.services.importing.parts import (
    Double,
    Found,
    Import,
    Plan,
    Progress,
    Shown,
    Words,
    coded,
    counted,
    need,
    plain,
)
from desktop_crm.storage import client as client_storage
from desktop_crm.storage import task as storage

_STATE: Final = codes(
    (*TASK_STATES, *GROUPS),
    {
        "selesai|sudah|beres|done|completed|complete|closed|finished": Group.DONE,
        "terlambat|lewat tenggat": TaskState.LATE,
        "belum selesai|belum|terbuka|open|not started|in progress|pending|waiting": TaskState.OPEN,
        "hari ini": Group.TODAY,
        "minggu ini": Group.WEEK,
        "nanti": Group.LATER,
        "tanpa tanggal": Group.UNDATED,
    },
)
_PROMISE: Final = codes(
    PROMISES,
    {
        "kami berjanji|janji kami|janji kita|kita berjanji": Promise.OURS,
        "mereka berjanji|janji mereka": Promise.THEIRS,
        "bukan janji|tanpa janji": "",
    },
)

TASK_FIELDS: Final = (
    ImportField(
        "title",
        msg("What is to be done"),
        ("Yang harus dikerjakan", "Tugas", "Task", "Task Name", "To do", "Todo", "Pekerjaan", "Subject", "Summary"),
        weak=("Judul", "Title", "Nama", "Name", "Kegiatan", "Uraian", "Description"),
        required=True,
    ),
    ImportField(
        "due",
        msg("Due"),
        ("Tenggat", "Jatuh Tempo", "Due Date", "Deadline", "Batas Waktu"),
        weak=("Tanggal", "Date"),
        kind=ValueKind.DATE,
    ),
    ImportField("time", msg("Time"), ("Pukul", "Jam", "Due Time"), weak=("Waktu",)),
    ImportField(
        "client", msg("Client"), ("Klien", "Perusahaan", "Company", "Account", "Customer", "Pelanggan", "Account Name")
    ),
    ImportField("promise", msg("Promise"), ("Janji",)),
    ImportField("state", msg("Status"), ("Keadaan", "State"), weak=("When", "Kapan", "Selesai", "Done", "Completed")),
    ImportField("note", msg("Note"), ("Catatan", "Notes", "Keterangan"), weak=("Description", "Uraian")),
)


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a sheet; `client` as it stands there, `client_id` who that is here."""

    row: int
    title: str
    due: date | None = None
    time: str = ""
    client: str = ""
    client_id: int | None = None
    promise: str = ""
    state: str = ""
    note: str = ""


class _Reader:
    def __init__(self, sheet: Sheet, mapping: Mapping[str, int], problems: list[RowProblem]) -> None:
        self._sheet, self._mapping, self.problems = sheet, mapping, problems

    def task(self, mapped: MappedRow, clients: Mapping[str, Sequence[client_storage.Named]]) -> TaskRow | None:
        values = mapped.values
        title = " ".join(str(values.get("title", "")).split())
        if not title:
            self._tell(mapped.number, "title", msg("What is to be done?"), Severity.ERROR)
            return None
        due, at = values.get("due"), tasks.written_time(str(values.get("time", "")))
        if wrong := next((each for each in tasks.problems({"title": "x", "due": due, "time": at})), None):
            self._tell(mapped.number, wrong.field, said(wrong.message, at))
            at = ""
        name = str(values.get("client", ""))
        return TaskRow(
            mapped.number,
            title,
            due,
            at,
            name,
            self._client(mapped.number, name, clients),
            self._code(mapped, "promise", _PROMISE),
            self._code(mapped, "state", _STATE),
            str(values.get("note", "")),
        )

    def _client(self, row: int, name: str, clients: Mapping[str, Sequence[client_storage.Named]]) -> int | None:
        if not name:
            return None
        found = clients.get(name_key(name), ())
        if len(found) != 1:
            why = msg("No client is called that; the task becomes your own")
            several = msg("Several clients are called that; the task becomes your own")
            self._tell(row, "client", said(several if found else why, name))
            return None
        return found[0].id

    def _code(self, mapped: MappedRow, field: str, known: Mapping[str, str]) -> str:
        text = str(mapped.values.get(field, ""))
        code = code_of(text, known) if text else ""
        if code is None:
            self._tell(mapped.number, field, said(msg("This is none of the words for it"), text))
        return code or ""

    def _tell(self, row: int, field: str, message: Message, severity: Severity = Severity.WARNING) -> None:
        column = self._sheet.header[self._mapping[field]] if field in self._mapping else ""
        self.problems.append(RowProblem(self._sheet.name, row, column, message, severity))


def _read(session: Session, sheet: Sheet, mapping: Mapping[str, int]) -> Found:
    """The rows that can be written, what is wrong with the others, and which are here."""
    need(mapping, ("title",), msg("Choose the column that says what is to be done"))
    mapped, problems = mapped_rows(sheet, TASK_FIELDS, mapping)
    names = {name_key(str(row.values["client"])) for row in mapped if row.values.get("client")}
    clients = client_storage.named(session, names)
    reader = _Reader(sheet, mapping, problems)
    rows = [row for each in mapped if (row := reader.task(each, clients)) is not None]
    here = {_same(title, due, client_id): task_id for task_id, title, due, client_id in _known(session, rows)}
    doubles = [
        Double(row.row, row.title, "name", known, row.title)
        for row in rows
        if (known := here.get(_same(row.title, row.due, row.client_id))) is not None
    ]
    problems.sort(key=lambda problem: problem.row)
    return Found(rows, problems, doubles)


def _known(session: Session, rows: Sequence[TaskRow]) -> Sequence[tuple[int, str, date | None, int | None]]:
    return storage.called(session, {row.title for row in rows})


def _same(title: str, due: date | None, client_id: int | None) -> tuple[str, date | None, int | None]:
    return fold(title), due, client_id


def _write(session: Session, plan: Plan, doubles_too: bool, progress: Progress) -> int:
    """Those that are here are left out, or take over what the sheet says."""
    rows: Sequence[TaskRow] = [row for row in plan.rows if doubles_too or row.row not in plan.known]
    written = 0
    for at, row in enumerate(rows):
        progress(at, len(rows))
        known = plan.known.get(row.row)
        written += _change(session, known.known_id, row) if known is not None else _make(session, row)
    progress(len(rows), len(rows))
    return written


def _make(session: Session, row: TaskRow) -> int:
    values = {"title": row.title, "due": row.due, "client_id": row.client_id, **_told(row)}
    made = tasks.save(session, None, values)
    if row.state == Group.DONE:
        made.done_at = datetime.now(UTC)
        session.flush()
    return 1


def _change(session: Session, task_id: int, row: TaskRow) -> int:
    """What it says otherwise, and that it is done; whether it became different."""
    record = tasks.get(session, task_id)
    values = {name: value for name, value in _told(row).items() if getattr(record, name) != value}
    if values:
        tasks.save(session, task_id, values)
    if ends := row.state == Group.DONE and record.is_open:
        tasks.finish(session, task_id)
    return int(bool(values) or ends)


def _told(row: TaskRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("time", "promise", "note") if getattr(row, name)}


def _button(new: int, known: int, _people: int) -> Message:
    if not known:
        return counted(new, msg("Import {n} task", n=new), msg("Import {n} tasks", n=new))
    if not new:
        return counted(known, msg("Update {n} task", n=known), msg("Update {n} tasks", n=known))
    return counted(
        known,
        msg("Import {new} and update {n} task", n=known, new=new),
        msg("Import {new} and update {n} tasks", n=known, new=new),
    )


def _done(n: int, _people: int) -> Message:
    return counted(n, msg("{n} task imported", n=n), msg("{n} tasks imported", n=n))


IMPORT: Final = Import(
    TASK_FIELDS,
    _read,
    _write,
    (
        Shown(("title",), plain("title")),
        Shown(("due",), plain("due")),
        Shown(("time",), plain("time")),
        Shown(("client",), plain("client")),
        Shown(("promise",), coded("promise", PROMISES)),
        Shown(("state",), coded("state", (*GROUPS, *TASK_STATES))),
        Shown(("note",), plain("note")),
    ),
    Words(
        msg("Import tasks"),
        msg("Update tasks already here"),
        msg("A list of what is to be done: one task a line, titles above the columns."),
        lambda file: msg("Import tasks from {file}", file=file),
        _button,
        _done,
    ),
)
