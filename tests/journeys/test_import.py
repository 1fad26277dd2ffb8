"""A visitor list with mistakes and doubles comes in by keyboard, and goes out again by one Ctrl+Z."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog, QTableView

from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client
from desktop_crm.services.workspace import create
from tests.journeys.person import Person

ROWS = (
    ("Nama Perusahaan", "Telepon", "Email", "Kota"),
    ("PT Maju Bersama", "081234567890", "halo@contoh.co.id", "Bandung"),
    ("PT Lama Jaya", "", "", "Medan"),
    ("", "0812999888", "", ""),
    ("CV Ragu", "bukan telepon", "bukansurel", "Solo"),
)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.save(tmp_path / "tamu.xlsx")
    return tmp_path / "tamu.xlsx"


@pytest.fixture
def clerk(person: Person, tmp_path: Path) -> Person:
    made = create(tmp_path / "kantor.crm")
    with made.write(msg("Known")) as session:
        client.save(session, None, {"legal_form": "PT", "name": "Lama Jaya"})
    made.close()
    person.start(tmp_path / "kantor.crm")
    person.keys("Ctrl+2")
    person.rest()
    return person


def names(person: Person) -> Any:
    listing = client.listing(person.workspace)
    return sorted(row[1] for row in listing.page(Query(), 0, 99))


def open_dialog(person: Person) -> Any:
    person.keys("Ctrl+Shift+I")
    dialog = person.dialog(QDialog)
    person.keys("Space")  # the button that asks for the file has the keyboard
    person.until(lambda: dialog.go.isVisible() and dialog.go.isEnabled(), "what would be written")
    person.rest()
    return dialog


def cells(person: Person, name: Any) -> Any:
    view = next(each for each in person.all(QTableView) if name in (each.accessibleName(), each.windowTitle()))
    model = view.model()
    return [
        [str(model.index(row, column).data()) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_bad_rows_and_doubles_are_told_and_one_undo_takes_all_back(
    clerk: Person, sheet: Path, save_as: Callable[..., Any]
) -> None:
    save_as(sheet)
    before = names(clerk)
    open_dialog(clerk)
    clerk.open_tab("Problems (3)")
    told = [" ".join(row) for row in cells(clerk, "Problems")]
    assert [row.split()[1] for row in told] == ["4", "5", "5"]
    assert "Nama Perusahaan" in told[0]
    assert "Telepon" in told[1]
    assert "Email" in told[2]
    clerk.open_tab("Duplicates (1)")
    assert any("PT Lama Jaya" in " ".join(row) for row in cells(clerk, "Duplicates"))
    clerk.keys("Esc")
    clerk.back_in_window()
    assert names(clerk) == before
    assert clerk.workspace.undo_text() == msg("Known")

    open_dialog(clerk)
    clerk.tab_to("Import 2 clients").keys("Return")
    clerk.until(lambda: any("2 clients imported" in note for note in clerk.notes()), "the note")
    clerk.back_in_window()
    assert len(names(clerk)) == 3
    clerk.keys("Ctrl+Z")
    clerk.rest()
    assert names(clerk) == before
    assert clerk.sees("1 client")
