"""Which backup becomes a workspace again: a look inside first, then to a new file or in place."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm import fitting
from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import Message
from desktop_crm.services.safety.backup import Backup, Inside
from desktop_crm.services.safety.places import Place
from desktop_crm.ui.backup import ages
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.jobs import Job, Jobs
from desktop_crm.ui.desk.save_dialog import ask_where_workspace
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.plain import PlainLabel, tip
from desktop_crm.ui.password.field import PasswordField
from desktop_crm.ui.window import geometry

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace
    from desktop_crm.ui.desk.settings import Settings

_SIZE: Final = (680, 520)
_PROBLEMS: Final = 4  # the column

Found = Sequence[tuple[Backup, str]]

#: What is in a backup (None: that is told for its password), how many of each, and whether it lacks the one that the present file has.
Look = tuple[Inside | None, Sequence[Message], bool]


class RestoreDialog(QDialog):
    """`path` is the workspace that may be replaced; None: only a new file can be made. `workspace`: when it is open."""

    wanted = Signal(object, str, object)  # the backup's path, its password, the new file (None: in place)
    rescue_wanted = Signal()  # no backup, but what is readable of the damaged file

    def __init__(
        self,
        jobs: Jobs,
        settings: "Settings",
        path: Path | None,
        parent: QWidget,
        workspace: "Workspace | None" = None,
    ) -> None:
        super().__init__(parent)
        self._jobs, self._settings, self._path, self._workspace = jobs, settings, path, workspace
        self._given: tuple[Path, str] | None = None
        self._backups: list[tuple[Backup, str]] = []
        self._seen: dict[Path, Inside] = {}  # what was looked into
        self.setWindowTitle(tr("Restore from a backup"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        geometry.fit(self, *_SIZE)
        self.table = _table(self)
        self.table.currentCellChanged.connect(lambda *_: self._chosen())
        self.other = QPushButton(tr("Another file…"), self)
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._ask_file)
        self.rescue = QPushButton(tr("Rescue what is readable…"), self)
        self.rescue.setAutoDefault(False)
        self.rescue.clicked.connect(self._give_up)
        self.rescue.hide()
        self.password = PasswordField(tr("Password of the backup"), self)
        self.password.entered.connect(self.look)
        self.peek = QPushButton(tr("Look inside"), self)
        self.peek.setAutoDefault(False)
        self.peek.clicked.connect(self.look)
        self.says = PlainLabel(parent=self, wrap=True)
        self.new = QPushButton(tr("Restore to a new file…"), self)
        self.new.setAutoDefault(False)
        self.new.clicked.connect(self._ask_target)
        self.replace = QPushButton(self)
        self.replace.setAutoDefault(False)
        self.replace.clicked.connect(lambda: self._give(None))
        self._lay_out()
        self._able(found=False)
        self._find()

    def look(self) -> None:
        """Show what is in the chosen file; a wrong password is told here."""
        backup = self.backup()
        if backup is None:
            return
        typed = self.password.text() if self._locked.isVisibleTo(self) else ""

        def work(_job: Job) -> Look:
            from desktop_crm.services.safety.backup import is_protected, look_inside, told_counts

            protected = is_protected(backup.path)
            if not typed and protected:
                return None, (), False
            found = look_inside(backup.path, typed)
            return found, told_counts(found), not protected and self._is_protected()

        self._able(found=False)
        self._say(tr("Looking inside…"), "muted")
        self._jobs.latest("look inside", work, partial(self._looked, backup), self._refused, parent=self)

    def backup(self) -> Backup | None:
        """The one that is marked."""
        row = self.table.currentRow()
        return self._backups[row][0] if 0 <= row < len(self._backups) else None

    def add(self, path: Path) -> None:
        """A file that is in no place, marked."""
        from desktop_crm.services.safety.backup import backup_at

        backup = backup_at(path)
        if backup is not None:
            self._show([(backup, str(path.parent)), *self._backups])
            self.table.setFocus()

    def offer_copy(self, path: Path, typed: str = "") -> None:
        """Somebody wanted to work in this backup: it stays as it is, and a copy is made of it."""
        self._about.setText(
            tr("{file} is a backup, so it stays as it is. Restore it to a new file, and work in that.", file=path.name)
        )
        theme.mark(self._about, "strong")
        theme.mark(self.replace, "")
        self.replace.setFont(theme.font())
        theme.mark(self.new, "primary")
        self._foot.addWidget(self.new)  # the last
        QWidget.setTabOrder(self.replace, self.new)
        self._given = (path, typed)
        self.add(path)

    def offer_rescue(self) -> None:
        """The file is damaged: when there is no backup, or only an old one, much of it may still be readable."""
        self.rescue.show()

    def _give_up(self) -> None:
        self.reject()
        self.rescue_wanted.emit()

    def _find(self) -> None:
        """In the workspace's places, or in every place there is when none is open; sticks are known by their mark."""
        from desktop_crm.ui.backup.plan import business_at, load_plan

        path, workspace = self._path, self._workspace
        planned = load_plan(self._settings, business_at(self._settings, path)).places if path is not None else ()

        def work(_job: Job) -> Found:
            return _found(path, planned, workspace)

        self._say(tr("Looking for backups…"), "muted")
        self._jobs.latest("find backups", work, self._show_found, self._refused, parent=self)

    def _show_found(self, found: Found) -> None:
        self._say(
            "" if found else tr("No backup was found. Choose a file, or plug in the USB stick and come again."), "muted"
        )
        if found or not self._backups:
            shown = {backup.path for backup, _ in self._backups}
            places = {backup.path: place for backup, place in found}
            named = [(backup, places.get(backup.path, place)) for backup, place in self._backups]
            self._show([*named, *(each for each in found if each[0].path not in shown)])

    def _show(self, backups: list[tuple[Backup, str]]) -> None:
        """The first is marked; when it was before, what was typed for it stays."""
        marked = self.backup()
        self._backups = backups
        self.table.setRowCount(len(backups))
        for row, (backup, place) in enumerate(backups):
            texts = (speak().moment(backup.made), backup.workspace, place, ages.size(backup.bytes))
            for column, text in enumerate(texts):
                self.table.setItem(row, column, QTableWidgetItem(text))
            self._mark(row, self._seen.get(backup.path, backup.inside))
        if backups and backups[0][0] is not marked:
            self.table.setCurrentCell(-1, -1)
            self.table.setCurrentCell(0, 0)

    def _mark(self, row: int, inside: Inside | None) -> None:
        """That something in it was known to be wrong; the column is there when it says anything."""
        self.table.takeItem(row, _PROBLEMS)
        if inside is not None and inside.problems:
            told = QTableWidgetItem(icons.icon("triangle-alert", "attention"), speak().number(inside.problems))
            told.setToolTip(tip(ages.problems(inside)))
            self.table.setItem(row, _PROBLEMS, told)
        known = [self.table.item(each, _PROBLEMS) for each in range(self.table.rowCount())]
        self.table.setColumnHidden(_PROBLEMS, not any(known))

    def _chosen(self) -> None:
        self.password.clear()
        self._locked.hide()
        self.look()

    def _is_protected(self) -> bool:
        """Whether the file that may be replaced has a password."""
        from desktop_crm.services.safety.backup import is_protected

        with suppress(TellableError):
            return self._workspace.protected if self._workspace else self._path is not None and is_protected(self._path)
        return False

    def _looked(self, backup: Backup, look: Look) -> None:
        found, counts, loses_password = look
        if backup is not self.backup():
            return
        if found is None:
            self._locked.show()
            if self._given and self._given[0] == backup.path and self._given[1]:
                self._try_given(self._given[1])
                return
            self._say(tr("This backup is protected. Type the password that was valid when it was made."), "muted")
            return
        changed = speak().moment(found.changed) if found.changed else tr("none yet")
        lines = [", ".join(map(say, counts)), tr("Last change: {moment}", moment=changed)]
        if found.problems:
            lines.append(ages.problems(found))
        if loses_password:
            lines.append(tr("It has no password, and what is restored of it will have none. Give it one afterwards."))
        self._say("\n".join(lines), "strong")
        self._seen[backup.path] = found
        self._mark(self.table.currentRow(), found)
        self._able(found=True)

    def _try_given(self, typed: str) -> None:
        """What was typed to open it opens it here, too."""
        self._given = None
        self.password.editor.setText(typed)
        self.look()

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, TellableError):
            raise error
        self._say(say(error.message), "problem")
        if self._locked.isVisibleTo(self):
            self.password.select()

    def _say(self, text: str, look: str) -> None:
        self.says.setText(text)
        theme.mark(self.says, look)

    def _able(self, *, found: bool) -> None:
        for button in (self.new, self.replace):
            button.setEnabled(found)

    def _ask_file(self) -> None:
        kinds = tr("Workspaces") + " (*.crm)"
        name, _ = over.waited(QFileDialog.getOpenFileName, self, tr("Choose a backup"), "", kinds)
        if name:
            self.add(Path(name))

    def _ask_target(self) -> None:
        backup = self.backup()
        if backup is None:
            return
        from platformdirs import user_documents_path

        folder, kind = self._path.parent if self._path is not None else user_documents_path(), tr("restored")
        suggested = fitting.named(folder, backup.workspace, f" {kind}.crm")
        path = ask_where_workspace(self, tr("Where shall the restored workspace be?"), suggested)
        if path is not None:
            self._give(path)

    def _give(self, target: Path | None) -> None:
        backup = self.backup()
        if backup is not None:
            typed = self.password.text() if self._locked.isVisibleTo(self) else ""
            self.accept()
            self.wanted.emit(backup.path, typed, target)

    def _lay_out(self) -> None:
        self._about = PlainLabel(
            tr("Choose a backup; what is in it is shown first. Nothing you have now is deleted by restoring."),
            self,
            wrap=True,
        )
        theme.mark(self._about, "muted")
        self._locked = QWidget(self)
        row = QHBoxLayout(self._locked)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(PlainLabel(tr("Password"), self))
        row.addWidget(self.password, 1)
        row.addWidget(self.peek)
        self._locked.hide()
        lines = QVBoxLayout(self)
        lines.setContentsMargins(*[theme.PAD_24] * 4)
        lines.setSpacing(theme.PAD_12)
        for widget in (self._about, self.table):
            lines.addWidget(widget)
        others = QHBoxLayout()
        others.setSpacing(theme.PAD_8)
        others.addWidget(self.other)
        others.addWidget(self.rescue)
        others.addStretch(1)
        lines.addLayout(others)
        lines.addWidget(self._locked)
        lines.addWidget(self.says)
        lines.addLayout(self._lay_out_foot())

    def _lay_out_foot(self) -> QHBoxLayout:
        cancel = QPushButton(tr("Cancel"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        if self._path is None:
            self.replace.hide()
        else:
            self.replace.setText(tr("Replace {file} with this backup", file=self._path.name).replace("&", "&&"))
            theme.mark(self.replace, "primary")
        self._foot = foot = QHBoxLayout()
        foot.setSpacing(theme.PAD_8)
        foot.addStretch(1)
        for button in (cancel, self.new, self.replace):
            foot.addWidget(button)
        return foot


def _found(path: Path | None, planned: Sequence[Place], workspace: "Workspace | None") -> Found:
    """In a worker: those of this file first, then others of its name; of all files where there is neither."""
    from desktop_crm.services.safety.backup import backups_in, backups_of, is_named_after
    from desktop_crm.services.safety.places import marked_sticks, own_place

    everywhere = {place.id: place for place in (*planned, own_place(), *marked_sticks())}.values()
    ours = [(each, place.name) for place in planned for each in (backups_of(workspace, place) if workspace else ())]
    known = {each.path for each, _ in ours}
    named = [
        (each, place.name)
        for place in planned
        for each in backups_in(place)
        if path and each.path not in known and is_named_after(each, path)
    ]
    found = [*ours, *sorted(named, key=_made, reverse=True)]
    return found or sorted(
        {each.path: (each, place.name) for place in everywhere for each in backups_in(place)}.values(),
        key=_made,
        reverse=True,
    )


def _made(found: tuple[Backup, str]) -> datetime:
    return found[0].made


def _table(parent: QWidget) -> QTableWidget:
    table = QTableWidget(0, 5, parent)
    table.setHorizontalHeaderLabels([tr("Made"), tr("Workspace"), tr("Place"), tr("Size"), tr("Problems")])
    table.setColumnHidden(_PROBLEMS, True)
    table.setAccessibleName(tr("Backups"))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
    for column, width in ((0, 150), (1, 170), (3, 80), (_PROBLEMS, 90)):
        head.resizeSection(column, width)
    return table
