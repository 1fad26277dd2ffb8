"""Migrations lead to exactly the schema the model declares."""

import re
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as driver
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from desktop_crm.storage.file import revisions, schema
from desktop_crm.storage.lists.search import SEARCHED
from desktop_crm.storage.opening import create_workspace
from desktop_crm.storage.tables import metadata
from desktop_crm.storage.workspace import Workspace


def objects(connection: Any) -> dict[str, str]:
    rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {
        name: re.sub(r"\s+", " ", re.sub(r"\s+([,)])", r"\1", sql)).strip()
        for name, sql in rows
        if "_fts" not in name and name not in {"alembic_version", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}
    }


def test_the_migrations_make_what_the_model_declares(tmp_path: Path) -> None:
    create_workspace(tmp_path / "a.crm").close()
    migrated = driver.connect(str(tmp_path / "a.crm"))
    declared = driver.connect(str(tmp_path / "b.db"))
    engine = create_engine("sqlite+pysqlite://", module=driver, creator=lambda: declared)
    metadata.create_all(engine)
    try:
        assert objects(migrated) == objects(declared)
    finally:
        engine.dispose()
        migrated.close()
        declared.close()


def test_every_searched_table_has_its_index(workspace: Workspace) -> None:
    with workspace.driver_connection() as connection:
        names = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    assert {f"{table}_fts" for table in SEARCHED} <= names


def test_the_named_head_is_the_last_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent.parent / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, revisions.FOLDERS)))
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == revisions.HEAD
    assert [script.revision for script in scripts.walk_revisions()][::-1] == list(revisions.KNOWN)
