"""The brief for a meeting: the page at the left, what one wants to talk about at the right."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import RECORD, Action
from desktop_crm.ui.i18n import speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.plain import PlainLabel
from desktop_crm.ui.preview.window import PreviewWindow

if TYPE_CHECKING:
    from desktop_crm.model.client import Client
    from desktop_crm.services.workspace import Session
    from desktop_crm.ui.desk.desk import Desk

_PAUSE: Final = 350  # ms without typing, until the page is made again
_WIDTH: Final = 260
_MOST: Final = 2_000  # letters that are kept


def action(desk: "Desk", noun: str, client: Callable[[], int | None], window: Callable[[], QWidget]) -> Action:
    """The command on whichever record is about a client."""

    def run() -> None:
        if (client_id := client()) is not None:
            show(desk, window(), client_id)

    return Action(
        f"{noun}.brief",
        msg("Meeting brief"),
        run,
        "Ctrl+Shift+B",
        "notebook-pen",
        lambda: client() is not None,
        RECORD,
    )


def show(desk: "Desk", parent: QWidget, client_id: int) -> None:
    """Read all that is known in a thread, then open the window."""
    from desktop_crm.services import client

    def work(_job: object) -> "tuple[Client, str, bytes]":
        with desk.workspace.read() as session:
            record = client.get(session, client_id)
            points = desk.habits.get(_key(record))
            return record, points, _made(session, client_id, points)

    def done(found: "tuple[Client, str, bytes]") -> None:
        BriefWindow(desk, parent, *found).open()

    desk.jobs.run(parent, tr("Making the meeting brief"), work, done)


class BriefWindow(PreviewWindow):
    """What is typed here is kept for this client, and stands on the page after a pause."""

    renewed = Signal()

    def __init__(self, desk: "Desk", parent: QWidget, record: "Client", points: str, pdf: bytes) -> None:
        from desktop_crm.services.briefing.brief import file_name

        title = tr("Meeting brief: {name}", name=record.full_name)
        super().__init__(desk, parent, title)
        self._desk, self._record = desk, record
        self._title, self._file_name = title, file_name(record.full_name, speak())
        self.points = QPlainTextEdit(points)
        self._soon = QTimer(self, singleShot=True, interval=_PAUSE)
        self._build()
        self.pane.set_pdf(pdf, self._title, self._file_name)
        self.points.textChanged.connect(self._typed)
        self._soon.timeout.connect(self._make_again)

    def done(self, result: int) -> None:
        self._soon.stop()
        super().done(result)

    def _build(self) -> None:
        side = QFrame(self)
        side.setFixedWidth(_WIDTH)
        column = QVBoxLayout(side)
        label, hint = QLabel(tr("To talk about")), PlainLabel(tr("One point a line. They are kept for this client."))
        theme.mark(label, "strong")
        theme.mark(hint, "small")
        hint.setWordWrap(True)
        label.setBuddy(self.points)
        self.points.setAccessibleName(tr("To talk about"))
        self.points.setTabChangesFocus(True)
        for each in (label, hint):
            column.addWidget(each)
        column.addWidget(self.points, 1)
        self.row.addWidget(side)
        self.points.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self._desk.habits.put(_key(self._record), self.points.toPlainText()[:_MOST].strip())
        self._soon.start()

    def _make_again(self) -> None:
        desk, client_id, points = self._desk, self._record.id, self.points.toPlainText()[:_MOST]

        def work(_job: object) -> bytes:
            with desk.workspace.read() as session:
                return _made(session, client_id, points)

        def done(pdf: bytes) -> None:
            self.pane.set_pdf(pdf, self._title, self._file_name)
            self.renewed.emit()

        desk.jobs.latest(("brief", id(self)), work, done, desk.notify.error, parent=self)


def _made(session: "Session", client_id: int, points: str) -> bytes:
    from desktop_crm.services.briefing import brief

    return brief.make(session, client_id, speak().code, points.splitlines())


def _key(record: "Client") -> str:
    """Ids are given again after a client is gone for good."""
    return f"brief/{record.id}/{record.created_at:%Y%m%d%H%M%S%f}"
