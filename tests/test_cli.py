"""The command line: in this process for what it says, in real ones for how it starts and ends."""

import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import openpyxl
import pytest
import sqlcipher3.dbapi2 as driver
from sqlalchemy.orm import Session

from desktop_crm import __version__
from desktop_crm.cli import main
from tests.pdf import words_of

pytestmark = pytest.mark.in_turn

ROOT = Path(__file__).parent.parent
#: Status, output and errors of a command.
Said = tuple[int | str | None, str, str]
Ask = Callable[..., Said]
_Made = TypeVar("_Made")
SHEET = "Nama;Telepon;Kode Unik\nPT Serba Baru;0811222333;7\n;0811;8\n"


@pytest.fixture(scope="session")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "contoh.crm"
    assert main(["demo", str(path), "--clients", "40", "--orders", "120", "--contracts", "20"]) == 0
    return path


@pytest.fixture
def file(made_once: Path, tmp_path: Path) -> str:
    return str(shutil.copyfile(made_once, tmp_path / "contoh.crm"))


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    def run(*arguments: object) -> Said:
        status: int | str | None
        try:
            status = main([str(each) for each in arguments])
        except SystemExit as end:
            status = end.code
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def listed(ask: Ask, file: str | Path, what: str, *more: str) -> list[dict[str, Any]]:
    status, out, err = ask("--workspace", file, "list", what, "--json", *more)
    assert (status, err) == (0, "")
    return json.loads(out)


