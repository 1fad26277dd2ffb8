"""Backups: where to, how often, and the last good one."""

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QFormLayout, QMenu, QPushButton, QWidget

from desktop_crm.model.errors import TellableError
from desktop_crm.model.tone import Tone
from desktop_crm.services.safety.places import Place, PlaceKind
from desktop_crm.ui.backup.ages import age
from desktop_crm.ui.backup.backups import Backups, told_of
from desktop_crm.ui.backup.plan import HOURS, WARN_DAYS
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import ntr, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.tab_order import in_order
from desktop_crm.ui.records.offer import Offer
from desktop_crm.ui.screens.safety.card import SafetyCard, good
from desktop_crm.ui.screens.safety.places import PlaceList


class BackupsCard(SafetyCard):
    """Follows what the window's `Backups` tell."""

    def __init__(self, desk: Desk, backups: Backups, parent: QWidget) -> None:
        super().__init__(tr("Backups"), parent)
        self._desk, self._backups = desk, backups
        self.left = Offer(self)
        self._told: object = None  # what it tells
        self.lines.addWidget(self.left)
        self.places = PlaceList(backups, self)
        self.lines.addWidget(self.places)
        self.choices = self._choices()
        self.lines.addWidget(self.choices)
        self.folder = self.add_button(QPushButton(tr("Add folder…"), self))
        self.folder.clicked.connect(self._ask_folder)
        self.stick = self.add_button(QPushButton(tr("Add USB stick…"), self))
        self.stick.clicked.connect(self._ask_stick)
        self.add_action(desk, "workspace.restore", tr("Restore…"))
        self.add_action(desk, "workspace.emergency", tr("Emergency archive…"))
        self.now = self.add_action(desk, "workspace.backup", tr("Back up now"))
        if self.now is not None:
            theme.mark(self.now, "primary")
        backups.changed.connect(self.reload)

    def look(self) -> None:
        """Ask which places are there now; far ones take their time."""
        places = self._backups.plan.places

        def work(_job: Job) -> dict[str, bool]:
            from desktop_crm.services.safety.places import is_there

            return {place.id: is_there(place) for place in places}

        self._desk.jobs.latest("places", work, self.places.show_places, lambda _error: None, parent=self)

    def reload(self) -> None:
        """What the plan and the last backups say."""
        self.tell(*self._state())
        self._tell_left()
        self.places.show_places()
        plan = self._backups.plan
        for box, value in ((self.hours, plan.hours), (self.days, plan.warn_days)):
            box.setCurrentIndex(box.findData(value))
        self.at_close.setChecked(plan.at_close)

    def add(self, place: Place) -> None:
        """One more place, and a first backup there."""
        if place not in self._backups.plan.places:
            self._backups.change(places=(*self._backups.plan.places, place))
            self.look()
            self._backups.back_up_now()

    def _tell_left(self) -> None:
        """What a lost file of this name has left, as long as this one lies in its place."""
        left = self._backups.left
        if left == self._told:
            return
        self._told = left
        if left is None:
            self.left.hide()
        else:
            self.left.tell(told_of(left), [(tr("Restore…"), self._restore_left)])

    def _restore_left(self) -> None:
        self.left.show()  # the offer holds for whoever thinks better of it
        self._backups.restore_left()

    def _state(self) -> tuple[str, str, Tone]:
        last, places = self._backups.last(), self._backups.plan.places
        if not places:
            return tr("No place is named: a lost or broken laptop takes everything along."), tr("None"), Tone.DANGER
        if self._backups.running:
            return tr("One is being made. You can go on working."), tr("Working"), Tone.INFORMATION
        if last is None and self._backups.is_new:
            return (
                tr("There is no backup yet, for the file is new. “Back up now” makes one."),
                tr("None yet"),
                Tone.NEUTRAL,
            )
        if last is None:
            return tr("There is no backup yet."), tr("None"), Tone.DANGER
        said = tr("The last good one was made {age}.", age=age(last))
        if self._backups.is_old():
            return said, tr("Out of date"), Tone.ATTENTION
        if all(place.kind is PlaceKind.OWN for place in places):
            hint = tr("It is on this computer only. Add a USB stick or another disk, too.")
            return f"{said} {hint}", tr("On one disk"), Tone.ATTENTION
        return said, good(), Tone.GOOD

    def _choices(self) -> QWidget:
        box = QWidget(self)
        lines = QFormLayout(box)
        lines.setContentsMargins(0, theme.PAD_8, 0, theme.PAD_8)
        lines.setHorizontalSpacing(theme.PAD_16)
        lines.setVerticalSpacing(theme.PAD_8)
        self.hours = _chooser([(n, _every(n)) for n in HOURS], box)
        self.hours.activated.connect(lambda: self._backups.change(hours=int(self.hours.currentData())))
        self.days = _chooser([(n, ntr("{n} day", "{n} days", n)) for n in WARN_DAYS], box)
        self.days.activated.connect(lambda: self._backups.change(warn_days=int(self.days.currentData())))
        self.at_close = QCheckBox(tr("Also when the window is closed"), box)
        self.at_close.clicked.connect(lambda: self._backups.change(at_close=self.at_close.isChecked()))
        lines.addRow(tr("While the workspace is open"), self.hours)
        lines.addRow("", self.at_close)
        lines.addRow(tr("Warn when older than"), self.days)
        in_order(self.hours, self.at_close, self.days)
        return box

    def _ask_folder(self) -> None:
        from desktop_crm.services.safety.places import folder_place

        name = over.waited(QFileDialog.getExistingDirectory, self, tr("Where shall backups go?"))
        if name:
            self.add(folder_place(Path(name)))

    def _ask_stick(self) -> None:
        """Which of those that are plugged in."""

        def work(_job: Job) -> list[Path]:
            from desktop_crm.services.safety.places import volumes

            return volumes()

        self._desk.jobs.latest("sticks", work, self._offer_sticks, parent=self)

    def _offer_sticks(self, volumes: list[Path]) -> None:
        if not volumes:
            self._desk.notify.note(tr("Not added: no USB stick is plugged in."), tone=Tone.ATTENTION)
            return
        menu = QMenu(self)
        for root in volumes:
            menu.addAction(str(root).replace("&", "&&")).triggered.connect(partial(self._add_stick, root))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.stick.mapToGlobal(self.stick.rect().bottomLeft()))

    def _add_stick(self, root: Path, _checked: bool = False) -> None:
        from desktop_crm.services.safety.places import stick_place

        try:
            self.add(stick_place(root))
        except TellableError as error:
            self._desk.notify.error(error)


def _chooser(choices: list[tuple[int, str]], parent: QWidget) -> QComboBox:
    box = QComboBox(parent)
    for value, title in choices:
        box.addItem(title, value)
    box.setMaximumWidth(260)
    return box


def _every(hours: int) -> str:
    return ntr("every hour", "every {n} hours", hours) if hours else tr("not automatically")
