"""The places of the backups: one line each, with its state and the way to take it off the list."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.services.safety.places import Place, PlaceKind
from desktop_crm.ui.backup.ages import age
from desktop_crm.ui.backup.backups import Backups
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.held import Held
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel, set_tip

_ICONS = {PlaceKind.OWN: "hard-drive", PlaceKind.FOLDER: "folder", PlaceKind.STICK: "usb"}


class PlaceList(QWidget):
    """Drawn anew when the plan or a last good backup changes."""

    built = Signal()  # other lines are there now

    def __init__(self, backups: Backups, parent: QWidget) -> None:
        super().__init__(parent)
        self._backups = backups
        self._there: Mapping[str, bool] = {}
        self._shown: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.PAD_4)
        self.lines = Held[PlaceLine](self._column)

    def show_places(self, there: Mapping[str, bool] | None = None) -> None:
        """`there`: which of them can be reached now, as far as somebody has looked."""
        self._there = self._there if there is None else there
        places = self._backups.plan.places
        if self._shown != places:
            self._shown = places
            self._build(places)
        for line in self.lines:
            line.tell(self._state(line.place), self._there.get(line.place.id, True))

    def _build(self, places: tuple[Place, ...]) -> None:
        self.lines.clear()
        for place in places:
            line = PlaceLine(place, partial(self._remove, place), self)
            self.lines.add(line)
            line.show()
        self.built.emit()

    def _state(self, place: Place) -> str:
        made = self._backups.made.get(place.id)
        last = age(made) if made else tr("no backup yet")
        if self._there.get(place.id, True):
            return last
        missing = tr("not plugged in") if place.kind is PlaceKind.STICK else tr("not there now")
        return f"{missing} · {last}"

    def _remove(self, place: Place) -> None:
        self._backups.change(places=tuple(each for each in self._backups.plan.places if each != place))


class PlaceLine(QWidget):
    """One place."""

    def __init__(self, place: Place, remove: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        picture = IconLabel(_ICONS[place.kind], parent=self)
        name = PlainLabel(_title(place), self)
        name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        set_tip(name, _title(place))
        self._state = PlainLabel(parent=self)
        self.remove = QPushButton(tr("Remove"), self)
        self.remove.setAutoDefault(False)
        theme.mark(self.remove, "quiet")
        self.remove.setAccessibleName(tr("Remove {place}", place=place.name))
        set_tip(self.remove, tr("No more backups are made there; those that are there stay."))
        self.remove.clicked.connect(remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAD_8)
        row.addWidget(picture)
        row.addWidget(name, 1)
        row.addWidget(self._state)
        row.addWidget(self.remove)

    def tell(self, state: str, there: bool) -> None:
        """When it got its last backup, and whether it is there."""
        self._state.setText(state)
        theme.mark(self._state, "muted" if there else "problem")


def _title(place: Place) -> str:
    return place.name if place.kind is PlaceKind.STICK else place.at
