"""Tasks from sheets: lists of others, and our own export, which brings no task twice."""

import csv
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop_crm.language import language
from desktop_crm.model.listing import Query
from desktop_crm.model.problem import Severity
from desktop_crm.model.task import Task
from desktop_crm.services import client, exporting, task
from desktop_crm.services.clock import today
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.importing.plan import Plan
from tests.office import Office


def sheet(folder: Path, *rows: tuple[str, ...]) -> Path:
    path = folder / "tugas.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=";").writerows(rows)
    return path


def plan_of(office: Office, path: Path) -> Plan:
    sheets = importing.read(path, "tasks")
    return office.see(lambda s: importing.plan(s, "tasks", path.name, sheets))


def every(office: Office) -> list[Task]:
    with office.workspace.read() as session:
        found = session.query(Task).order_by(Task.id).all()
        return [task.get(session, each.id) for each in found]


def test_a_list_of_others_comes_in_with_whoever_it_names(office: Office, tmp_path: Path) -> None:
    office.do(lambda s: client.save(s, office.client, {"name": "Bahari Jaya", "legal_form": "PT"}))
    path = sheet(
        tmp_path,
        ("Tugas", "Jatuh Tempo", "Jam", "Pelanggan", "Status", "Catatan", "Janji"),
        ("Kirim harga", "31/12/2026", "9.30", "PT. Bahari Jaya", "Entah", "NYY 4 x 16", "kami berjanji"),
        ("Telepon", "", "", "Toko Entah", "Selesai", "", ""),
        ("", "01/12/2026", "", "", "", "tanpa judul", ""),
        ("Cetak", "", "08:00", "", "", "", ""),
    )
    plan = plan_of(office, path)
    told = [(problem.row, problem.severity, str(problem.told())) for problem in plan.problems]
    assert [(row, severity) for row, severity, _ in told] == [
        (2, Severity.WARNING),
        (3, Severity.WARNING),
        (4, Severity.ERROR),
        (5, Severity.WARNING),
    ]
    assert "Toko Entah" in told[1][2]
    assert office.do(lambda s: importing.apply(s, plan)) == 3
    first, second, third = every(office)
    assert (first.title, first.due, first.time, first.client_id, first.note, first.promise) == (
        *("Kirim harga", date(2026, 12, 31), "09:30", office.client),
        *("NYY 4 x 16", "ours"),
    )
    assert (second.title, second.client_id, second.is_open) == ("Telepon", None, False)
    assert (third.title, third.due, third.time, third.is_open) == ("Cetak", None, "", True)
    office.workspace.undo()
    assert every(office) == []


@pytest.mark.parametrize("code", ["en", "id"])
def test_an_export_comes_back_as_doubles_alone_and_changes_nothing(office: Office, tmp_path: Path, code: str) -> None:
    values: list[dict[str, Any]] = [
        {"title": "Kirim harga", "due": today() + timedelta(days=3), "time": "10:00", "client_id": office.client},
        {"title": "Kirim harga", "due": today() - timedelta(days=3), "promise": "theirs"},
        {"title": "Kirim contoh", "due": today(), "promise": "ours"},
        {"title": "Baca brosur", "note": "panel"},
    ]
    for each in values:
        office.do(lambda s, each=each: task.save(s, None, each))
    listing = task.listing(office.workspace)
    columns = [column.id for column in listing.columns]
    path = tmp_path / "tugas.xlsx"
    exporting.export(listing, Query(), columns, title="tasks", language=language(code), target=path)
    plan = plan_of(office, path)
    assert (plan.new, len(plan.known), [str(each.told()) for each in plan.problems]) == (0, 4, [])
    assert office.do(lambda s: importing.apply(s, plan, doubles_too=True)) == 0
    assert len(every(office)) == 4
