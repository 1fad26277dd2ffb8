"""What the program does with a noun that is only declared: nothing of it stands in any file of the program."""

import io
import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
import pyzipper
from pypdf import PdfReader
from sqlalchemy.orm import Session

from desktop_crm.cli import main
from desktop_crm.language import language
from desktop_crm.model.errors import UserError
from desktop_crm.model.listing import Query
from desktop_crm.model.message import msg
from desktop_crm.services import client, dependents, exporting, flow, search, today
from desktop_crm.services.briefing import brief
from desktop_crm.services.importing import plan as importing
from desktop_crm.services.past import history, trash
from desktop_crm.services.safety import backup, emergency
from desktop_crm.services.safety.check import check
from desktop_crm.services.workspace import Workspace, create
from desktop_crm.storage.backup.copy import Inside
from desktop_crm.storage.opening import open_workspace
from desktop_crm.storage.rescue.rescue import rescue
from tests.pdf import words_of
from tests.warranty.services import warranty

_Made = TypeVar("_Made")
DAY = date(2026, 11, 30)
ENGLISH = language("en")
EVERYTHING = Query()


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warranties") / "Usaha.crm"
    workspace = create(path)
    with workspace.write(msg("Set up")) as session:
        for name in ("Sumber Makmur", "Tirta Abadi"):
            client.save(session, None, {"name": name})
        for client_id, until in ((1, DAY + timedelta(days=9)), (2, DAY + timedelta(days=90)), (1, DAY)):
            values = {"client_id": client_id, "until": until, "amount": Decimal(1_250_000), "note": f"pompa {until}"}
            warranty.save(session, None, values)
    workspace.close()
    return path


@pytest.fixture
def path(made_once: Path, tmp_path: Path) -> Path:
    return shutil.copyfile(made_once, tmp_path / "Usaha.crm")


@pytest.fixture
def workspace(path: Path) -> Iterator[Workspace]:
    opened = open_workspace(path)
    yield opened
    opened.close()


def write(workspace: Workspace, work: Callable[[Session], _Made], text: str = "Do it") -> _Made:
    with workspace.write(msg("{text}", text=text)) as session:
        return work(session)


def see(workspace: Workspace, work: Callable[[Session], _Made]) -> _Made:
    with workspace.read() as session:
        return work(session)


def listed(workspace: Workspace, query: Query = EVERYTHING, **given: int) -> list[dict[str, Any]]:
    names = [column.id for column in warranty.listing(workspace).columns]
    rows = warranty.listing(workspace, **given).page(query, 0, 10)
    return [dict(zip(["id", *names], row, strict=True)) for row in rows]


def test_it_is_listed_sorted_found_and_summed(workspace: Workspace) -> None:
    assert [row["number"] for row in listed(workspace)] == ["GAR/2027/0001", "GAR/2026/0001", "GAR/2026/0002"]
    assert [row["client"] for row in listed(workspace, Query(find="tirta"))] == ["Tirta Abadi"]
    assert len(listed(workspace, client_id=1)) == 2
    (hit,) = [hit for hit in search.find(workspace, "GAR/2027") if hit.noun == "warranty"]
    assert (hit.id, hit.title, hit.client) == (2, "GAR/2027/0001", "Tirta Abadi")


def test_a_change_is_told_and_undone_after_a_restart(workspace: Workspace, path: Path) -> None:
    write(workspace, lambda session: warranty.save(session, 1, {"note": "katup", "state": "claimed"}), "Claim")
    entry = see(workspace, lambda session: history.of_card(session, "warranty", 1))[0]
    told = {ENGLISH.say(detail.field): ENGLISH.value(detail.after) for row in entry.rows for detail in row.details}
    assert told == {"Note": "katup", "Status": "Warranty claimed"}
    workspace.close()
    again = open_workspace(path)
    again.undo()
    assert see(again, lambda session: warranty.get(session, 1)).note != "katup"
    again.redo()
    assert see(again, lambda session: warranty.get(session, 1)).note == "katup"
    again.close()


def test_it_goes_into_the_trash_and_comes_back(workspace: Workspace) -> None:
    before = listed(workspace)
    write(workspace, lambda session: warranty.delete(session, 2))
    bin_ = trash.listing(workspace)
    (row,) = bin_.page(Query(), 0, 10)
    assert row[2:4] == ("GAR/2027/0001", "Tirta Abadi")
    with workspace.write(trash.message(bin_, [row[0]])) as session:
        trash.restore(session, [row[0]])
    assert listed(workspace) == before


def test_it_hangs_on_its_client(workspace: Workspace) -> None:
    with pytest.raises(UserError, match="2 warranties"):
        write(workspace, lambda session: client.delete(session, 1))
    assert see(workspace, lambda session: dependents.of(session, "client", 1)).counts["warranty"] == 2
    write(workspace, lambda session: client.delete(session, 1, with_papers=True))
    assert [row["id"] for row in listed(workspace)] == [2]
    workspace.undo()
    assert len(listed(workspace)) == 3


def test_it_follows_its_client(workspace: Workspace) -> None:
    write(workspace, lambda session: client.save(session, 2, {"name": "Bahari"}))
    assert [row["number"] for row in listed(workspace, Query(find="bahari"))] == ["GAR/2027/0001"]
    assert check(workspace) == []
    workspace.undo()
    assert listed(workspace, Query(find="bahari")) == []
    assert check(workspace) == []


