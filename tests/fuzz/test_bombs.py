"""Small files that claim or unpack to gigabytes, and rows without an end: refused before they take either."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop_crm.exchange.sheet import read_sheets
from desktop_crm.model.errors import UserError
from tests.fuzz import packages
from tests.fuzz.packages import MAIN, bomb, ods, packed, xls, xlsb, xlsx
from tests.rounds import rounds

pytestmark = pytest.mark.in_turn

ROOT = Path(__file__).parents[2]
CELL = '<table:table-cell office:value-type="string" table:number-columns-repeated="16384"><text:p>{}</text:p></table:table-cell>'
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"
SHARED = "<c t='s'><v>0</v></c>"
ROWS = f"<row>{'<c><v>1</v></c>' * 1000}</row>" * 200
FAR = [(0, 0, "x"), (1_048_575, 16_383, "y")]


def strings(text: str, claim: int = 1) -> str:
    return f'<sst xmlns="{MAIN}" count="{claim}" uniqueCount="{claim}"><si><t>{text}</t></si></sst>'


BOMBS: dict[str, Callable[[], bytes]] = {
    "far.xlsb": lambda: xlsb(FAR),
    "far.xls": lambda: xls([(0, 0, "x"), (65_535, 65_535, "y")]),
    "claim.xlsx": lambda: xlsx(strings=strings("x", 4_000_000_000)),
    "claim.xls": lambda: xls(size=(0, 0xFFFFFFFF, 0, 0xFFFF)),
    "same text.xlsx": lambda: xlsx(f"<row>{SHARED * 300}</row>" * 3000, strings("y" * 32_000)),
    "same sheet.xlsx": lambda: xlsx(ROWS, sheets=100),
    "columns.ods": lambda: ods(f"<table:table-row>{CELL.format('x')}</table:table-row>" * 200),
    "long cells.ods": lambda: ods(f"<table:table-row>{CELL.format('z' * 30_000)}</table:table-row>"),
    "deep.ods": lambda: packed({"mimetype": SPREADSHEET, "content.xml": "<a>" * 5_000_000}),
    "600 MB.xlsx": lambda: bomb(600),
    "29 MB.xlsx": lambda: bomb(29),
    "a smaller claim.xlsx": lambda: bomb(600, claim=1000),
    "lines.csv": lambda: b"\n" * 6_000_000,
    "columns.csv": lambda: b"," * 6_000_000,
    "one cell.csv": lambda: b"a" * 6_000_000,
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_refused(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BOMBS[name]())
    with pytest.raises(UserError, match=r"too large|damaged|more time or memory"):
        read_sheets(path)


def test_an_open_quote_before_very_many_lines_is_one_sign_more(tmp_path: Path) -> None:
    path = tmp_path / "open quote.csv"
    lines = rounds(100_000, 300_000)
    path.write_bytes(b'"' + b"a\n" * lines)
    [sheet] = read_sheets(path)
    assert len(sheet.rows) == lines - 1


def test_deeply_nested_markup_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "deep.xlsx"
    path.write_bytes(xlsx("<a>" * 1_000_000))
    with pytest.raises(UserError, match=r"empty|damaged"):
        read_sheets(path)


@pytest.mark.parametrize(
    "work",
    ["held = bytearray(400_000_000)", "[bytes(1000) for _ in range(10**9)]", "while True: pass", "sum(iter(int, 1))"],
    ids=["at once", "bit by bit", "no end", "no end within Python"],
)
def test_a_process_that_takes_too_much_is_ended(work: str) -> None:
    code = (
        f"from desktop_crm.exchange.bounds import Bounds, keep_within\nkeep_within(Bounds(0.5, 150_000_000))\n{work}\n"
    )
    code += "import time; time.sleep(1)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode != 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
@pytest.mark.parametrize(
    ("work", "survived"), [("None", True), ("1 / 0", False), ("[bytes(1000) for _ in range(10**9)]", True)]
)
def test_a_fork_dies_of_what_is_raised_and_not_of_what_it_takes(work: str, survived: bool) -> None:
    """In a process of its own, which has no threads."""
    code = f"from tests.fuzz.forked import survives\nassert survives(lambda: {work}) is {survived}\n"
    ended = subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr


def test_the_handmade_packages_are_what_they_seem(tmp_path: Path) -> None:
    for kind in ("xlsx", "xlsb", "xls", "ods"):
        path = tmp_path / f"usual.{kind}"
        path.write_bytes(getattr(packages, kind)())
        [sheet] = read_sheets(path)
        assert (sheet.header, sheet.rows) == (packages.HEAD, [packages.BODY])
