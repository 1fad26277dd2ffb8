"""What comes out of damaged files: all that is readable, nothing made up, and a true list of the rest."""

import errno
import os
import random
import re
import shutil
import stat
import struct
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.model.client import Client
from desktop_crm.model.contact import Contact
from desktop_crm.model.errors import PasswordNeededError, UserError, WorldError, WrongPasswordError
from desktop_crm.model.message import msg
from desktop_crm.model.product import Product
from desktop_crm.services import attachment
from desktop_crm.services.demo import demo
from desktop_crm.services.safety.check import check
from desktop_crm.storage.file.btree import Gap, Row, Trees
from desktop_crm.storage.file.key import Key, salt_of
from desktop_crm.storage.file.pages import SIZE, Pages
from desktop_crm.storage.journal.bulk import bulk_insert
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.rescue.rescue import rescue
from tests.rounds import some, turn, turns

pytestmark = pytest.mark.in_turn

PASSWORD = "kuda nil makan sore"
COUNTED = ("clients", "contacts", "products", "orders", "order_lines", "contracts", "blobs", "journal_entries")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace full of records, without a password and with one; and how many there are."""
    folder = tmp_path_factory.mktemp("made")
    demo.make(folder / "plain.crm", clients=80, orders=50, contracts=10).close()
    shutil.copyfile(folder / "plain.crm", folder / "protected.crm")
    workspace = open_workspace(folder / "protected.crm")
    workspace.protect(PASSWORD)
    workspace.close()
    return folder


@pytest.fixture(params=turns(plain="plain", protected="protected"))
def damaged(request: pytest.FixtureRequest, made: Path, tmp_path: Path) -> tuple[Path, str]:
    """A file to damage, and what opens it."""
    kind = turn(request)
    shutil.copyfile(made / f"{kind}.crm", tmp_path / "damaged.crm")
    return tmp_path / "damaged.crm", PASSWORD if kind == "protected" else ""


def spoil(path: Path, *numbers: int, content: bytes | None = None) -> None:
    raw = bytearray(path.read_bytes())
    for number in numbers:
        raw[(number - 1) * SIZE : number * SIZE] = random.Random(number).randbytes(SIZE) if content is None else content
    path.write_bytes(raw)


def counts(path: Path, typed: str = "") -> dict[str, int]:
    workspace = open_workspace(path, typed)
    try:
        with workspace.driver_connection() as connection:
            return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
    finally:
        workspace.close()


#: A signed paper stays whole, and so tells of what its records have lost.
_TRULY_LOST = re.compile("The paper of contract|Contract .* is signed for")


def problems(path: Path, typed: str = "") -> list[str]:
    workspace = open_workspace(path, typed)
    try:
        told = [str(problem) for problem in check(workspace)]
        return [text for text in told if not _TRULY_LOST.match(text)]
    finally:
        workspace.close()


def pages_of(path: Path, typed: str, table: str) -> tuple[list[int], list[int], int]:
    """The pages of a table by their kind: leaves, and those that lead to them."""
    with Pages(path, Key.of(typed, salt_of(path)) if typed else None) as pages:
        root = next(row.values[3] for row in Trees(pages).rows(1) if isinstance(row, Row) and row.values[1] == table)
        trees = Trees(pages)
        list(trees.rows(root))
        kinds = {number: pages.read(number)[0] for number in trees.followed}
    return [n for n, kind in kinds.items() if kind == 13], [n for n, kind in kinds.items() if kind == 5], root


def test_a_whole_file_comes_out_whole(damaged: tuple[Path, str], tmp_path: Path) -> None:
    path, typed = damaged
    fates = rescue(path, tmp_path / "new.crm", typed)
    assert all(fate.is_whole for fate in fates)
    assert counts(tmp_path / "new.crm", typed) == counts(path, typed)
    assert problems(tmp_path / "new.crm", typed) == []


def test_damaged_leaves_cost_their_rows_and_no_others(damaged: tuple[Path, str], tmp_path: Path) -> None:
    path, typed = damaged
    before, image = counts(path, typed), path.read_bytes()
    leaves, *_ = pages_of(path, typed, "clients")
    with Pages(path, Key.of(typed, salt_of(path)) if typed else None) as pages:
        lost = [row.id for leaf in leaves[2:4] for row in Trees(pages).rows(leaf) if isinstance(row, Row)]
    spoil(path, *leaves[2:4])
    image = path.read_bytes()
    fates = {fate.table: fate for fate in rescue(path, tmp_path / "new.crm", typed)}
    assert (fates["clients"].kept, fates["clients"].unread) == (before["clients"] - len(lost), len(lost))
    assert {n for first, last in fates["clients"].ranges for n in range(first, last + 1)} == set(lost)
    assert [fate.table for fate in fates.values() if not fate.is_whole] == ["clients"]
    after = counts(tmp_path / "new.crm", typed)
    assert {**after, "clients": 0, "journal_entries": 0} == {**before, "clients": 0, "journal_entries": 0}
    assert problems(tmp_path / "new.crm", typed) == []
    assert path.read_bytes() == image
    assert {each.name for each in tmp_path.iterdir()} == {"damaged.crm", "new.crm"}


@pytest.mark.parametrize("table", ["clients", "orders", "order_lines", "blobs"])
def test_a_broken_way_to_the_rows_costs_none_of_them(damaged: tuple[Path, str], tmp_path: Path, table: str) -> None:
    path, typed = damaged
    before = counts(path, typed)
    _, inner, root = pages_of(path, typed, table)
    spoil(path, *(inner or [root]))
    rescue(path, tmp_path / "new.crm", typed)
    after = counts(tmp_path / "new.crm", typed)
    assert after[table] == before[table] if inner else after[table] <= before[table]
    assert problems(tmp_path / "new.crm", typed) == []


def test_the_first_page_tells_where_all_tables_are_and_is_done_without(made: Path, tmp_path: Path) -> None:
    shutil.copyfile(made / "plain.crm", tmp_path / "damaged.crm")
    spoil(tmp_path / "damaged.crm", 1, content=bytes(SIZE))
    fates = rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")
    assert all(fate.unsure for fate in fates)
    after, before = counts(tmp_path / "new.crm"), counts(made / "plain.crm")
    assert {**after, "journal_entries": 0} == {**before, "journal_entries": 0}
    assert problems(tmp_path / "new.crm") == []


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_damaged_a_sound_file_comes_out(damaged: tuple[Path, str], tmp_path: Path, seed: int) -> None:
    path, typed = damaged
    chance, before = random.Random(seed), counts(path, typed)
    spoil(path, *chance.sample(range(2, path.stat().st_size // SIZE), 12))
    if seed % 2:
        path.write_bytes(path.read_bytes()[: -chance.randrange(30 * SIZE)])
    fates = {fate.table: fate for fate in rescue(path, tmp_path / "new.crm", typed)}
    assert problems(tmp_path / "new.crm", typed) == []
    for table, fate in fates.items():
        if table in before and table != "journal_entries" and not fate.unsure:
            assert fate.kept + fate.unread + fate.refused + fate.alone == before[table], table


def test_bits_that_flipped_unseen_are_told(made: Path, tmp_path: Path) -> None:
    """In a plain file nothing signs the pages: what can't be a value is taken out, what was changed in a file is said."""
    path = tmp_path / "damaged.crm"
    shutil.copyfile(made / "plain.crm", path)
    chance, raw = random.Random(5), bytearray(path.read_bytes())
    for _ in range(300):
        raw[chance.randrange(SIZE, len(raw))] ^= 1 << chance.randrange(8)
    path.write_bytes(raw)
    fates = {fate.table: fate for fate in rescue(path, tmp_path / "new.crm")}
    assert fates["blobs"].mended
    told = problems(tmp_path / "new.crm")  # a word that became another is no garbage: the check names it
    assert [each for each in told if "nothing that this program knows" not in each] == []


