"""The repository's documents say what is so: the schema page and the recipe of a noun."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column

from desktop_crm.storage.tables import metadata

ROOT = Path(__file__).parent.parent
TRIAL = ROOT / "tests" / "warranty"
#: What registers the trial noun, and proves it.
AROUND = {"conftest.py", "registered.py", "words.py", "without.py", "test_trial.py", "test_trial_window.py"}
COLUMNS = [
    pytest.param(column, id=f"{table.name}.{column.name}")
    for table in metadata.sorted_tables
    for column in table.columns
]


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "schema.py"))


def test_the_schema_page_is_what_the_declarations_say(schema: dict[str, Any]) -> None:
    assert (ROOT / "docs" / "schema.md").read_text("utf-8") == schema["page"](), "run packaging/schema.py"


@pytest.mark.parametrize("column", COLUMNS)
def test_each_column_says_what_it_is(schema: dict[str, Any], column: Column[Any]) -> None:
    assert schema["meaning_of"](column), "give it an about(…), or a doc="


def test_the_recipe_names_the_files_of_a_noun() -> None:
    recipe = (ROOT / "docs" / "architecture.md").read_text("utf-8").split("## Add a noun")[1].split("\n## ")[0]
    told = {re.sub(r"NNNN", "0000", name) for name in re.findall(r"^\|[^`|]*`([^`]+)`", recipe, re.MULTILINE)}
    made = {path.relative_to(TRIAL).as_posix() for path in TRIAL.rglob("*.py")} - AROUND
    as_told = {
        re.sub(r"\d{4}_", "0000_", name).replace("warranties", "<nouns>").replace("warranty", "<noun>") for name in made
    }
    assert as_told == {name.replace("model/nouns.py", "noun.py") for name in told}
