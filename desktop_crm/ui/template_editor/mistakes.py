"""What can't be read in a template: each line leads to its place in the text."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from desktop_crm.model.problem import Problem
from desktop_crm.ui.i18n import say, tr
from desktop_crm.ui.look import icons, theme


class Mistakes(QListWidget):
    """Hidden while there are none."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Mistakes in the template"))
        self.setWordWrap(True)
        self.setIconSize(QSize(icons.SIZE, icons.SIZE))
        self.setStyleSheet("QListWidget::item { padding: 4px 12px; }")
        self.itemClicked.connect(self._choose)
        self.itemActivated.connect(self._choose)
        self.hide()

    def set_problems(self, problems: Sequence[Problem]) -> None:
        """Show these; the field is `id.12`."""
        self.clear()
        for problem in problems:
            code, _, line = problem.field.partition(".")
            reason = say(problem.message)
            text = (
                tr("Indonesian, line {line}: {reason}", line=line, reason=reason)
                if code == "id"
                else tr("English, line {line}: {reason}", line=line, reason=reason)
            )
            item = QListWidgetItem(icons.icon("circle-alert", "danger"), text, self)
            item.setData(Qt.ItemDataRole.UserRole, problem.field)
        self.setFixedHeight(len(problems) * theme.ROW_HEIGHT + theme.PAD_8)
        self.setVisible(bool(problems))

    def _choose(self, item: QListWidgetItem) -> None:
        self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))
