"""Backups of real files under all that happens to files, names, computers and clocks: of each line the best state stays."""

import platform
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop_crm.model.client import Client
from desktop_crm.model.errors import BackupError
from desktop_crm.model.message import msg
from desktop_crm.services.safety import backup
from desktop_crm.services.safety.places import folder_place
from desktop_crm.storage.backup.copy import look_inside
from desktop_crm.storage.file.backup_name import MARK
from desktop_crm.storage.journal import writing as journal
from desktop_crm.storage.opening import create_workspace, open_workspace
from desktop_crm.storage.workspace import Workspace
from tests.rounds import rounds

MOMENTS = st.one_of(
    st.datetimes(datetime(1999, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from([datetime(2016, 1, 1, tzinfo=UTC), datetime(2036, 1, 1, tzinfo=UTC)]),
)


class Clock(datetime):
    """The computer's, which the test moves."""

    moment = datetime(2026, 3, 1, tzinfo=UTC)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Any:
        return cls.moment.astimezone(tz)


class BackupsMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.top = Path(tempfile.mkdtemp())
        (self.top / "stick").mkdir()
        self.place = folder_place(self.top / "stick")
        self.files: list[Any] = []
        self.ever: dict[Any, Any] = {}
        self.number = 0
        self.host = "laptop"
        self.patches: list[Any] = [
            patch.object(journal, "datetime", Clock),
            patch.object(platform, "node", lambda: self.host),
        ]
        for each in self.patches:
            each.start()

    def teardown(self) -> None:
        for each in self.patches:
            each.stop()
        shutil.rmtree(self.top)

    @initialize()
    def begin(self) -> None:
        self.new_business()

    @precondition(lambda self: len(self.files) < 3)
    @rule()
    def new_business(self) -> None:
        """Under the name that lost ones had, too."""
        path = next(each for each in self.names() if not each.exists())
        create_workspace(path).close()
        self.files.append(path)

    @precondition(lambda self: self.files and len(self.files) < 3)
    @rule(which=st.integers(0, 9))
    def copy(self, which: int) -> None:
        path = next(each for each in self.names() if not each.exists())
        shutil.copyfile(self.chosen(which), path)
        self.files.append(path)

    @precondition(lambda self: self.files)
    @rule(which=st.integers(0, 9))
    def lose(self, which: int) -> None:
        path = self.chosen(which)
        path.unlink()
        self.files.remove(path)

    @precondition(lambda self: self.files)
    @rule(which=st.integers(0, 9))
    def move(self, which: int) -> None:
        path = self.chosen(which)
        (self.top / "elsewhere").mkdir(exist_ok=True)
        self.number += 1
        moved = self.top / "elsewhere" / f"{self.number}" / "Usaha.crm"
        moved.parent.mkdir()
        path.rename(moved)
        self.files[self.files.index(path)] = moved

    @rule(name=st.sampled_from(["laptop", "desk", "LAPTOP-2"]))
    def rename_computer(self, name: str) -> None:
        self.host = name

    @rule(moment=MOMENTS)
    def set_clock(self, moment: datetime) -> None:
        Clock.moment = moment

    @rule(which=st.integers(0, 9))
    def lose_mark(self, which: int) -> None:
        marks = sorted((self.top / "stick").glob(f"*/{MARK}"))
        if marks:
            marks[which % len(marks)].unlink()

    @precondition(lambda self: self.files)
    @rule(which=st.integers(0, 9), added=st.integers(1, 4))
    def work(self, which: int, added: int) -> None:
        workspace = open_workspace(self.chosen(which))
        for _ in range(added):
            self.number += 1
            with workspace.write(msg("Add")) as session:
                session.add(Client(name=f"Toko {self.number}"))
        self.back_up(workspace)
        workspace.close()

    @precondition(lambda self: self.files)
    @rule(which=st.integers(0, 9))
    def empty(self, which: int) -> None:
        """By mistake, or for fun in a copy."""
        workspace = open_workspace(self.chosen(which))
        with workspace.aside() as connection:
            connection.execute("DELETE FROM clients")
        self.back_up(workspace)
        workspace.close()

    @precondition(lambda self: self.files)
    @rule(which=st.integers(0, 9), chosen=st.integers(0, 99))
    def restore(self, which: int, chosen: int) -> None:
        there = backup.backups_in(self.place)
        if there:
            backup.restore_in_place(self.chosen(which), there[chosen % len(there)].path, "")

    @rule(chosen=st.integers(0, 99))
    def double_click(self, chosen: int) -> None:
        there = backup.backups_in(self.place)
        if there:
            path = there[chosen % len(there)].path
            before = path.read_bytes()
            try:
                open_workspace(path).close()
            except BackupError:
                assert path.read_bytes() == before
            else:
                raise AssertionError("a backup was opened")

    def names(self) -> Iterator[Any]:
        return (self.top / f"{number}" / "Usaha.crm" for number in self.folders())

    def folders(self) -> Iterator[int]:
        for number in range(9):
            (self.top / f"{number}").mkdir(exist_ok=True)
            yield number

    def chosen(self, which: int) -> Path:
        return self.files[which % len(self.files)]

    def back_up(self, workspace: Workspace) -> None:
        """Some, so that what rotates does."""
        for _ in range(2):
            made = backup.make(workspace, self.place, now=Clock.moment).inside
            self.ever.setdefault((made.state.workspace, made.state.branch), []).append(made)
        self.look()

    def look(self) -> None:
        found = [look_inside(each.path, "") for each in backup.backups_in(self.place)]
        for line, ever in self.ever.items():
            there = [each for each in found if (each.state.workspace, each.state.branch) == line]
            newest = max(ever, key=lambda each: each.state.entry)
            assert any(each.state.entry == newest.state.entry for each in there), "the newest is gone"
            assert max(each.counts["clients"] for each in there) == max(each.counts["clients"] for each in ever), (
                "the fullest is gone"
            )
        folders = [each.parent for each in (self.top / "stick").glob("*/*.crm")]
        of = {folder: {look_inside(each, "").state.workspace for each in folder.glob("*.crm")} for folder in folders}
        assert all(len(businesses) == 1 for businesses in of.values()), "two businesses in one folder"
        assert len(of) == len({line[0] for line in self.ever}), "a second series"


BackupsMachine.TestCase.settings = settings(max_examples=rounds(2, 4), stateful_step_count=25)
TestBackups = BackupsMachine.TestCase
