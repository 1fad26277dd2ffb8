"""The first step: which file."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.desk import over
from desktop_crm.ui.form.problem_label import ProblemLabel
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import icons, theme
from desktop_crm.ui.look.icon_label import IconLabel
from desktop_crm.ui.look.plain import PlainLabel


class FilePage(QWidget):
    """A place to drop a sheet on, and the button that asks for one. Problems of the file are told here."""

    chosen = Signal(object)  # Path

    def __init__(self, hint: str, folder: str) -> None:
        super().__init__()
        self._folder = folder
        self._picture = IconLabel("sheet", "accent", 40)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._says = PlainLabel()
        self._says.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.mark(self._says, "strong")
        self._hint = QLabel(hint)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        theme.mark(self._hint, "muted")
        self.button = QPushButton(icons.icon("folder-open", "on_accent"), tr("Choose a file…"))
        self.button.setDefault(True)
        self.button.clicked.connect(self.ask)
        self.problem = ProblemLabel()
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.setAccessibleName(tr("Problem"))
        self._lay_out()
        self.setAcceptDrops(True)
        theme.signals.changed.connect(self._draw)
        self.wait_for_file()

    def wait_for_file(self, problem: str = "", folder: str = "") -> None:
        """Ask for a file; `problem` is what is wrong with the one before."""
        self._folder = folder or self._folder
        self._says.setText(tr("Drop an Excel, OpenDocument or CSV file here"))
        self.button.setEnabled(True)
        self.problem.show_text(problem, error=True)
        self._draw()

    def reading(self, name: str) -> None:
        """The file is being read."""
        self._says.setText(tr("Reading {file}…", file=name))
        self.button.setEnabled(False)
        self.problem.show_text("")

    def ask(self) -> None:
        """The system's file dialog."""
        kinds = tr("Sheets") + " (*.xlsx *.xls *.xlsb *.ods *.csv *.tsv *.txt);;" + tr("All files") + " (*)"
        name, _ = over.waited(QFileDialog.getOpenFileName, self, tr("Choose a sheet"), self._folder, kinds)
        if name:
            self.chosen.emit(Path(name))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_file(event.mimeData()) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = dropped_file(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.chosen.emit(path)

    def _lay_out(self) -> None:
        self._ground = QWidget(self)
        self._ground.setObjectName("dropground")
        inside = QVBoxLayout(self._ground)
        inside.setContentsMargins(theme.PAD_24, theme.PAD_24, theme.PAD_24, theme.PAD_24)
        inside.setSpacing(theme.PAD_12)
        inside.addStretch(1)
        middle = Qt.AlignmentFlag.AlignHCenter
        inside.addWidget(self._picture, 0, middle)
        inside.addWidget(self._says, 0, middle)
        inside.addWidget(self._hint)
        inside.addSpacing(theme.PAD_4)
        inside.addWidget(self.button, 0, middle)
        inside.addWidget(self.problem)
        inside.addStretch(1)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_24, theme.PAD_24, theme.PAD_8)
        lines.addWidget(self._ground, 1)

    def _draw(self) -> None:
        shown = theme.colors()
        self._ground.setStyleSheet(
            f"#dropground {{ border: 1px dashed {shown.border}; border-radius: 6px; background: {shown.raised}; }}"
        )


def dropped_file(mime: QMimeData) -> Path | None:
    """The first file of what is dragged."""
    return next((Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()), None)