def start(*arguments: str, **options: Any) -> subprocess.Popen[bytes]:
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.Popen(
        [sys.executable, "-m", "desktop_crm", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        **options,
    )


def one_line(text: str) -> str:
    assert text.endswith("\n")
    assert text.count("\n") == 1
    assert "Traceback" not in text
    return text.strip()


def test_version() -> None:
    child = start("--version")
    out, err = child.communicate()
    assert (child.returncode, out.decode().strip(), err) == (0, f"desktop-crm {__version__}", b"")


def test_json_tells_the_limits_of_products_and_the_table_does_not(ask: Ask, file: str) -> None:
    with closing(driver.connect(file)) as connection, connection:
        connection.execute("UPDATE products SET lowest_price = 900005000, largest_discount = 750 WHERE id = 1")
    found = {row["id"]: (row["lowest_price"], row["largest_discount"]) for row in listed(ask, file, "products")}
    assert found[1] == ("90000.5", "7.50")
    assert found[2] == (None, None)
    assert "90000" not in ask("--workspace", file, "list", "products")[1]


@pytest.mark.parametrize("what", ["clients", "products", "orders", "contracts"])
def test_json_has_what_is_promised(ask: Ask, file: str, what: str) -> None:
    rows = listed(ask, file, what)
    assert rows
    for row in rows:
        assert isinstance(row["id"], int)
        assert row.get("name") or row.get("number")
        assert row["state"]
        assert row["total"] is None or Decimal(row["total"]) >= 0
    assert len({row["id"] for row in rows}) == len(rows)


def test_list_finds_and_limits_alike(ask: Ask, file: str) -> None:
    everything = listed(ask, file, "orders")
    assert len(everything) == 120
    assert listed(ask, file, "orders", "--limit", "7") == everything[:7]
    assert listed(ask, file, "orders", "--limit", "0") == []
    number = everything[3]["number"]
    assert [row["number"] for row in listed(ask, file, "orders", "--find", number)] == [number]
    assert listed(ask, file, "clients", "--find", "tidak-ada-yang-begini") == []


def test_a_table_has_a_line_a_record(ask: Ask, file: str) -> None:
    status, out, err = ask("list", "contracts", "--workspace", file)
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert len(lines) == 2 + 20
    assert all(len(line) <= max(map(len, lines[:2])) for line in lines)
    assert set(lines[1]) == {"-", " "}


def test_a_table_without_records_has_its_head(ask: Ask, file: str) -> None:
    status, out, err = ask("list", "contracts", "--workspace", file, "--find", "tidak-ada-yang-begini")
    assert (status, err) == (0, "")
    assert len(out.splitlines()) == 2


def test_check(ask: Ask, file: str) -> None:
    assert ask("--workspace", file, "check") == (0, "contoh.crm is whole, and everything in it adds up.\n", "")
    content = Path(file).read_bytes()
    Path(file).write_bytes(content[:4096] + b"\0" * 4096 + content[8192:])
    status, out, err = ask("--workspace", file, "check")
    assert status == 1
    assert one_line(err)
    assert "Traceback" not in out


def test_papers(ask: Ask, file: str, tmp_path: Path) -> None:
    contracts = listed(ask, file, "contracts")
    signed = next(row["number"] for row in contracts if row["state"] == "signed")
    for name, language in (("a", []), ("b", []), ("c", ["--language", "en"]), ("d", ["--language", "both"])):
        assert ask("--workspace", file, "contract", signed, tmp_path / f"{name}.pdf", *language)[0] == 0
    papers = [(tmp_path / f"{name}.pdf").read_bytes() for name in "abcd"]
    assert all(paper.startswith(b"%PDF") for paper in papers)
    assert papers[0] == papers[1]
    assert len({papers[0], papers[2], papers[3]}) == 3
    number = listed(ask, file, "orders", "--limit", "1")[0]["number"]
    assert ask("--workspace", file, "order", number, tmp_path / "o.pdf") == (0, "", "")


def test_an_empty_place_refuses_the_paper_and_a_warning_does_not(ask: Ask, file: str, tmp_path: Path) -> None:
    from desktop_crm.model.message import msg
    from desktop_crm.model.signatory import Signatory
    from desktop_crm.services import contract
    from desktop_crm.services.workspace import opened

    draft = next(row for row in listed(ask, file, "contracts") if row["state"] == "draft")
    out = tmp_path / "k.pdf"
    for signatory, wanted in ((Signatory(), 1), (Signatory("Ani", "Direktur", "Anggaran Dasar"), 0)):
        with opened(Path(file)) as workspace, workspace.write(msg("Change")) as session:
            contract.save(session, draft["id"], {"client_signatory": signatory, "language": "en"})
        status, _, err = ask("--workspace", file, "contract", draft["number"], out)
        assert (status, out.exists()) == (wanted, wanted == 0)
        assert err


def change(file: str, work: Callable[[Session], _Made]) -> _Made:
    from desktop_crm.model.message import msg
    from desktop_crm.services.workspace import opened

    with opened(Path(file)) as workspace, workspace.write(msg("Change")) as session:
        return work(session)


def test_a_contract_with_gaps_is_written_for_the_pen_and_that_is_kept(ask: Ask, file: str, tmp_path: Path) -> None:
    from desktop_crm.model.signatory import Signatory
    from desktop_crm.services import contract

    draft = next(row for row in listed(ask, file, "contracts") if row["state"] == "draft")
    change(file, lambda session: contract.save(session, draft["id"], {"client_signatory": Signatory()}))
    out = tmp_path / "k.pdf"
    status, _, err = ask("--workspace", file, "contract", draft["number"], out)
    assert (status, out.exists()) == (1, False)
    assert "With --blanks it is written with blanks to fill in by hand." in err
    status, _, err = ask("--workspace", file, "contract", draft["number"], out, "--blanks", "--language", "id")
    assert status == 0
    assert "Left open for the pen: Client: signatory" in err
    assert "diwakili oleh ____" in words_of(out.read_bytes())
    row = next(row for row in listed(ask, file, "contracts") if row["id"] == draft["id"])
    assert row["state"] == "sent"
    left = change(file, lambda session: contract.get(session, draft["id"]).printed.blanks)
    assert "client.signatory.name" in left


def test_what_must_stand_in_print_refuses_blanks_too(ask: Ask, file: str, tmp_path: Path) -> None:
    from desktop_crm.services import contract, template

    draft = next(row for row in listed(ask, file, "contracts") if row["state"] == "draft")

    def unreadable(session: Session) -> None:
        record = contract.get(session, draft["id"])
        text = "# T\n\n{{ client.name }} {{ client.bank.bank }}\n"
        template.save(session, record.template_id, {"text_id": text, "text_en": text})

    change(file, unreadable)
    status, _, err = ask("--workspace", file, "contract", draft["number"], tmp_path / "k.pdf", "--blanks")
    assert status == 1
    assert "With --blanks" not in err
    assert not (tmp_path / "k.pdf").exists()


def test_originals_and_copies_are_marked(ask: Ask, file: str, tmp_path: Path) -> None:
    contracts = listed(ask, file, "contracts")
    signed = next(row["number"] for row in contracts if row["state"] == "signed")
    out = tmp_path / "k.pdf"
    more = ("--language", "id", "--sheet")
    assert ask("--workspace", file, "contract", signed, out, *more, "copy")[0] == 0
    assert words_of(out.read_bytes()).startswith("SALINAN ")
    status, _, err = ask("--workspace", file, "contract", signed, out, *more, "original-1")
    assert (status, "Not printed: contract" in err) == (1, True)


def test_a_letter_is_written_both_ways_or_says_why_not(ask: Ask, file: str, tmp_path: Path) -> None:
    from desktop_crm.services import attachment

    rows = listed(ask, file, "letters")
    went = next(row["number"] for row in rows if row["state"] == "sent")
    came = next(row for row in rows if row["direction"] == "incoming")
    draft = next(row["number"] for row in rows if row["state"] == "draft")
    out, other = tmp_path / "surat.pdf", tmp_path / "lain.pdf"
    assert ask("--workspace", file, "letter", went, out) == (0, "", "")
    kept = out.read_bytes()
    assert went in words_of(kept)
    out.write_bytes(b"older")
    assert ask("--workspace", file, "letter", went, out) == (0, "", "")
    assert out.read_bytes() == kept
    assert ask("--workspace", file, "letter", went, other, "--language", "en") == (0, "", "")
    assert "Our ref.:" in words_of(other.read_bytes())
    other.unlink()
    for number, more, reason in (
        (came["number"], (), "no scan of it is kept"),
        (draft, (), "has blanks still to be written"),
        (went, ("--language", "both"), "in one language"),
    ):
        status, said, err = ask("--workspace", file, "letter", number, other, *more)
        assert (status, said, reason in err, other.exists()) == (1, "", True, False)
    change(file, lambda session: attachment.add(session, "letter", came["id"], "pindaian.pdf", kept))
    assert ask("--workspace", file, "letter", came["number"], other) == (0, "", "")
    assert other.read_bytes() == kept


def test_an_order_tells_what_no_font_can_draw_as_a_contract_does(ask: Ask, file: str, tmp_path: Path) -> None:
    from desktop_crm.services import client, order

    row = next(row for row in listed(ask, file, "orders") if row["state"] == "draft")
    out = tmp_path / "o.pdf"
    change(file, lambda session: order.save(session, row["id"], {"paper_text": "Terima kasih \U0001f600"}))
    status, _, err = ask("--workspace", file, "order", row["number"], out)
    assert (status, out.exists()) == (0, True)
    assert "The font has no \U0001f600: print would show a box" in err
    out.unlink()
    of = change(file, lambda session: order.get(session, row["id"]).client_id)
    change(file, lambda session: client.save(session, of, {"name": "Toko \U0001f600"}))
    status, _, err = ask("--workspace", file, "order", row["number"], out)
    assert (status, out.exists()) == (1, False)
    assert "is not written: The font has no \U0001f600" in err


def test_import_from_the_sheet_that_is_meant(ask: Ask, file: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["apa", "ini"])
    book.active.append(["x", "y"])
    for title, name in (("Daftar", "PT Lembar Satu"), ("Lain", "PT Lembar Dua")):
        sheet = book.create_sheet(title)
        sheet.append(["Nama Perusahaan", "Kota"])
        sheet.append([name, "Solo"])
    path = tmp_path / "tamu.xlsx"
    book.save(path)
    said = ask("--workspace", file, "import", "clients", path, "--dry-run")[1]
    assert "Sheet Daftar is read. The file has others: Sheet, Lain" in said
    said = ask("--workspace", file, "import", "clients", path, "--sheet", "lain", "--dry-run")[1]
    assert "Sheet Lain is read" in said
    status, _, err = ask("--workspace", file, "import", "clients", path, "--sheet", "Tidak", "--dry-run")
    assert status == 1
    assert "no sheet Tidak, only Sheet, Daftar, Lain" in err


def test_a_report_of_very_many_lines_is_a_summary_and_a_file(ask: Ask, file: str, tmp_path: Path) -> None:
    sheet = tmp_path / "banyak.csv"
    lines = (f"PT Nomor {at},abc" for at in range(3000))
    sheet.write_text("Nama Perusahaan,Telepon\n" + "\n".join(("PT Nol,0811111111", *lines)))
    said = ask("--workspace", file, "import", "clients", sheet, "--dry-run")[1]
    assert len(said.splitlines()) < 40
    assert "2980 lines more" in said.replace(",", "")
    assert "Telepon: 3,000 problems" in said
    report = tmp_path / "laporan.txt"
    said = ask("--workspace", file, "import", "clients", sheet, "--dry-run", "--report", report)[1]
    assert len(said.splitlines()) < 10
    assert len(report.read_text("utf-8").splitlines()) == 3000


def test_an_encoding_is_chosen(ask: Ask, file: str, tmp_path: Path) -> None:
    sheet = tmp_path / "daftar.csv"
    sheet.write_bytes("Nama Perusahaan,Kota\nDvořák,Plzeň\n".encode("cp1250"))
    said = ask("--workspace", file, "import", "clients", sheet, "--dry-run", "--encoding", "cp1250")[1]
    assert "letters were read" not in said
    assert ask("--workspace", file, "import", "clients", sheet, "--encoding", "apa")[0] == 1


def test_import_dry_and_for_real(ask: Ask, file: str, tmp_path: Path) -> None:
    sheet = tmp_path / "tamu.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    before = len(listed(ask, file, "clients"))
    status, dry, err = ask("--workspace", file, "import", "clients", sheet, "--dry-run")
    assert (status, err) == (0, "")
    for said in ("Nama → Name", "Not used: Kode Unik", "Row 3", "New: 1, already here: 0, left out: 1.", "Nothing"):
        assert said in dry
    assert len(listed(ask, file, "clients")) == before
    mapped = ("--map", "notes=Kode Unik")
    status, real, _ = ask("--workspace", file, "import", "clients", sheet, *mapped)
    assert status == 0
    assert real.endswith("Imported: 1.\n")
    assert len(listed(ask, file, "clients")) == before + 1
    assert "already here: 1" in ask("--workspace", file, "import", "clients", sheet)[1]


def test_export_comes_back(ask: Ask, file: str, tmp_path: Path) -> None:
    for what in ("clients", "products", "orders", "contracts"):
        out = tmp_path / f"{what}.xlsx"
        status, said, err = ask("--workspace", file, "export", what, out)
        assert (status, err) == (0, "")
        assert f"{len(listed(ask, file, what))} rows" in said
        assert out.stat().st_size > 3000
    said = ask("--workspace", file, "import", "products", tmp_path / "products.xlsx", "--dry-run")[1]
    assert "New: 0, already here: 86, left out: 0." in said


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["--workspace", "no.crm", "list", "clients"], "no file"),
        (["--workspace", "FILE", "contract", "9/9", "k.pdf"], "no contract 9/9"),
        (["--workspace", "FILE", "order", "x", "k.pdf"], "no order x"),
        (["--workspace", "FILE", "order", "x", "none/k.pdf"], "no folder"),
        (["--workspace", "FILE", "letter", "x", "k.pdf"], "no letter x"),
        (["--workspace", "FILE", "letter", "x", "none/k.pdf"], "no folder"),
        (["--workspace", "FILE", "export", "clients", "none/k.xlsx"], "no folder"),
        (["--workspace", "FILE", "export", "clients", "k.csv"], "k.xlsx"),
        (["--workspace", "FILE", "import", "clients", "none.xlsx"], "none.xlsx"),
        (["--workspace", "FILE", "import", "products", "bad.csv", "--map", "nonsense=A"], "no field nonsense"),
        (["--workspace", "FILE", "import", "clients", "bad.csv"], "name"),
        (["--workspace", "bad.csv", "check"], "not a workspace"),
        (["demo", "FILE"], "there already"),
        (["demo", "none/x.crm"], "no folder"),
        (["demo", "x.crm", "--clients", "0"], "clients"),
        (["demo", "x.crm", "--orders", "1", "--contracts", "2"], "orders"),
    ],
)
def test_reasons_are_one_line(  # noqa: PLR0917 - fixtures
    ask: Ask, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.csv").write_text("A,B\n1,2\n", encoding="utf-8")
    before = set(tmp_path.iterdir())
    status, out, err = ask(*[file if each == "FILE" else each for each in arguments])
    assert (status, out) == (1, "")
    assert reason in one_line(err)
    assert set(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["nothing"],
        ["list", "clients"],
        ["--workspace", "x.crm", "list", "things"],
        ["--workspace", "x.crm", "list", "clients", "--limit", "-1"],
        ["--workspace", "x.crm", "import", "orders", "x.csv"],
        ["--workspace", "x.crm", "import", "clients", "x.csv", "--map", "name"],
        ["screenshot", "x", "--size", "9x9"],
        ["demo"],
        ["demo", "x.crm", "--orders", "many"],
    ],
)
def test_usage(ask: Ask, arguments: list[str]) -> None:
    status, out, err = ask(*arguments)
    assert (status, out) == (2, "")
    assert "usage:" in err


