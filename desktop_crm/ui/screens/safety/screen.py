"""How safe the workspace is, at a glance, with the buttons to act."""

import shutil
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop_crm.model.message import Message
from desktop_crm.model.tone import Tone
from desktop_crm.ui.backup.ages import age, size
from desktop_crm.ui.backup.backups import backups_of
from desktop_crm.ui.backup.plan import checked_at, found_damaged
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.screen import Screen
from desktop_crm.ui.i18n import ntr, say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.program.quiet_check import quiet_check_of
from desktop_crm.ui.screens.safety.backups_card import BackupsCard
from desktop_crm.ui.screens.safety.card import SafetyCard, good

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell

_WIDEST = 1100
_TWO_COLUMNS = 900
_TOLD = 5  # problems in the card
_LITTLE = 1_000_000_000  # bytes free: below it a file of some size can't be written anew


class SafetyScreen(Screen):
    """Password, lock, backups, check, and the file with its disk."""

    noun = "safety"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        inside = self._lay_out()
        self.password = SafetyCard(tr("Password"), inside)
        self.password.add_action(desk, "workspace.password", tr("Password…"))
        self.password.add_action(desk, "workspace.recovery", tr("Print recovery key…"))
        self.lock = SafetyCard(tr("Locking"), inside)
        self.lock.add_action(desk, "workspace.lock", tr("Lock now"))
        self.lock.add_action(desk, "file.settings", tr("Settings…"))
        self.backups = BackupsCard(desk, backups_of(cast("Shell", desk.parent())), inside)
        self.check = SafetyCard(tr("Check of the file"), inside)
        self.check_now = self.check.add_button(QPushButton(tr("Check now"), inside))
        self.check_now.clicked.connect(self._check)
        self.file = SafetyCard(tr("File and disk"), inside)
        self._quiet = quiet_check_of(desk)
        self._quiet.changed.connect(self._tell_check)
        self._found: list[Message] = []
        self._checking = False
        self._columns = 0
        self.backups.places.built.connect(self._keep_order)
        self._arrange(2)
        self.backups.look()

    def enter(self) -> None:
        """What it shows changes without any record changing."""
        super().enter()
        self.reload()

    def reload(self) -> None:
        self._tell_password()
        self._tell_lock()
        self.backups.reload()
        self.backups.look()
        self._tell_check()
        self._tell_file()

    def _keep_order(self) -> None:
        """Tab as the eye: places come and go."""
        inside = (self.backups.left, self.backups.places, self.backups.choices, self.backups.foot)
        in_order(self.password, self.lock, *inside, self.check, self.file)

    def _tell_password(self) -> None:
        if self.desk.workspace.protected:
            self.password.tell(tr("The file is encrypted; so is every backup made since."), good(), Tone.GOOD)
        else:
            says = tr("Whoever gets hold of this computer, or of a backup, can read everything.")
            self.password.tell(says, tr("No password"), Tone.ATTENTION)

    def _tell_lock(self) -> None:
        minutes = self.desk.settings.lock_minutes
        if not self.desk.workspace.protected:
            self.lock.tell(tr("Without a password there is nothing to unlock with."), tr("Off"), Tone.NEUTRAL)
        elif minutes:
            says = ntr(
                "Locked after {n} minute without use, and with Ctrl+Alt+L.",
                "Locked after {n} minutes without use, and with Ctrl+Alt+L.",
                minutes,
            )
            self.lock.tell(says, good(), Tone.GOOD)
        else:
            self.lock.tell(tr("Locked with Ctrl+Alt+L only."), tr("Manual"), Tone.NEUTRAL)

    def _tell_check(self) -> None:
        checked = checked_at(self.desk.settings, self.desk.workspace.business)
        self.check_now.setEnabled(not self._checking)
        if self._checking:
            says = tr("The file is being checked. You can go on working.")
            self.check.tell(says, tr("Working"), Tone.INFORMATION)
        elif self._found or self._quiet.found:
            self._found = self._found or list(self._quiet.found)
            lines = [say(each) for each in self._found[:_TOLD]]
            more = len(self._found) - len(lines)
            if more:
                lines.append(ntr("and {n} more", "and {n} more", more))
            self.check.tell("\n".join(lines), tr("Damaged"), Tone.DANGER)
        elif found_damaged(self.desk.settings, self.desk.workspace.business):
            says = tr("The last check found damage. Check it again to see what, or restore a backup.")
            self.check.tell(says, tr("Damaged"), Tone.DANGER)
        elif checked is not None:
            self.check.tell(
                tr("Checked {age}: the file is whole, and everything in it adds up.", age=age(checked)),
                good(),
                Tone.GOOD,
            )
        else:
            self.check.tell(tr("It was not checked on this computer yet."), tr("Not checked"), Tone.NEUTRAL)
        done, total = self._quiet.progress
        if total and not self._checking:
            goes_on = tr(
                "It is looked through again while nobody works: {percent}% so far.", percent=100 * done // total
            )
            self.check.says.setText(f"{self.check.says.text()}\n{goes_on}")

    def _check(self) -> None:
        workspace = self.desk.workspace

        def work(job: Job) -> list[Message]:
            from desktop_crm.services.safety.check import check

            return check(workspace, job.progress)

        self._checking = True
        self._tell_check()
        self.desk.jobs.run(
            self, tr("Checking the file"), work, self._checked, self._not_checked, cancelled=self._end_check
        )

    def _checked(self, found: list[Message]) -> None:
        self._found = found
        self._end_check()
        self._quiet.take_over(found)

    def _not_checked(self, error: Exception) -> None:
        self._end_check()
        self.desk.notify.error(error)

    def _end_check(self) -> None:
        self._checking = False
        self._tell_check()

    def _tell_file(self) -> None:
        path = self.desk.workspace.path
        try:
            held, free = path.stat().st_size, shutil.disk_usage(path.parent).free
        except OSError:
            self.file.tell(tr("The file can't be reached now."), tr("Gone"), Tone.DANGER)
            return
        says = tr(
            "{path}\nIt takes {size}; {free} are free on its disk.", path=str(path), size=size(held), free=size(free)
        )
        scarce = free < max(_LITTLE, 2 * held)
        self.file.tell(says, tr("Low disk space") if scarce else good(), Tone.ATTENTION if scarce else Tone.GOOD)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The small cards beside each other where they have room."""
        super().resizeEvent(event)
        self._arrange(2 if self.width() >= _TWO_COLUMNS else 1)

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        self._columns = columns
        beside = columns - 1
        places = {
            self.password: (1, 0, 1),
            self.lock: (2 - beside, beside, 1),
            self.backups: (3, 0, columns),
            self.check: (4, 0, 1),
            self.file: (5 - beside, beside, 1),
        }
        for card, (row, column, width) in places.items():
            self._grid.addWidget(card, row, column, 1, width)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _lay_out(self) -> QWidget:
        """Before there are cards: a font is lost when what was shown already is put somewhere else."""
        scroll = QScrollArea(self)
        inside = QWidget(scroll)
        inside.setMaximumWidth(_WIDEST)
        heading = QLabel(tr("Safety"), inside)
        theme.mark(heading, "heading")
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_24)
        self._grid.setSpacing(theme.PAD_16)
        self._grid.addWidget(heading, 0, 0, 1, 2)
        self._grid.setRowStretch(6, 1)
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(scroll)
        return inside
