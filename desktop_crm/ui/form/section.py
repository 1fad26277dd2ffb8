"""How fields lie on the page: under a title, in columns where there is room."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop_crm.ui.form.field_box import SHORT, FieldBox
from desktop_crm.ui.form.fields import Section, Width
from desktop_crm.ui.i18n import say
from desktop_crm.ui.look import theme

_ROOMY = 6  # px between facts that stand in rows of 34
_COLUMN = 210  # px below which a column is too narrow to type in


class SectionView(QWidget):
    """A title and its fields in columns; `fill` puts them in."""

    def __init__(self, section: Section, parent: QWidget) -> None:
        super().__init__(parent)
        self._boxes: Sequence[FieldBox] = ()
        self._hidden: set[FieldBox] = set()
        self._folded: set[FieldBox] = set()
        self._reading = False
        self._most = section.columns
        self._narrowest = section.narrowest
        self._row = section.row
        self._columns = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.PAD_16)
        self._grid.setVerticalSpacing(theme.PAD_12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.PAD_8)
        if section.title is not None:
            self.setAccessibleName(say(section.title))
            title = QLabel(say(section.title), self)
            theme.mark(title, "strong")
            outer.addWidget(title)
        outer.addLayout(self._grid)

    def set_reading(self, reading: bool, *, roomy: bool = False) -> None:
        """One below the other, close together."""
        if reading != self._reading:
            self._reading = reading
            self._grid.setVerticalSpacing((_ROOMY if roomy else 0) if reading else theme.PAD_12)
            self._columns = 0
            self._flow(self._fitting(self.width()))

    def fold(self, *, empty: bool, but: Collection[str] = ()) -> list[str]:
        """Hide the fields without a value, if they are meant to be, `but` some; the labels of the others that have none."""
        if not self._reading and not self._folded:
            return []
        found = [box for box in self._boxes if box not in self._hidden and box.field.name not in but and box.is_empty()]
        folded = set(found) if empty else set()
        if folded != self._folded:
            for box in folded ^ self._folded:
                box.setVisible(box not in folded and box not in self._hidden)
            self._folded = folded
            columns, self._columns = self._columns, 0
            self._flow(columns or self._most)
        self.setVisible(len(self._folded | self._hidden) < len(self._boxes))
        return [say(box.field.label) for box in found]

    @property
    def boxes(self) -> Sequence[FieldBox]:
        """Its fields."""
        return self._boxes

    def fill(self, boxes: Sequence[FieldBox]) -> None:
        """These fields, once."""
        self._boxes = boxes
        self._flow(self._most)

    def minimumSizeHint(self) -> QSize:
        """So narrow that there is one column, however many there are now."""
        return QSize(_COLUMN + theme.PAD_24, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._flow(self._fitting(event.size().width()))

    def _fitting(self, width: int) -> int:
        if self._reading:
            return 1
        if self._row and width >= self._row_needs():
            return len(self._row)
        return max(1, min(self._most, width // self._narrowest_now()))

    def _narrowest_now(self) -> int:
        """What should be one row needs only as much as its short fields where it is two."""
        short = [width for width, box in zip(self._row, self._boxes, strict=False) if box.field.width is Width.SHORT]
        return max(short) + self._grid.horizontalSpacing() if short else self._narrowest

    def _row_needs(self) -> int:
        """Px at which all fields stand in one line."""
        gaps = (len(self._row) - 1) * self._grid.horizontalSpacing()
        return sum(width or self._narrowest for width in self._row) + gaps

    def _widths(self, columns: int) -> Sequence[int]:
        """Of the columns, 0 for those that share what there is."""
        in_row = bool(self._row) and columns == len(self._row)
        for at, box in enumerate(self._boxes):
            if self._row and box.field.width is Width.SHORT:
                box.editor.setFixedWidth(self._row[at] if columns > 1 else SHORT)
        return self._row if in_row else [0] * columns

    def show_box(self, box: FieldBox, *, shown: bool) -> None:
        """Hide one or show it; the others close up."""
        if shown == (box not in self._hidden):
            return
        self._hidden ^= {box}
        box.setVisible(shown and box not in self._folded)
        columns, self._columns = self._columns, 0
        self._flow(columns or self._most)

    def _flow(self, columns: int) -> None:
        if columns == self._columns:
            return
        for box in self._boxes:
            self._grid.removeWidget(box)
        widths = self._widths(columns)
        for column in range(max(self._most, len(self._row))):
            shares = column < columns and not widths[column]
            self._grid.setColumnStretch(column, 1 if shares else 0)
            self._grid.setColumnMinimumWidth(column, widths[column] if column < columns else 0)
        self._columns = columns
        row = column = 0
        for box in self._boxes:
            if box in self._hidden or box in self._folded:
                continue
            box.stand_alone(columns == 1)
            span = self._span(box, columns)
            if column + span > columns:
                row, column = row + 1, 0
            self._grid.addWidget(box, row, column, 1, span)
            column += span

    def _span(self, box: FieldBox, columns: int) -> int:
        """Of what should be one row and has no room for that, the first field takes what the second leaves."""
        if box.field.width is Width.WIDE:
            return columns
        return columns - 1 if self._row and box is self._boxes[0] and 2 < columns < len(self._row) else 1
