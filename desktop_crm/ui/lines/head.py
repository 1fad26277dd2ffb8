"""The words above the columns of the lines: a widget of its own, so that it can stay where the lines scroll."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHeaderView, QSizePolicy

from desktop_crm.ui.lines.line import Col
from desktop_crm.ui.lines.model import LinesModel
from desktop_crm.ui.look import theme


class LinesHead(QHeaderView):
    """As wide as the columns that it follows."""

    def __init__(self, model: LinesModel) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setModel(model)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)
        self.setMinimumSectionSize(36)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(theme.ROW_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Its columns have nothing to say about how narrow it may be."""
        return QSize(0, theme.ROW_HEIGHT)

    def follow(self, widths: Mapping[Col, int]) -> None:
        """The columns have these widths now; one without is hidden."""
        for column, width in widths.items():
            self.setSectionHidden(column, not width)
            if width:
                self.resizeSection(column, width)