def test_it_asks_for_attention_today(workspace: Workspace) -> None:
    with workspace.driver_connection() as connection:
        group = today.overview(connection, DAY).group(today.SOON)
    assert [item.number for item in group.items] == ["GAR/2026/0002", "GAR/2026/0001"]
    assert group.items[0].total.amount == 1_250_000


def test_what_changed_behind_the_program_is_told(workspace: Workspace) -> None:
    with workspace.driver_connection() as connection:
        connection.execute("UPDATE warranties SET note = 'lain', client_key = 'x' WHERE id = 1")
        connection.execute("UPDATE warranties SET amount = -5 WHERE id = 2")
        connection.execute("UPDATE warranties SET until = 'never' WHERE id = 3")
    told = "\n".join(map(str, check(workspace)))
    assert "GAR/2026/0001: Note was changed, but not by this program" in told
    assert "GAR/2026/0001 is listed under other words than its own" in told
    assert "GAR/2027/0001: A price can't be negative" in told
    assert "GAR/2026/0002: Warranted until can't be read" in told


def test_it_comes_out_of_a_damaged_file_and_is_counted(workspace: Workspace, path: Path, tmp_path: Path) -> None:
    with workspace.driver_connection() as connection:
        assert "3 warranties" in map(str, backup.told_counts(Inside.of(connection, 0)))
    workspace.close()
    with path.open("r+b") as file:
        file.seek(0, io.SEEK_END)
        file.truncate(file.tell() - 4096)
    fates = {fate.table: fate for fate in rescue(path, tmp_path / "new.crm")}
    assert fates["warranties"].kept + fates["warranties"].unread >= 3
    again = open_workspace(tmp_path / "new.crm")
    assert len(listed(again, Query(find="sumber"))) >= 1
    again.close()


def test_it_goes_out_as_a_sheet_and_comes_in_from_one(workspace: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "Garansi.xlsx"
    listing = warranty.listing(workspace)
    columns = [column.id for column in listing.columns]
    exporting.export(listing, Query(), columns, title="Warranties", language=ENGLISH, target=out)
    head, first, *_ = openpyxl.load_workbook(out).active.iter_rows(values_only=True)
    assert (head[0], first[0], first[1]) == ("Number", "GAR/2027/0001", "Tirta Abadi")
    sheet = tmp_path / "masuk.csv"
    sheet.write_text("Klien;Garansi sampai;Nilai\nTirta Abadi;1 Maret 2027;2 juta\nSiapa;2 Mei 2027;5\n", "utf-8")
    sheets = importing.read(sheet, "warranties")
    plan = see(workspace, lambda session: importing.plan(session, "warranties", sheet.name, sheets))
    assert [str(problem.told()) for problem in plan.problems] == ["Row 3, Klien: No client of this name is known"]
    assert write(workspace, lambda session: importing.apply(session, plan)) == 1
    new = listed(workspace)[0]
    assert (new["client"], new["until"], new["total"].amount) == ("Tirta Abadi", date(2027, 3, 1), 2_000_000)
    workspace.undo()
    assert len(listed(workspace)) == 3


def test_the_command_line_lists_it_and_prints_it(
    workspace: Workspace, path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace.close()
    assert main(["--workspace", str(path), "list", "warranties", "--find", "tirta"]) == 0
    assert "GAR/2027/0001" in capsys.readouterr().out
    paper = tmp_path / "a.pdf"
    assert main(["--workspace", str(path), "warranty", "GAR/2027/0001", str(paper), "--language", "both"]) == 0
    told = " ".join(PdfReader(paper).pages[0].extract_text().split())
    assert "Garansi GAR/2027/0001 / Warranty GAR/2027/0001" in told
    assert "Tirta Abadi" in told


def test_it_is_in_the_emergency_folder(workspace: Workspace, tmp_path: Path) -> None:
    emergency.pack(workspace, tmp_path / "out.zip", "kuda-nil 47", ENGLISH)
    with pyzipper.AESZipFile(tmp_path / "out.zip") as packed:
        packed.setpassword(b"kuda-nil 47")
        content = packed.read("Warranties.xlsx")
    head, first, *_ = openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    assert str(dict(zip(head, first, strict=True))["Number"]).startswith("GAR/")


def test_what_was_claimed_is_told_before_a_meeting(workspace: Workspace) -> None:
    write(workspace, lambda session: flow.take(session, "warranty", 1, "claimed", reason="Retak"))
    with workspace.read() as session:
        made = warranty.get(session, 1)
        assert made.number in words_of(brief.make(session, made.client_id, "en"))


def test_it_goes_the_ways_between_its_states_and_no_others(workspace: Workspace) -> None:
    with pytest.raises(UserError, match=r"Not changed to “Warranty settled”: warranty .* is at “Warranty runs”"):
        write(workspace, lambda session: flow.take(session, "warranty", 1, "settled"))
    write(workspace, lambda session: flow.take(session, "warranty", 1, "claimed", reason="Retak"))
    write(workspace, lambda session: flow.take(session, "warranty", 1, "settled"))
    with workspace.read() as session:
        made = warranty.get(session, 1)
        assert (made.state, made.cause) == ("settled", "Retak")