def test_usage_is_told_in_the_systems_language(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    _, _, err = ask("--workspace", "x.crm", "list", "things")
    assert "pemakaian:" in err
    assert "kesalahan: argumen what: pilihan 'things' tidak ada" in err
    _, out, _ = ask("demo", "--help")
    assert "tampilkan bantuan ini lalu keluar" in out
    _, out, _ = ask("--help")
    assert "tampilkan nomor versi program lalu keluar" in out
    monkeypatch.setenv("LC_ALL", "C")
    _, _, err = ask("demo")
    assert "error: the following arguments are required: FILE" in err


def test_an_open_workspace_is_told(ask: Ask, file: str) -> None:
    from desktop_crm.services.workspace import opened

    with opened(Path(file)):
        status, _, err = ask("--workspace", file, "list", "clients")
    assert status == 1
    assert "already open" in one_line(err)


def test_the_systems_language_is_spoken(ask: Ask, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "id_ID.UTF-8")
    assert "Rp 1" in ask("--workspace", file, "list", "orders")[1]
    assert datetime.fromisoformat(listed(ask, file, "orders")[0]["changed_at"]).tzinfo is not None


def test_the_same_seed_invents_the_same(ask: Ask, tmp_path: Path) -> None:
    found = []
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        path = tmp_path / f"{name}.crm"
        assert ask("demo", path, "--clients", 20, "--orders", 15, "--contracts", 2, "--seed", seed)[0] == 0
        found.append([(row["number"], row["client"], row["total"]) for row in listed(ask, path, "orders")])
    assert found[0] == found[1] != found[2]


def test_our_own_errors_are_one_line_too(ask: Ask, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop_crm.services import order

    def fail(_workspace: object) -> None:
        raise KeyError("PT Rahasia")

    monkeypatch.setattr(order, "FACETS", dataclasses.replace(order.FACETS, listing=fail))
    status, _, err = ask("--workspace", file, "list", "orders")
    assert status == 1
    assert "KeyError" in one_line(err)
    assert "Rahasia" not in err
    monkeypatch.setenv("DESKTOP_CRM_DEBUG", "1")
    assert "Traceback" in ask("--workspace", file, "list", "orders")[2]


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_nobody_reads_on(file: str) -> None:
    child = start("--workspace", file, "list", "orders", "--json")
    child.stdout.close()
    assert child.stderr.read() == b""
    child.stderr.close()
    assert child.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no disk is full on purpose here")
def test_a_full_disk_under_the_output_is_told(file: str) -> None:
    with Path("/dev/full").open("w") as full:
        arguments = [sys.executable, "-m", "desktop_crm", "--workspace", file, "list", "orders"]
        environ = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C"}
        found = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, env=environ, check=False)
    assert found.returncode == 1
    assert one_line(found.stderr.decode()) == "The output can't be written: the disk is full."


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_an_interrupt_is_quiet_and_leaves_nothing(tmp_path: Path) -> None:
    signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # one started in the background ignores it, as would its child
    child = start("demo", str(tmp_path / "x.crm"), "--clients", "200000", "--orders", "0", "--contracts", "0")
    while not (tmp_path / "x.crm-wal").exists() and child.poll() is None:
        time.sleep(0.05)
    child.send_signal(signal.SIGINT)
    out, err = child.communicate()
    assert (child.returncode, out, err) == (130, b"", b"")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGINT to send")
def test_an_interrupt_where_python_drops_it_comes_once_more(tmp_path: Path) -> None:
    """Whatever is called while an object goes (by SQLAlchemy, at any time) can't raise."""
    script = """
import signal, sys, time
from argparse import Namespace
from desktop_crm.cli import running

signal.signal(signal.SIGINT, signal.default_int_handler)

class Going:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)

def work(_arguments, _terminal):
    going = Going()
    del going
    while True:
        time.sleep(0.01)

sys.exit(running.run(Namespace(run=work), None))
"""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=False, cwd=ROOT, timeout=50)
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, b"", b"")


