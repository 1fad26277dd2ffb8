"""A window on a real workspace, and sheets as they come from outside."""

import csv
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pytest
from pytestqt.qtbot import QtBot

from desktop_crm.model.message import msg
from desktop_crm.services import client, product
from desktop_crm.services.workspace import Workspace
from desktop_crm.ui.desk.screen import ScreenDeclaration
from desktop_crm.ui.importing.dialog import ImportDialog
from desktop_crm.ui.notes.stack import Note
from desktop_crm.ui.window.shell import Shell


@pytest.fixture(autouse=True)
def _known(workspace: Workspace) -> None:
    with workspace.write(msg("Begin")) as session:
        client.save(session, None, {"name": "Lama Jaya", "legal_form": "PT"})
        product.save(session, None, {"code": "BRG-001", "name_id": "Bantalan", "currency": "USD"})


@pytest.fixture
def screens() -> Any:
    return (
        ScreenDeclaration("product", msg("Products"), "package", "desktop_crm.ui.screens.product.screen:ProductScreen"),
        ScreenDeclaration("client", msg("Clients"), "users", "desktop_crm.ui.screens.client.screen:ClientScreen"),
    )


@pytest.fixture
def settle(qtbot: QtBot, shell: Shell) -> Callable[..., Any]:
    """Wait until no background work is left."""
    return lambda: qtbot.waitUntil(lambda: not shell.jobs.busy(), timeout=20_000)


@pytest.fixture
def dialog(shell: Shell, settle: Callable[..., Any]) -> Callable[..., Any]:
    """Make the dialog for clients or products, with a file if there is one."""

    def make(what: str = "clients", path: Any = None) -> Any:
        made = ImportDialog(shell.desk, what, shell)
        made.open()
        if path is not None:
            made.take_file(path)
            settle()
        return made

    return make


@pytest.fixture
def xlsx(tmp_path: Path) -> Callable[..., Any]:
    def make(*rows: Any, name: str = "tamu.xlsx", more: Any = ()) -> Any:
        book = openpyxl.Workbook()
        sheet = book.active
        sheet.title = "Tamu"
        for row in rows:
            sheet.append(list(row))
        for title, lines in more:
            other = book.create_sheet(title)
            for row in lines:
                other.append(list(row))
        book.save(tmp_path / name)
        return tmp_path / name

    return make


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Any]:
    def make(*rows: Any, name: str = "tamu.csv") -> Any:
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return tmp_path / name

    return make


@pytest.fixture
def ods(tmp_path: Path) -> Any:
    def make(*rows: Any, name: str = "tamu.ods") -> Any:
        cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
        lines = "".join(
            f"<table:table-row>{''.join(cell.format(escape(text)) for text in row)}</table:table-row>" for row in rows
        )
        spaces = " ".join(
            f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
        )
        content = (
            f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.2"><office:body>'
            f'<office:spreadsheet><table:table table:name="Tamu">{lines}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>"
        )
        with zipfile.ZipFile(tmp_path / name, "w") as packed:
            packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
            packed.writestr("content.xml", content)
            packed.writestr("META-INF/manifest.xml", "<manifest/>")
        return tmp_path / name

    return make


@pytest.fixture
def count(workspace: Workspace) -> Callable[..., Any]:
    """How many rows a table has."""

    def ask(table: Any) -> Any:
        with workspace.read() as session:
            return session.connection().exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()

    return ask


@pytest.fixture
def notes(shell: Shell) -> Callable[..., Any]:
    """The notes that lie in the window."""
    return lambda: [note for note in shell.findChildren(Note) if note.isVisible()]