def test_lost_rows_come_back_from_the_history(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "damaged.crm")
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=f"Toko {n}", notes="x" * 900) for n in range(40))
    with workspace.write(msg("Change")) as session:
        session.get(Client, 7).name = "Toko Tujuh"
    with workspace.write(msg("Delete")) as session:
        session.delete(session.get(Client, 8))
    workspace.close()
    leaves, *_ = pages_of(tmp_path / "damaged.crm", "", "clients")
    spoil(tmp_path / "damaged.crm", *leaves)
    fates = {fate.table: fate for fate in rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")}
    assert (fates["clients"].remembered, fates["clients"].unread) == (39, 0)
    again = open_workspace(tmp_path / "new.crm")
    with again.read() as session:
        assert session.get(Client, 7).name == "Toko Tujuh"
        assert session.get(Client, 8) is None
        assert session.get(Client, 9).notes == "x" * 900
    again.close()


@pytest.mark.parametrize(
    "garbage",
    [
        '{"name": "Toko',
        "[1]",
        '"x"',
        '{"name": "a\x00b"}',
        "[" * 9_000,
        r'{"name": "\ud800"}',
        '{"name": 99999999999999999999}',
    ],
)
def test_what_the_history_no_longer_tells_costs_that_row_alone(tmp_path: Path, garbage: str) -> None:
    workspace = create_workspace(tmp_path / "damaged.crm")
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=f"Toko {n}", notes="x" * 900) for n in range(40))
    with workspace.aside() as connection:
        connection.execute('UPDATE journal_changes SET "after" = ? WHERE row_id = 7', (garbage,))
    workspace.close()
    leaves, *_ = pages_of(tmp_path / "damaged.crm", "", "clients")
    spoil(tmp_path / "damaged.crm", *leaves)
    fates = {fate.table: fate for fate in rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")}
    assert (fates["clients"].remembered, fates["clients"].ranges) == (39, ((7, 7),))


def test_a_folder_that_can_not_be_waited_for_does_not_spoil_what_was_rescued(
    damaged: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, typed = damaged

    def refuse(_handle: int) -> None:
        raise OSError(errno.EINVAL, "network places refuse")

    monkeypatch.setattr(os, "fsync", lambda handle: refuse(handle) if stat.S_ISDIR(os.fstat(handle).st_mode) else None)
    assert rescue(path, tmp_path / "new.crm", typed)
    assert problems(tmp_path / "new.crm", typed) == []


def test_what_belongs_to_a_lost_client_is_kept_under_a_name_that_says_so(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "damaged.crm")
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Client, [{"name": f"Toko {n}", "notes": "x" * 900} for n in range(20)])
        bulk_insert(session, Contact, [{"client_id": n, "name": f"Ibu {n}"} for n in range(1, 21)])
    with workspace.write(msg("Add file")) as session:
        for client_id in range(1, 21):
            attachment.add(session, "client", client_id, f"{client_id}.jpg", b"jpg")
    workspace.close()
    leaves, *_ = pages_of(tmp_path / "damaged.crm", "", "clients")
    spoil(tmp_path / "damaged.crm", leaves[0])
    fates = {fate.table: fate for fate in rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")}
    lost = fates["clients"].unread
    assert fates["clients"].stand_ins == lost > 2
    assert fates["contacts"].is_whole
    again = open_workspace(tmp_path / "new.crm")
    with again.read() as session:
        first = fates["clients"].ranges[0][0]
        assert session.get(Client, first).name == f"Toko {first - 1} ?{first}"  # as its contact was sorted by
        assert [file.name for file in attachment.files_of(session, "client", first)] == [f"{first}.jpg"]
        assert len(session.scalars(select(Client.name).where(~Client.name.contains("?"))).all()) == 20 - lost
    again.close()


def test_files_of_lost_products_hang_on_the_client_made_for_such(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "damaged.crm")
    with workspace.write(msg("Import")) as session:
        bulk_insert(session, Product, [{"code": f"B-{n}", "strengths": "x" * 900} for n in range(20)])
    with workspace.write(msg("Add file")) as session:
        attachment.add(session, "product", 1, "katalog.pdf", b"pdf")
    workspace.close()
    leaves, *_ = pages_of(tmp_path / "damaged.crm", "", "products")
    with Pages(tmp_path / "damaged.crm", None) as pages:
        (first,) = (leaf for leaf in leaves if b"B-0" in pages.read(leaf))
    spoil(tmp_path / "damaged.crm", first)
    rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")
    again = open_workspace(tmp_path / "new.crm")
    with again.read() as session:
        assert session.get(Product, 1) is None
        unknown = session.scalars(select(Client.id).where(Client.name == "?")).one()
        assert [file.name for file in attachment.files_of(session, "client", unknown)] == ["katalog.pdf"]
    again.close()


def test_what_is_only_in_the_wal_counts_too(damaged: tuple[Path, str], tmp_path: Path) -> None:
    path, typed = damaged
    workspace = open_workspace(path, typed)
    with workspace.write(msg("Add")) as session:
        session.add(Client(name="Only in the WAL"))
    for leftover in ("", "-wal"):
        shutil.copyfile(f"{path}{leftover}", tmp_path / f"copy.crm{leftover}")
    workspace.close()
    rescue(tmp_path / "copy.crm", tmp_path / "new.crm", typed)
    again = open_workspace(tmp_path / "new.crm", typed)
    with again.read() as session:
        assert session.scalars(select(Client).where(Client.name == "Only in the WAL")).one()
    again.close()


def test_what_was_deleted_does_not_come_back(tmp_path: Path) -> None:
    workspace = create_workspace(tmp_path / "damaged.crm")
    with workspace.write(msg("Add")) as session:
        session.add_all(Client(name=f"Toko {n}", notes="x" * 900) for n in range(200))
    with workspace.write(msg("Delete")) as session:
        for client in session.scalars(select(Client).where(Client.id > 100)):
            session.delete(client)
    workspace.close()
    _, inner, _ = pages_of(tmp_path / "damaged.crm", "", "clients")
    spoil(tmp_path / "damaged.crm", *inner)
    rescue(tmp_path / "damaged.crm", tmp_path / "new.crm")
    assert counts(tmp_path / "new.crm")["clients"] == 100


@pytest.mark.parametrize("damaged", ["plain", "protected"], indirect=True)
def test_the_password_is_needed_and_must_fit(damaged: tuple[Path, str], tmp_path: Path) -> None:
    path, typed = damaged
    if typed:
        with pytest.raises(PasswordNeededError):
            rescue(path, tmp_path / "new.crm")
        with pytest.raises(WrongPasswordError):
            rescue(path, tmp_path / "new.crm", "salah")
        workspace = open_workspace(path, typed)
        recovery = workspace.recovery_key
        workspace.close()
        rescue(path, tmp_path / "new.crm", recovery)
        assert counts(tmp_path / "new.crm", typed) == counts(path, typed)
    else:
        path.write_bytes(random.Random(1).randbytes(20 * SIZE))
        with pytest.raises(PasswordNeededError):
            rescue(path, tmp_path / "new.crm")
        path.write_bytes(b"")
        with pytest.raises(UserError):
            rescue(path, tmp_path / "new.crm")
    assert not [each for each in tmp_path.iterdir() if each.name not in {"damaged.crm", "new.crm"}]


def test_a_file_in_use_a_folder_and_a_name_that_is_taken_are_refused(damaged: tuple[Path, str], tmp_path: Path) -> None:
    path, typed = damaged
    workspace = open_workspace(path, typed)
    with pytest.raises(WorldError, match="already open"):
        rescue(path, tmp_path / "new.crm", typed)
    workspace.close()
    for wrong, new in ((tmp_path, tmp_path / "new.crm"), (path, path), (path, tmp_path / "gone" / "new.crm")):
        with pytest.raises(UserError):
            rescue(wrong, new, typed)
    assert [each.name for each in tmp_path.iterdir()] == ["damaged.crm"]


def test_stopping_leaves_nothing(damaged: tuple[Path, str], tmp_path: Path) -> None:
    class Stop(Exception):  # noqa: N818
        pass

    def stop(_done: int, _total: int) -> None:
        raise Stop

    path, typed = damaged
    with pytest.raises(Stop):
        rescue(path, tmp_path / "new.crm", typed, stop)
    assert [each.name for each in tmp_path.iterdir()] == ["damaged.crm"]


def test_random_bytes_are_no_rows(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(random.Random(11).randbytes(4_000 * SIZE))
    with Pages(tmp_path / "a", None) as pages:
        assert not [row for rows in Trees(pages).loose() for row in rows if len(row.values) > 9]


@pytest.mark.parametrize("seed", some(range(10), 4))
def test_nonsense_in_a_page_is_read_without_harm(seed: int, made: Path, tmp_path: Path) -> None:
    """Cells that point anywhere, sizes that can't be, ways that lead in circles."""
    path = tmp_path / "damaged.crm"
    shutil.copyfile(made / "plain.crm", path)
    chance, raw = random.Random(seed), bytearray(path.read_bytes())
    for number in range(2, len(raw) // SIZE):
        for _ in range(chance.randrange(4)):
            raw[(number - 1) * SIZE + chance.choice((0, 3, 4, 5, 6, 8, 9, chance.randrange(SIZE)))] = chance.randrange(
                256
            )
    path.write_bytes(raw)
    with Pages(path, None) as pages:
        trees = Trees(pages)
        for number in range(1, pages.count + 1):
            assert all(isinstance(item, Row | Gap) for item in trees.rows(number))
            assert all(isinstance(row_id, int) for row_id in trees.rowids(number))
        list(trees.loose())


def test_an_index_that_leads_in_a_circle_has_an_end(tmp_path: Path) -> None:
    cell = struct.pack(">I", 2) + b"\x03\x02\x01\x07"
    count = 50
    places = [SIZE - (at + 1) * len(cell) for at in range(count)]
    head = struct.pack(">BHHHBI", 2, 0, count, places[-1], 0, 2) + struct.pack(f">{count}H", *places)
    page = head.ljust(places[-1], b"\0") + cell * count
    (tmp_path / "a").write_bytes(bytes(SIZE) + page)
    with Pages(tmp_path / "a", None) as pages:
        assert list(islice(Trees(pages).rowids(2), 10_000)) == [7] * count


def test_a_disk_that_gives_nothing_is_told_as_such_not_as_a_wrong_password(
    damaged: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, password = damaged

    def fail(*_arguments: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "read", fail)
    with pytest.raises(WorldError, match="disk reports a fault"):
        rescue(path, tmp_path / "new.crm", password)
    assert not (tmp_path / "new.crm").exists()