def test_output_is_utf_8_whatever_the_console_is(file: str) -> None:
    child = start("--workspace", file, "list", "products", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    out, err = child.communicate()
    assert (child.returncode, err) == (0, b"")
    assert "×" in out.decode("utf-8")


# --- backups and the emergency archive -----------------------------------------------------------------------------------


def test_a_backup_becomes_a_workspace_again(file: str, ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    status, out, err = ask("--workspace", file, "backup", tmp_path / "stick")
    assert (status, err) == (0, "")
    assert "holds 40 clients, 120 orders and 20 contracts" in out
    (made,) = (tmp_path / "stick" / "contoh").glob("contoh *.crm")
    status, out, err = ask("restore", made, tmp_path / "new.crm")
    assert (status, err) == (0, "")
    assert "holds 40 clients" in out
    assert ask("--workspace", tmp_path / "new.crm", "check")[0] == 0
    assert ask("restore", made, tmp_path / "new.crm")[0] == 1  # never over a file that is there


def test_a_backup_with_rows_that_nobody_can_read_is_told_as_such(file: str, ask: Ask, tmp_path: Path) -> None:
    from desktop_crm.services.workspace import opened

    (tmp_path / "stick").mkdir()
    with opened(Path(file)) as workspace, workspace.aside() as connection:
        connection.execute("UPDATE clients SET phones = 'x' WHERE id = 1")
    assert ask("--workspace", file, "backup", tmp_path / "stick")[0] == 0
    (made,) = (tmp_path / "stick" / "contoh").glob("contoh *.crm")
    status, out, _ = ask("restore", made, tmp_path / "new.crm")
    assert status == 0
    assert "Not all in it was as it should be when it was made" in out


def test_a_backup_to_a_place_that_is_not_there_is_told_in_one_line(file: str, ask: Ask, tmp_path: Path) -> None:
    status, out, err = ask("--workspace", file, "backup", tmp_path / "none")
    assert (status, out) == (1, "")
    assert err.count("\n") == 1
    assert "is not there" in err


def test_a_protected_backup_asks_for_its_password(
    file: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_CRM_NEW_PASSWORD", "kuda nil makan sore")
    assert ask("--workspace", file, "protect")[0] == 0
    monkeypatch.setenv("DESKTOP_CRM_PASSWORD", "kuda nil makan sore")
    assert ask("--workspace", file, "backup", tmp_path)[0] == 0
    (made,) = (tmp_path / "contoh").glob("contoh *.crm")
    monkeypatch.setenv("DESKTOP_CRM_PASSWORD", "wrong")
    assert ask("restore", made, tmp_path / "new.crm")[0] == 1
    monkeypatch.setenv("DESKTOP_CRM_PASSWORD", "kuda nil makan sore")
    assert ask("restore", made, tmp_path / "new.crm")[0] == 0


def test_the_emergency_folder_needs_a_password(
    file: str, ask: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DESKTOP_CRM_NEW_PASSWORD", "kuda nil makan sore")
    status, out, err = ask("--workspace", file, "emergency", tmp_path / "out.zip")
    assert (status, err) == (0, "")
    assert "40 clients" in out
    assert (tmp_path / "out.zip").exists()
    assert "can't be read" not in out
    with closing(driver.connect(str(file), isolation_level=None)) as behind:
        behind.execute("UPDATE clients SET phones = 'x' WHERE id = 3")
    monkeypatch.setenv("DESKTOP_CRM_NEW_PASSWORD", "kuda nil makan sore")
    status, out, err = ask("--workspace", file, "emergency", tmp_path / "torn.zip")
    assert (status, err) == (0, "")
    assert "Phones can't be read" in out
    monkeypatch.setenv("DESKTOP_CRM_NEW_PASSWORD", "")
    assert ask("--workspace", file, "emergency", tmp_path / "other.zip")[0] == 1
    assert ask("--workspace", file, "emergency", tmp_path / "other.xlsx")[0] == 1
    assert not (tmp_path / "other.zip").exists()


# --- rescue of a damaged file -------------------------------------------------------------------------------------------


def test_a_damaged_workspace_is_rescued_and_what_is_lost_is_listed(file: str, ask: Ask, tmp_path: Path) -> None:
    content = bytearray(Path(file).read_bytes())
    content[130 * 4096 : 160 * 4096] = bytes(30 * 4096)
    Path(file).write_bytes(content)
    status, out, err = ask("rescue", file, tmp_path / "new.crm")
    assert (status, err) == (0, "")
    assert "Clients: " in out
    assert "Keep the damaged file" in out
    assert Path(file).read_bytes() == content
    assert ask("--workspace", tmp_path / "new.crm", "check")[0] == 0
    status, out, err = ask("rescue", file, tmp_path / "new.crm")
    assert (status, out) == (1, "")
    assert "is there already" in err


def test_a_whole_workspace_is_rescued_whole(file: str, ask: Ask, tmp_path: Path) -> None:
    status, out, _ = ask("rescue", file, tmp_path / "new.crm")
    assert status == 0
    assert "nothing is lost" in out


def mail_file(folder: Path, name: str, sender: str, number: int = 1) -> Path:
    head = f"From: {sender}\nTo: kami@kantor.example\nSubject: Harga {number}\nMessage-ID: <{number}@x>\n"
    path = folder / name
    path.write_text(f"{head}Date: Thu, 12 Mar 2026 10:00:00 +0700\n\nHalo")
    return path


def test_mails_are_imported_known_again_and_told_of(ask: Ask, file: str, tmp_path: Path) -> None:
    known = json.loads(ask("--workspace", file, "list", "contacts", "--json", "--limit", "1")[1])[0]
    paths = [
        mail_file(tmp_path, "kenal.eml", known["email"]),
        mail_file(tmp_path, "asing.eml", "Budi <budi@asing.example>", 2),
        tmp_path / "rusak.eml",
    ]
    paths[2].write_bytes(b"bukan surel")
    mails = ("--workspace", file, "import", "mail", *paths)
    assert "Nothing was written." in ask(*mails, "--dry-run")[1]
    status, told, _ = ask(*mails)
    assert status == 1
    assert f"kenal.eml → {known['client']}: Harga 1" in told
    assert "asing.eml: nobody known has the address budi@asing.example: Harga 2" in told
    assert "rusak.eml can't be read: This is no mail" in told
    assert "Kept: 1, already here: 0, of nobody known: 1, can't be read: 1." in told
    status, told, _ = ask(*mails[:-1], "--client", known["client"], "--json")
    assert status == 0
    first, second = json.loads(told)
    assert (first["state"], second["state"], second["direction"]) == ("known", "chosen", "in")
    listed = json.loads(ask("--workspace", file, "list", "activities", "--find", "Harga", "--json")[1])
    assert {each["subject"] for each in listed} >= {"Harga 1", "Harga 2"}
    assert (
        ask("--workspace", file, "list", "contacts", "--find", "budi@asing.example", "--json")[1].count("asing.example")
        == 1
    )


def test_one_sheet_at_a_time(ask: Ask, file: str, tmp_path: Path) -> None:
    status, _, err = ask("--workspace", file, "import", "clients", tmp_path / "a.csv", tmp_path / "b.csv")
    assert status == 1
    assert "b.csv is a second sheet" in err


def test_a_client_nobody_knows_gets_no_mails(ask: Ask, file: str, tmp_path: Path) -> None:
    path = mail_file(tmp_path, "asing.eml", "budi@asing.example")
    status, _, err = ask("--workspace", file, "import", "mail", path, "--client", "Tidak Ada Namanya")
    assert (status, "There is no client Tidak Ada Namanya." in err) == (1, True)
