"""Backups of the open workspace: by themselves every few hours and at close, and when somebody asks."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import monotonic
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.model.errors import TellableError
from desktop_crm.model.tone import Tone
from desktop_crm.services.safety.backup import Backup, Outcome, Plan, Stranger
from desktop_crm.services.safety.places import Place
from desktop_crm.ui import i18n
from desktop_crm.ui.backup.ages import age, seconds_since
from desktop_crm.ui.backup.plan import (
    is_known,
    load_made,
    load_marks,
    load_plan,
    make_known,
    remember,
    save_made,
    save_plan,
)
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.look import theme

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace
    from desktop_crm.ui.window.shell import Shell

_LOOK: Final = 60_000  # ms between two looks at whether it is time
_AGAIN: Final = 15 * 60  # seconds until a place that failed is tried again by itself
_TOLD: Final = 3  # of what a quick look found
_DAY: Final = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class _Known:
    """Of each place: when its last good backup was made, how far that goes, and whether it failed a moment ago."""

    made: dict[str, datetime]
    marks: dict[str, str]
    waits: set[str]


@dataclass(frozen=True, slots=True)
class _Found:
    """What a look found: the newest backup a place, the places where it is time for another, and what a lost file left."""

    newest: dict[str, Backup]
    new: bool  # whether the file is
    due: tuple[Place, ...]
    stranger: Stranger | None


class Backups(QObject):
    """Those of one window's workspace. Get it with `backups_of`."""

    changed = Signal()  # plan, last good backups, or whether one is being made

    def __init__(self, shell: "Shell") -> None:
        super().__init__(shell)
        self._shell = shell
        self._workspace: Workspace | None = None
        self.plan = Plan(())
        self.made: dict[str, datetime] = {}
        self.marks: dict[str, str] = {}
        self._tried: dict[str, float] = {}
        self.is_new = True  # the file, as long as nobody has looked: then there is no backup to be missed
        self._looked = False
        self._asked = False  # whether another file of this name has left backups
        self.left: Stranger | None = None  # what it has left
        self._job: Job | None = None
        self._told: list[str] = []  # of what is wrong in the file
        self._one = threading.Lock()  # at a time: the next takes away what the last one left half
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self.look)
        shell.leaving.connect(self._at_close)
        shell.closing.connect(self.let_go)
        shell.file_moved.connect(self.follow)
        i18n.signals.changed.connect(self._speak_anew)

    def watch(self, workspace: "Workspace", *, look: bool = True) -> None:
        """From now on this workspace is backed up; `look` at once at what there is, or later, in another call."""
        if workspace is not self._workspace:
            self._take(workspace)
        if look and not self._looked:
            self._looked = True
            self.look(make=False)

    def _take(self, workspace: "Workspace") -> None:
        self._workspace = workspace
        self._tried.clear()
        self._asked, self.left, self.is_new = False, None, True
        self.follow()
        self.plan = load_plan(self._shell.settings, workspace.business)
        self.made = load_made(self._shell.settings, workspace.business)
        self.marks = load_marks(self._shell.settings, workspace.business)
        self._looked = False
        self._timer.start()
        self.tell()

    def follow(self) -> None:
        """The workspace is where it is now."""
        if self._workspace is not None:
            remember(self._shell.settings, self._workspace.path, self._workspace.business)

    def let_go(self) -> None:
        """The workspace is closed."""
        self._workspace = None
        self._timer.stop()
        self._shell.jobs.forget("backups")

    @property
    def running(self) -> bool:
        """Whether one is being made."""
        return self._job is not None

    def last(self) -> datetime | None:
        """When the last good one was made, wherever."""
        return max((self.made[place.id] for place in self.plan.places if place.id in self.made), default=None)

    def is_old(self) -> bool:
        """Older than wished; none at all is, too, but of a new file."""
        last = self.last()
        return not self.is_new if last is None else seconds_since(last) > self.plan.warn_days * _DAY

    def change(self, **values: object) -> None:
        """Change the plan and keep it."""
        if self._workspace is not None:
            self._asked = self._asked and "places" not in values
            self.plan = replace(self.plan, **values)  # type: ignore[arg-type]  # the callers name fields of Plan
            save_plan(self._shell.settings, self._workspace.business, self.plan)
            self.tell()
            self.look(make=False)

    def back_up_now(self) -> None:
        """To every place, and tell what came of it."""
        if not self.plan.places:
            self._shell.notify.note(tr("Not backed up: no place is named yet."), tone=Tone.ATTENTION)
            self._shell.navigate("safety")
        elif self._job is None:
            self._make(self.plan.places, asked=True)

    def look(self, *, make: bool = True) -> None:
        """Whether it is time for one somewhere; a stick that was just plugged in counts."""
        workspace, plan, made, marks = self._workspace, self.plan, dict(self.made), dict(self.marks)
        self.tell()
        if workspace is None or workspace.locked or self._job is not None:
            return
        ask, self._asked = not self._asked, True
        waits = {place for place, tried in self._tried.items() if monotonic() - tried < _AGAIN}

        def work(_job: Job) -> _Found:
            return _looked(workspace, plan, _Known(made, marks, waits), ask_strangers=ask)

        def done(found: _Found) -> None:
            self._learn(workspace, found)
            if found.stranger is not None and self._workspace is workspace:
                self._tell_stranger(workspace, found.stranger)
            if make and found.due and self._workspace is workspace:
                self._make(found.due, asked=False)

        self._shell.jobs.latest("backups", work, done, lambda _error: None, parent=self)

    def _learn(self, workspace: "Workspace", found: _Found) -> None:
        """Files in the places know it too, when the settings were lost."""
        if self._workspace is workspace:
            self.is_new = found.new
            for place, backup in found.newest.items():
                self.made.setdefault(place, backup.made)
                if backup.inside is not None:
                    self.marks.setdefault(place, backup.inside.state.mark)
            self.tell()

    def _tell_stranger(self, workspace: "Workspace", stranger: Stranger) -> None:
        """At each opening, until somebody has looked; who comes to *Safety* finds it there afterwards, too."""
        self.left = stranger
        self.changed.emit()
        if not is_known(self._shell.settings, workspace.business, stranger.backup.path.parent):
            action = (tr("Restore…"), self.restore_left)
            self._shell.notify.note(told_of(stranger), tone=Tone.ATTENTION, action=action)

    def restore_left(self) -> None:
        """Look into what another file of this name has left."""
        if self.left is None or self._workspace is None:
            return
        from desktop_crm.ui.backup.restore_dialog import RestoreDialog

        backup = self.left.backup
        make_known(self._shell.settings, self._workspace.business, backup.path.parent)
        self._shell.actions_.run("workspace.restore")
        for dialog in self._shell.findChildren(RestoreDialog):
            dialog.add(backup.path)

    def _make(self, places: Sequence[Place], *, asked: bool) -> None:
        workspace = self._workspace
        assert workspace is not None

        def work(job: Job) -> list[Outcome]:
            from desktop_crm.services.safety import backup

            with self._one:
                return backup.make_all(workspace, places, job.progress)

        def done(outcomes: list[Outcome]) -> None:
            self._job = None
            if workspace.locked:  # it stopped the backup; the next look makes another
                self.tell()
                return
            self._keep(workspace, outcomes)
            self._tell_outcomes(outcomes, asked=asked)

        def failed(error: Exception) -> None:
            self._job = None
            self.tell()
            if self._shell.desk is not None and self._shell.desk.workspace is workspace:
                self._shell.notify.error(error)

        self._job = self._shell.jobs.run(self, tr("Backing up"), work, done, failed, cancelled=self._forget_job)
        self.tell()

    def _forget_job(self) -> None:
        self._job = None
        self.tell()

    def _keep(self, workspace: "Workspace", outcomes: Sequence[Outcome]) -> None:
        for outcome in outcomes:
            if outcome.backup is not None:
                self.made[outcome.place.id] = outcome.backup.made
                self.marks[outcome.place.id] = outcome.inside.state.mark if outcome.inside else ""
                self._tried.pop(outcome.place.id, None)
            else:
                self._tried[outcome.place.id] = monotonic()
        save_made(self._shell.settings, workspace.business, self.made, self.marks)
        self.tell()

    def _tell_outcomes(self, outcomes: Sequence[Outcome], *, asked: bool) -> None:
        """Success only to who asked; a failure to everybody, quietly."""
        good = [outcome.place.name for outcome in outcomes if outcome.backup is not None]
        bad = [say(outcome.problem) for outcome in outcomes if outcome.problem is not None]
        if bad:
            lines = [tr("Not everything backed up:"), *dict.fromkeys(bad)]
            self._shell.notify.note("\n".join(lines), tone=Tone.ATTENTION, action=(tr("Safety"), self._go_safety))
        elif found := [say(each) for outcome in outcomes for each in outcome.found]:
            self._tell_found(list(dict.fromkeys(found)))
        elif asked:
            self._shell.notify.note(tr("Backup made on {places}.", places=", ".join(good)), tone=Tone.GOOD)

    def _tell_found(self, found: list[str]) -> None:
        """Once, as long as it is the same."""
        if found == self._told:
            return
        self._told = found
        more = [ntr("and {n} more", "and {n} more", len(found) - _TOLD)] if len(found) > _TOLD else []
        lines = [tr("Backup made, but the file is not in order:"), *found[:_TOLD], *more]
        self._shell.notify.note("\n".join(lines), tone=Tone.ATTENTION, action=(tr("Safety"), self._go_safety))

    def _go_safety(self) -> None:
        self._shell.navigate("safety")

    # At close

    def _at_close(self) -> None:
        """Back up what is not backed up yet; returns when that is done, or not wanted any more."""
        workspace = self._workspace
        if workspace is None or self._shell.desk is None or not self.plan.at_close or workspace.locked:
            return
        lacking = self._lacking(workspace)
        if not lacking:
            return
        self._shell.desk.keep_typed()
        if self._job is not None:
            self._job.cancel()  # what it makes may lack the last changes
        from desktop_crm.ui.desk.closing import Words, wait

        words = Words(
            tr("Backing up"),
            tr("What you did since the last backup is being backed up. Then the window closes."),
            tr("Close without backup"),
        )
        wait(self._shell, self._make_last(workspace, lacking), words)

    def _lacking(self, workspace: "Workspace") -> list[Place]:
        """None of a file that can't be read any more: nothing could be copied, and nothing keeps it open."""
        from desktop_crm.services.safety.backup import changed_since

        try:
            return [
                place
                for place in self.plan.places
                if changed_since(workspace, self.made.get(place.id), self.marks.get(place.id))
            ]
        except TellableError:
            return []

    def _make_last(self, workspace: "Workspace", places: Sequence[Place]) -> Job:
        """A job that makes them; what is not there is passed over, for nobody can act any more."""

        def work(job: Job) -> list[Outcome]:
            from desktop_crm.services.safety import backup
            from desktop_crm.services.safety.places import is_there

            with self._one:
                return backup.make_all(workspace, [place for place in places if is_there(place)], job.progress)

        def done(outcomes: list[Outcome]) -> None:
            self._keep(workspace, outcomes)

        return self._shell.jobs.run(self, tr("Backing up"), work, done, lambda _error: None)

    # Telling

    def tell(self) -> None:
        """The status line's word, and whoever shows more."""
        if self._workspace is None:
            return
        last, label = self.last(), self._shell.frame.status.news
        text = tr("Last backup {age}", age=age(last)) if last else tr("No backup yet")
        self._shell.set_news(text)
        theme.mark(label, "problem" if self.is_old() else "small")
        self.changed.emit()

    def _speak_anew(self) -> None:
        """When the window has been built anew."""
        QTimer.singleShot(0, self, self.tell)


