"""Editors of one of a few, and of yes or no."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy

from desktop_crm.model import listing
from desktop_crm.ui.form.editor import Editor
from desktop_crm.ui.form.fields import Choice, Flag
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme

_AROUND: Final = 56  # px: padding, frame and arrow


class ChoiceEditor(Editor):
    """A drop-down list. A value that is none of the choices (an old record's) is shown and kept."""

    def __init__(self, field: Choice) -> None:
        super().__init__()
        self._field = field
        self._combo = QComboBox(self)
        self._combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the wheel does not give the focus
        self._combo.setMaxVisibleItems(16)
        self._combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self._combo.setMinimumContentsLength(6)
        self._combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._frozen: QLineEdit | None = None  # made when first needed
        self.fill(self._combo)
        self.watch(self._combo)
        self._combo.activated.connect(self._chosen)
        self.refill()

    def refill(self) -> None:
        """Ask for the choices anew."""
        choices: Sequence[listing.Choice] = (
            self._field.choices() if callable(self._field.choices) else self._field.choices
        )
        with QSignalBlocker(self._combo):
            self._combo.clear()
            if self._field.optional:
                self._combo.addItem("–", self._nothing())
            for choice in choices:
                self._combo.addItem(say(choice.title), self._field.of(choice.code))
        if self._value is None and not self._field.optional and self._combo.count():
            self._value = self._kept = self._combo.itemData(0)
        self.show_value()

    def clean(self, value: Any) -> Any:
        if value is None or value == "":
            first = self._combo.itemData(0) if self._combo.count() else None
            return self._nothing() if self._field.optional else first
        return self._field.of(value)

    def show_value(self) -> None:
        at = self._at(self._value)
        if at < 0 and self._value is not None:
            self._combo.addItem(str(self._value), self._value)
            at = self._combo.count() - 1
        self._combo.setCurrentIndex(at)
        self._tell_frozen()

    def told(self) -> str:
        return "" if self._value in (None, "") else self._combo.currentText()

    def set_read_only(self, read_only: bool) -> None:
        super().set_read_only(read_only)
        if self._frozen is None:
            if not read_only:
                return
            self._frozen = QLineEdit(self, readOnly=True)
            self._frozen.setAccessibleName(self._combo.accessibleName())
            self._frozen.setAccessibleDescription(self._combo.accessibleDescription())
            column = self.layout()
            assert column is not None
            column.addWidget(self._frozen)
            self.watch(self._frozen)
            self.setTabOrder(self._combo, self._frozen)
            self._tell_frozen()
        self._combo.setVisible(not read_only)
        self._frozen.setVisible(read_only)

    def room_for_longest(self) -> int:
        """The width in px in which no choice is cut."""
        metrics = QFontMetrics(theme.font())
        longest = max(
            (metrics.horizontalAdvance(self._combo.itemText(at)) for at in range(self._combo.count())), default=0
        )
        return longest + _AROUND

    def inputs(self) -> list[Any]:
        return [self._frozen if self.read_only and self._frozen is not None else self._combo]

    def _chosen(self, at: int) -> None:
        self.take(self._combo.itemData(at))
        self._tell_frozen()
        self.commit()

    def _tell_frozen(self) -> None:
        if self._frozen is not None:
            self._frozen.setText(self._combo.currentText())

    def _nothing(self) -> Any:
        return "" if self._field.of is str else None

    def _at(self, value: Any) -> int:
        """By value: Qt's own search does not find a None."""
        return next((at for at in range(self._combo.count()) if self._combo.itemData(at) == value), -1)


class FlagEditor(Editor):
    """A box with its label."""

    def __init__(self, field: Flag) -> None:
        super().__init__()
        self._box = QCheckBox(say(field.label))
        self.fill(self._box)
        self.watch(self._box)
        self._value = self._kept = False
        self._box.clicked.connect(self._clicked)

    def clean(self, value: Any) -> bool:
        return bool(value)

    def show_value(self) -> None:
        self._box.setChecked(self._value)

    def told(self) -> str:
        return tr("Yes") if self._value else ""

    def set_read_only(self, read_only: bool) -> None:
        """Readable as ever, but it can't be ticked."""
        super().set_read_only(read_only)
        self._box.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, read_only)
        self._box.setFocusPolicy(Qt.FocusPolicy.NoFocus if read_only else Qt.FocusPolicy.StrongFocus)

    def _clicked(self, checked: bool) -> None:
        self.take(checked)
        self.commit()
