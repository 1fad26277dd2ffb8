"""Lines of a page: a label and one of a few to choose from, or what stands there."""

from collections.abc import Sequence

from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from desktop_crm.ui.look import theme

_WIDEST = 260


class Lines(QWidget):
    """Labels at the left."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines = QFormLayout(self)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setVerticalSpacing(theme.PAD_12)
        self._lines.setHorizontalSpacing(theme.PAD_16)
        self._lines.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def add(self, label: str, widget: QWidget) -> None:
        """One more."""
        self._lines.addRow(label, widget)

    def choose(self, label: str, choices: Sequence[tuple[object, str]], current: object) -> QComboBox:
        """One more, to choose from."""
        box = QComboBox(self)
        box.setAccessibleName(label)
        for code, title in choices:
            box.addItem(title, code)
        box.setCurrentIndex(box.findData(current))
        box.setMaximumWidth(_WIDEST)
        self.add(label, box)
        return box
