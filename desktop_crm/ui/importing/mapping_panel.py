"""Which column is which field: a line a field, with examples of what stands in the column."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLabel, QScrollArea, QSizePolicy, QWidget

from desktop_crm.services.importing import report as import_report
from desktop_crm.services.importing.plan import ImportField, Sheet
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel, set_tip

_EXAMPLE: Final = 200  # px of the examples' line


class MappingPanel(QScrollArea):
    """Tells the whole mapping at each change by hand. A column taken by one field is given up by the other.

    A field's further columns are offered once the one before is chosen.
    """

    changed = Signal(object)  # dict[str, int]

    def __init__(self, fields: Sequence[ImportField], parent: QWidget) -> None:
        super().__init__(parent)
        self._sheet: Sheet | None = None
        self._fields = tuple(fields)
        self._combos: dict[str, QComboBox] = {}
        self._labels: dict[str, QLabel] = {}
        self._examples: dict[str, QLabel] = {}
        self._texts: dict[int, str] = {}
        self._inside = QWidget(self.viewport())  # at once: whatever gets another parent later is styled anew
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, theme.PAD_4, theme.PAD_16, theme.PAD_8)
        self._grid.setHorizontalSpacing(theme.PAD_12)
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(1, 1)
        for field in fields:
            self._add(field)
        self._grid.setRowStretch(2 * len(fields), 1)
        self.setWidget(self._inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Columns"))

    def show_sheet(self, sheet: Sheet, mapping: Mapping[str, int]) -> None:
        """Another sheet and how its columns are matched."""
        self._sheet = sheet
        self._texts = {}
        titles = [
            title if sheet.header.count(title) == 1 else f"{title} ({at + 1})" for at, title in enumerate(sheet.header)
        ]
        for combo in self._combos.values():
            with QSignalBlocker(combo):
                combo.clear()
                combo.addItem(tr("– not in the sheet –"), -1)
                for at, title in enumerate(titles):
                    combo.addItem(" ".join(title.split()), at)
        self.show_mapping(mapping)

    def show_mapping(self, mapping: Mapping[str, int]) -> None:
        """Nothing is signalled."""
        for field, combo in self._combos.items():
            with QSignalBlocker(combo):
                combo.setCurrentIndex(mapping.get(field, -1) + 1)
            self._show_examples(field)
        self._offer_further()

    def _offer_further(self) -> None:
        before = False
        for field in self._fields:
            chosen = self._combos[field.id].currentIndex() > 0
            offered = not field.of or before or chosen
            self._labels[field.id].setVisible(offered)
            self._combos[field.id].setVisible(offered)
            before = chosen

    def mapping(self) -> dict[str, int]:
        """Field → column."""
        return {field: combo.currentIndex() - 1 for field, combo in self._combos.items() if combo.currentIndex() > 0}

    def unused(self) -> list[str]:
        """Titles of the columns that are no field."""
        used = self.mapping().values()
        header = self._sheet.header if self._sheet is not None else ()
        return [" ".join(title.split()) for at, title in enumerate(header) if at not in used]

    def combo(self, field: str) -> QComboBox:
        """The choice of one field."""
        return self._combos[field]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel:
            event.ignore()  # it scrolls the list, and changes no column by accident
            return True
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, theme.PAD_24)
        return False

    def _add(self, field: ImportField) -> None:
        row = self._grid.rowCount()
        combo = QComboBox(self._inside)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(8)
        combo.setMaxVisibleItems(16)
        combo.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        combo.setAccessibleName(say(field.title))
        if field.required:
            combo.setAccessibleDescription(tr("Required"))
        combo.currentIndexChanged.connect(lambda _at: self._chosen(field.id))
        combo.installEventFilter(self)
        label = QLabel(say(field.title), self._inside)
        if field.required:
            label.setText(f"{label.text()} <span style='color: palette(bright-text)'>*</span>")
            label.setToolTip(tr("Required"))
        label.setBuddy(combo)
        example = PlainLabel("", self._inside)
        example.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.mark(example, "small")
        example.setContentsMargins(theme.PAD_8, 0, 0, theme.PAD_8)
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(combo, row, 1)
        self._grid.addWidget(example, row + 1, 1)
        self._combos[field.id], self._examples[field.id], self._labels[field.id] = combo, example, label

    def _chosen(self, field: str) -> None:
        taken = self._combos[field].currentIndex()
        for other, combo in self._combos.items():
            if other != field and taken > 0 and combo.currentIndex() == taken:
                with QSignalBlocker(combo):
                    combo.setCurrentIndex(0)
                self._show_examples(other)
        self._show_examples(field)
        self._offer_further()
        self.changed.emit(self.mapping())

    def _show_examples(self, field: str) -> None:
        column, label = self._combos[field].currentIndex() - 1, self._examples[field]
        if column >= 0 and self._sheet is not None and column not in self._texts:
            self._texts[column] = "  ·  ".join(import_report.examples(self._sheet, column)) or tr("empty")
        text = self._texts.get(column, "")
        label.setText(label.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _EXAMPLE))
        set_tip(label, text)
        label.setVisible(bool(text))