def _looked(workspace: "Workspace", plan: Plan, known: _Known, *, ask_strangers: bool) -> _Found:
    """In a worker: places may be far away."""
    from desktop_crm.services.safety.backup import backups_of, changed_since, is_due, is_new, stranger
    from desktop_crm.services.safety.places import is_there

    newest = {
        place.id: found[0]
        for place in plan.places
        if place.id not in known.made and (found := backups_of(workspace, place))
    }
    due = []
    for place in plan.places:
        last = known.made.get(place.id) or (newest[place.id].made if place.id in newest else None)
        wanted = bool(plan.hours) and place.id not in known.waits and is_due(last, plan.hours, datetime.now(UTC))
        if wanted and changed_since(workspace, last, known.marks.get(place.id)) and is_there(place):
            due.append(place)
    left = (stranger(workspace, place) for place in plan.places) if ask_strangers else ()
    return _Found(newest, is_new(workspace), tuple(due), next((each for each in left if each), None))


def told_of(stranger: Stranger) -> str:
    """That a lost file's backups are there."""
    name = stranger.backup.workspace
    if stranger.inside is None:
        return tr("Protected backup of another {name} found.", name=name)
    return ntr(
        "Backup of another {name} found, with {n} client.",
        "Backup of another {name} found, with {n} clients.",
        stranger.inside.counts.get("clients", 0),
        name=name,
    )


def backups_of(shell: "Shell", *, look: bool = True) -> Backups:
    """The window's own, made when first asked for."""
    found = shell.findChild(Backups)
    backups = found if isinstance(found, Backups) else Backups(shell)
    if shell.desk is not None:
        backups.watch(shell.desk.workspace, look=look)
    return backups
