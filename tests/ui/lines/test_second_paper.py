"""Whatever has lines with products and prices shares them: proved by a paper that the program does not know."""

import ast
import subprocess
import sys
from pathlib import Path
from typing import Any, cast

import pytest

pytestmark = pytest.mark.in_turn

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent / "second_paper"
#: Loaded before anything asks which tables there are.
TABLES = "tests.ui.lines.second_paper.quote_tables"
MOST_LINES = 60


def test_a_quotation_is_typed_added_up_kept_and_printed_by_what_all_papers_share() -> None:
    """In a process of its own, or its tables would be among the program's for all other tests."""
    typed = [sys.executable, "-m", "pytest", "-q", "-p", TABLES, str(HERE / "typed.py")]
    done = subprocess.run(typed, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout


def test_what_is_its_own_is_short() -> None:
    """Imports name what it shares."""
    assert sum(_own_lines(path) for path in HERE.glob("quote*.py")) < MOST_LINES


def _own_lines(path: Any) -> Any:
    source = path.read_text(encoding="utf-8")
    lines = {at for at, line in enumerate(source.splitlines(), start=1) if line.strip()}
    for node in ast.walk(ast.parse(source)):
        told = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if told or isinstance(node, ast.Import | ast.ImportFrom):
            lines -= set(range(cast(ast.stmt, node).lineno, cast(ast.stmt, node).end_lineno + 1))
    return len(lines)
