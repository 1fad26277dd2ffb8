"""The file's schema: what version it has, and bringing it up to ours."""

from contextlib import closing
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import sqlcipher3.dbapi2 as driver

from desktop_crm import disk
from desktop_crm.model.errors import PasswordNeededError, UserError, WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.storage.file import identity, strange
from desktop_crm.storage.file.connection import APPLICATION_ID, connect, connect_still, has_wal, unlock
from desktop_crm.storage.file.driver_errors import told_of_strangers
from desktop_crm.storage.file.held import first_bytes
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.file.replacing import free_beside
from desktop_crm.storage.file.revisions import FOLDERS, HEAD, KNOWN

if TYPE_CHECKING:
    from sqlalchemy import Connection

_PLAIN: Final = b"SQLite format 3\x00"
_PAGE: Final = 4096


def is_protected(path: Path) -> bool:
    """Whether the file looks like one that SQLCipher wrote: whole pages without SQLite's mark.

    UserError for an empty file and for one that is neither.
    """
    head = first_bytes(path, len(_PLAIN))
    if not head:
        raise UserError(msg("{file} is empty. Restore it from a backup, or make a new workspace.", file=path.name))
    if head == _PLAIN:
        return False
    if path.stat().st_size % _PAGE:
        raise UserError(
            msg("{file} is not a workspace of this program, or it is damaged. It was left as it is.", file=path.name)
        )
    return True


def key_for(path: Path, typed: str) -> Key | None:
    """What `typed` (password or recovery key) makes of a file; None for a plain one. PasswordNeededError when it is empty."""
    if not is_protected(path):
        return None
    if not typed:
        raise PasswordNeededError(
            msg("{file} is protected by a password, or it is no workspace of this program.", file=path.name)
        )
    return Key.of(typed, salt_of(path))


def swapped(path: Path) -> UserError:
    """The sentence for a plain file where a protected one is expected."""
    return UserError(
        msg(
            "{file} has no password, but one was given for it: it may be another file than yours. It was left as it is."
            " If it is yours, open it without a password.",
            file=path.name,
        )
    )


def inspect_file(path: Path, key: Key | None = None) -> str:
    """The schema's revision, HEAD or one before it.

    Refuses (UserError), before anything is written, what is not a workspace of ours or comes from a newer version,
    (WrongPasswordError) a key that does not fit, and (StrangeError) what another program put something into.
    """
    head = first_bytes(path, 100)
    owner, found = int.from_bytes(head[68:72], "big"), ""
    objects: strange.Objects = {}
    if key is not None or owner == APPLICATION_ID or has_wal(path):
        owner, found, objects = _identity(path, key)
    if owner != APPLICATION_ID:
        raise UserError(msg("{file} belongs to another program. It was left as it is.", file=path.name))
    if found not in KNOWN:
        raise UserError(
            msg(
                "{file} was made by a newer version of this program (format {found}). Update the program. The file was left as it is.",
                file=path.name,
                found=found or "?",
            )
        )
    if names := strange.strangers(objects, found, lambda: _expected(found)):
        raise told_of_strangers(path, names)
    return found


def create(path: Path, key: Key | None = None, revision: str = HEAD) -> None:
    """Make the tables of a new file; of an older revision for what was rescued from one."""
    if not path.exists():
        disk.create_empty(path)
    _migrate(path, key, revision)


def upgrade(path: Path, found: str, key: Key | None = None) -> None:
    """Bring a file from the revision `found` up to HEAD, after a copy of it was put beside it."""
    left_open = has_wal(path)
    _keep_copy(path, found, key)
    _migrate(path, key, HEAD)
    with closing(connect(path, key)) as connection:
        identity.mark_upgrade(connection, all_there=left_open)


def strangers_in(connection: Any) -> tuple[list[str], list[str]]:
    """The names of what another program put into the schema of an open file, and of what is missing there."""
    found = strange.objects_of(connection)
    strangers = strange.strangers(found, HEAD, lambda: _expected(HEAD))
    return strangers, sorted(_expected(HEAD).keys() - found.keys()) if not strange.is_known(found, HEAD) else []


@cache
def _expected(revision: str) -> strange.Objects:
    """What is in a new file of a revision."""
    from desktop_crm.storage.file.engine import make_engine

    engine = make_engine(lambda: driver.connect(":memory:", isolation_level=None, check_same_thread=False))
    try:
        with engine.connect() as connection:
            _migrate_over(connection, revision)
            return strange.objects_of(connection.connection.driver_connection)
    finally:
        engine.dispose()


def _identity(path: Path, key: Key | None) -> tuple[int, str, strange.Objects]:
    """The application's mark, the schema's revision, and what is in the schema.

    Asked of SQLite, not read from the file's head: after a crash the newest pages are still in the WAL. Without a WAL
    nothing is made beside the file.
    """
    connection = connect_still(path, key)
    try:
        _try(connection, path, key)
        owner = int(connection.execute("PRAGMA application_id").fetchone()[0])
        objects = strange.objects_of(connection)
        known = "alembic_version" in objects
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if known else None
    except UnicodeDecodeError as error:  # a torn schema
        raise driver.DatabaseError("malformed") from error
    finally:
        connection.close()
    return owner, str(row[0]) if row else "", objects


def _try(connection: Any, path: Path, key: Key | None) -> None:
    """Decrypting the first page tells whether the key fits."""
    try:
        connection.execute("SELECT count(*) FROM sqlite_master")
    except driver.DatabaseError as error:
        if key is None or "not a database" not in str(error):
            raise
        raise WrongPasswordError(
            msg("The password does not open {file}. Try again, or use the recovery key.", file=path.name)
        ) from error


def _keep_copy(path: Path, revision: str, key: Key | None) -> None:
    """A whole copy beside the file, made through SQLite so that the WAL is in it."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    copy = free_beside(path, f"before upgrade from {revision} {stamp}")
    unfinished = copy.with_name(f".{copy.name}.part")
    try:
        _copy(path, unfinished, key)
        disk.keep_rights(path, unfinished)
        disk.replace(unfinished, copy)
    finally:
        disk.remove(unfinished)


def _copy(path: Path, to: Path, key: Key | None) -> None:
    disk.remove(to)
    disk.create_empty(to)
    source, target = connect(path, key), driver.connect(str(to))
    try:
        unlock(target, key)
        source.backup(target, pages=5000)
    finally:
        target.close()
        source.close()


def _migrate(path: Path, key: Key | None, revision: str) -> None:
    from desktop_crm.storage.file.engine import make_engine, telling_all

    engine = make_engine(lambda: connect(path, key))
    try:
        with telling_all(path), engine.connect() as connection:
            _migrate_over(connection, revision)
    finally:
        engine.dispose()


def _migrate_over(connection: "Connection", revision: str) -> None:
    """Run the migrations in one transaction, foreign keys off meanwhile and checked at its end."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", _option(Path(__file__).parent.parent / "migrations"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(_option, FOLDERS)))
    bare: Any = connection.connection.driver_connection
    bare.execute("PRAGMA foreign_keys = OFF")
    try:
        with connection.execution_options(writes=True).begin():
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            _refuse_broken(connection)
    except BaseException:
        connection.invalidate()  # it must not be used on with its foreign keys off
        raise
    bare.execute("PRAGMA foreign_keys = ON")


def _option(path: Path) -> str:
    """As Alembic's settings have it."""
    return str(path).replace("%", "%%")


def _refuse_broken(connection: "Connection") -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"foreign keys broken after the upgrade: {broken[:5]}")
