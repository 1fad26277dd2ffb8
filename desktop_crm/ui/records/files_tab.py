"""The files on a card: add, paste, look at, open, drag away, save, rename, take off."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QDrag,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
)
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.model.attachment import Attachment
from desktop_crm.model.errors import WorldError
from desktop_crm.model.file_name import starts_something
from desktop_crm.model.message import Message, msg
from desktop_crm.model.now_true import ADDED, SAVED, TRASHED, NowTrue, of
from desktop_crm.model.tone import Tone
from desktop_crm.services import attachment, look_inside
from desktop_crm.services.clock import now
from desktop_crm.services.files import write_whole
from desktop_crm.services.private_copies import OUTSIDE
from desktop_crm.services.workspace import entry_of
from desktop_crm.ui.backup.ages import size
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.hints import Hint
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.i18n import say, speak, tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.look.chip import Chip
from desktop_crm.ui.records.dropped import files_in, leaving, picture_in
from desktop_crm.ui.records.file_table import ADDED_ON, NAME, RIGHT, ROLE, SIZE, WIDTHS, FileTable
from desktop_crm.ui.records.tabs import Tab
from desktop_crm.ui.table.flow import Flow

_LEAST, _MOST = 40, 1000  # px a column may have
_AT_ONCE: Final = 128 * 1024 * 1024  # bytes that are read before anything is written
_ROLES: Final = {"signed": msg("Signed")}


class FilesTab(Tab):
    """Files of one noun's cards; files dropped on it are added."""

    changed = Signal()

    def __init__(self, desk: Desk, noun: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._noun = noun
        self._owner_id: int | None = None
        self._files: list[Attachment] = []
        self.setAcceptDrops(True)
        self._empty = QLabel(tr("No files yet. Drop them here, or add them."), self)
        theme.mark(self._empty, "muted")
        self._table = FileTable(self)
        self._remember_widths()
        self._buttons = {
            "add": self._button(tr("Add files…"), self.add),
            "look": self._button(tr("Look inside"), self.look),
            "open": self._button(tr("Open"), self.open),
            "save": self._button(tr("Save as…"), self.save_as),
            "rename": self._button(tr("Rename…"), self.rename),
            "remove": self._button(tr("Remove"), self.remove),
        }
        self._lay_out()
        self._table.itemSelectionChanged.connect(self._refresh_buttons)
        self._table.itemActivated.connect(self.look_or_open)
        self._table.dragged.connect(self.drag)

    def show_record(self, record_id: int) -> None:
        """The newest first."""
        self._owner_id = record_id
        self._files = self._desk.read(lambda session: attachment.files_of(session, self._noun, record_id))
        self._table.setRowCount(len(self._files))
        for row, file in enumerate(self._files):
            self._show_file(row, file)
        self._table.setColumnHidden(ROLE, not any(file.role for file in self._files))
        self._empty.setVisible(not self._files)
        self._table.setVisible(bool(self._files))
        self._refresh_buttons()

    def add(self) -> None:
        """Choose files and keep them."""
        names, _ = over.waited(QFileDialog.getOpenFileNames, self, tr("Add files"))
        self.add_paths([Path(name) for name in names])

    def add_paths(self, paths: list[Path], role: str = "") -> None:
        """Keep these files on the card, all in one action, in the background: they may be large and a disk slow."""
        if not paths or self._owner_id is None:
            return
        what = paths[0].name if len(paths) == 1 else speak().ntr("{n} file", "{n} files", len(paths))

        def contents(job: Job) -> Iterable[tuple[str, bytes]]:
            read = ((path.name, attachment.read(path, job.progress)) for path in paths)
            return list(read) if _bytes_of(paths) <= _AT_ONCE else read

        self._keep(what, len(paths), contents, role)

    def paste(self) -> None:
        """Keep the files, or the picture, that were copied elsewhere."""
        data = QGuiApplication.clipboard().mimeData()
        if paths := files_in(data):
            self.add_paths(paths)
        elif (picture := picture_in(data)) is not None and self._owner_id is not None:
            name = tr("Picture {moment}", moment=f"{now():%Y-%m-%d %H.%M.%S}") + ".png"
            self._keep(name, 1, lambda _job: [(name, picture)], "")
        else:
            self._desk.notify.note(tr("Nothing to paste here: copy files or a picture first."))

    def _keep(self, what: str, n: int, contents: Callable[[Job], Iterable[tuple[str, bytes]]], role: str) -> None:
        owner_id, workspace = self._owner_id, self._desk.workspace
        assert owner_id is not None  # or there is no card to keep it on

        def work(job: Job) -> int | None:
            found = contents(job)
            with workspace.write(msg("Add {files}", files=what)) as session:
                for name, content in found:
                    attachment.add(session, self._noun, owner_id, name, content, role=role)
            return entry_of(session)

        self._desk.jobs.run(
            self,
            tr("Adding {files}", files=what),
            work,
            lambda entry: self._added(of("attachment", what, ADDED, n=n), entry),
            self._not_added,
            keeps=True,
        )

    def _added(self, now: NowTrue, entry_id: int | None) -> None:
        self._desk.tell_now(now, entry_id)
        self._show_again()

    def _not_added(self, error: Exception) -> None:
        self._desk.notify.error(error)
        self._show_again()

    def look_or_open(self) -> None:
        """What can be seen here is seen here."""
        file = self._current()
        if file is not None and look_inside.can(file.name):
            self.look()
        else:
            self.open()

    def look(self) -> None:
        """See a picture, a PDF, a mail or a text in a window of this program; no copy of it is made for others."""
        file = self._current()
        if file is None or not look_inside.can(file.name):
            return
        workspace, speaks = self._desk.workspace, speak()

        def work(job: Job) -> bytes:
            with workspace.read() as session:
                name, content = attachment.content(session, file.id)
            job.check_cancelled()
            return look_inside.as_pdf(name, content, speaks)

        def done(pdf: bytes) -> None:
            from desktop_crm.ui.preview.window import show_pdf

            show_pdf(self._desk, self.window(), pdf, file.name, f"{Path(file.name).stem}.pdf")

        self._desk.jobs.run(self, tr("Opening the file"), work, done, shows=True)

    def copy(self) -> None:
        """For other programs to paste: a private copy, wiped as those that are opened."""
        self._leave(lambda path: QGuiApplication.clipboard().setMimeData(leaving(path)), tells=True)

    def drag(self) -> None:
        """Into another program, or a folder; begins when the copy is there, if the mouse still holds it then."""
        self._leave(self._drag_away)

    def _leave(self, give: Callable[[Path], None], *, tells: bool = False) -> None:
        file, workspace = self._current(), self._desk.workspace
        if file is None:
            return

        def work(job: Job) -> Path:
            with workspace.read() as session:
                name, content = attachment.content(session, file.id)
            job.check_cancelled()
            return OUTSIDE.copy_of(name, content)

        def done(path: Path) -> None:
            give(path)
            if tells:
                self._desk.notify.note(tr("{file} copied.", file=path.name))

        self._desk.jobs.run(self, tr("Copying {name}", name=file.name), work, done, shows=True)

    def _drag_away(self, path: Path) -> None:
        if QGuiApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            away = QDrag(self._table)
            away.setMimeData(leaving(path))
            over.waited(away.exec, Qt.DropAction.CopyAction)

    def open(self) -> None:
        """Look at the file in the program the system has for it, from a private copy that is wiped afterwards."""
        file = self._current()
        if file is None or (starts_something(file.name) and not self._may_start(file.name)):
            return
        workspace = self._desk.workspace

        def work(job: Job) -> Path:
            with workspace.read() as session:
                name, content = attachment.content(session, file.id)
            job.check_cancelled()
            return OUTSIDE.copy_of(name, content)

        self._desk.jobs.run(self, tr("Opening the file"), work, self._show_outside, shows=True)

    def _may_start(self, name: str) -> bool:
        """The answer that a reflex gives is no."""
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Open"))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(tr("{name} may be a program, or start one.", name=name))
        box.setInformativeText(
            tr(
                "Files ending in {ending} can do anything you can do. Open it only if you know who made it, and what for.",
                ending=Path(name).suffix,
            )
        )
        start = box.addButton(tr("Open all the same"), QMessageBox.ButtonRole.AcceptRole)
        leave = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(leave)
        box.setEscapeButton(leave)
        over.run(box)
        wanted = box.clickedButton() is start
        box.deleteLater()
        return wanted

    def save_as(self) -> None:
        """A copy outside the workspace, in the background: the file may be large and the disk slow."""
        file = self._current()
        if file is None:
            return
        chosen, _ = over.waited(QFileDialog.getSaveFileName, self, tr("Save as"), str(Path.home() / file.name))
        if not chosen:
            return
        workspace, target = self._desk.workspace, Path(chosen)

        def work(job: Job) -> None:
            with workspace.read() as session:
                _, content = attachment.content(session, file.id)
            job.check_cancelled()
            write_whole(target, content)

        def done(_nothing: None) -> None:
            self._desk.notify.tell(NowTrue(SAVED, Message("{file}", {"file": target.name})))

        self._desk.jobs.run(self, tr("Saving {name}", name=target.name), work, done, keeps=True)

    def rename(self) -> None:
        """Another name; the file stays the same."""
        file = self._current()
        if file is None:
            return
        name, given = over.waited(QInputDialog.getText, self, tr("Rename"), tr("Name"), text=file.name)
        if given and name.strip() and name != file.name:
            self._desk.write(
                msg("Rename {file}", file=file.name), lambda session: attachment.rename(session, file.id, name.strip())
            )
            self._show_again()

    def remove(self) -> None:
        """Off the card; Undo brings it back."""
        file = self._current()
        if file is not None:
            self._desk.write(
                msg("Remove {file}", file=file.name),
                lambda session: attachment.delete(session, file.id),
                note=of("attachment", file.name, TRASHED),
            )
            self._show_again()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.source() is not self._table and files_in(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.add_paths(files_in(event.mimeData()))

    def event(self, event: QEvent) -> bool:
        """Its keys come before those of the page around it."""
        if isinstance(event, QKeyEvent) and (run := self._meant(event)) is not None:
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                run()
                return True
        return super().event(event)

    def key_hints(self) -> Sequence[Hint]:
        """The keys of a file, for the status line."""
        chosen = self._current() is not None
        own = (Hint("Enter", tr("look inside")), Hint("F2", tr("rename")), Hint("Del", tr("remove"))) if chosen else ()
        return (*own, Hint("Ctrl+V", tr("paste")))

    def _meant(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.matches(QKeySequence.StandardKey.Paste):
            return self.paste
        if not self._table.hasFocus() or self._current() is None:
            return None
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy
        keys = {Qt.Key.Key_Space: self.look, Qt.Key.Key_F2: self.rename, Qt.Key.Key_Delete: self.remove}
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        return keys.get(Qt.Key(event.key())) if plain else None

    def _show_file(self, row: int, file: Attachment) -> None:
        role = say(_ROLES[file.role]) if file.role in _ROLES else file.role
        texts = {NAME: file.name, ROLE: "", SIZE: size(file.size), ADDED_ON: speak().moment(file.created_at)}
        items = {column: QTableWidgetItem(text) for column, text in texts.items()}
        items[NAME].setToolTip(file.name)
        items[ROLE].setData(Qt.ItemDataRole.AccessibleTextRole, role)
        items[SIZE].setTextAlignment(RIGHT)
        for column, item in items.items():
            self._table.setItem(row, column, item)
        if role:
            self._table.setCellWidget(row, ROLE, _chip_in_cell(role))
        else:
            self._table.removeCellWidget(row, ROLE)

    def _show_outside(self, path: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self._desk.notify.error(WorldError(msg("No program on this computer opens {file}.", file=path.name)))
            return
        self._desk.notify.tell(NowTrue(msg("Copy of {file} opened. Changes are not kept here.", file=path.name)))

    def _show_again(self) -> None:
        if self._owner_id is not None:
            self.show_record(self._owner_id)

    def _current(self) -> Attachment | None:
        row = self._table.currentRow()
        return self._files[row] if 0 <= row < len(self._files) else None

    def _refresh_buttons(self) -> None:
        for name, button in self._buttons.items():
            button.setEnabled(name == "add" or self._current() is not None)
        file = self._current()
        self._buttons["look"].setEnabled(file is not None and look_inside.can(file.name))

    def _remember_widths(self) -> None:
        """The same for the files of all cards."""
        settings = self._desk.settings
        for column in WIDTHS:
            width = settings.get(f"files/width{column}")
            if isinstance(width, int) and _LEAST <= width <= _MOST:
                self._table.setColumnWidth(column, width)

        def keep(column: int, _before: int, width: int) -> None:
            if column in WIDTHS and width >= _LEAST:
                settings.set(f"files/width{column}", width)

        self._table.horizontalHeader().sectionResized.connect(keep)

    def _button(self, text: str, run: object) -> QPushButton:
        button = QPushButton(text, self)
        button.clicked.connect(run)
        return button

    def _lay_out(self) -> None:
        row = Flow(self)
        for button in self._buttons.values():
            row.add(button)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(theme.PAD_24, theme.PAD_16, theme.PAD_24, theme.PAD_16)
        lines.setSpacing(theme.PAD_12)
        lines.addWidget(row)
        lines.addWidget(self._empty)
        lines.addWidget(self._table, 1)
        lines.addStretch(0)


def _chip_in_cell(text: str) -> QWidget:
    place = QWidget()
    row = QHBoxLayout(place)
    row.setContentsMargins(theme.PAD_8, 0, 0, 0)
    row.addWidget(Chip(text, Tone.GOOD, place), 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    return place


def _bytes_of(paths: Sequence[Path]) -> int:
    """What they take in memory; a file that is gone is told when it is read."""
    return sum(path.stat().st_size for path in paths if path.is_file())
