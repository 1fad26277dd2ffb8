"""Pictures of every screen and main dialog, drawn by the real window on a copy of a workspace.

`SHOTS` is the table of contents: one line a picture, a function that brings the window there. Dialogs are drawn over the
window, as a person sees them; every picture has the size that was asked for, times the screen's scale.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QStackedWidget, QTabWidget

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.tone import Tone
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import folder_place
from desktop_crm.ui import i18n
from desktop_crm.ui.backup.plan import business_at, save_plan
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.look import theme
from desktop_crm.ui.program.program import Program

_PATIENCE: Final = 60.0  # seconds for one picture
_STILL: Final = (
    0.12  # seconds without work before a picture is taken: lists and searches begin theirs a moment after a key
)
_BREATH: Final = 0.005  # seconds, in which the threads work that it waits for
_TITLE: Final = 32  # px, the bar that a desktop draws above a dialog
_SHEET: Final = (
    "Perusahaan;Telepon;Email;Kota;NPWP",
    "PT Sumber Tirta Baru;021 555 0142;info@sumbertirta.example;Jakarta;",
    "CV Anugerah Kayu Jati;0274 555 0119;penjualan.anugerah;Yogyakarta;12.345",
    ";0812 5550 1199;;Bandung;",
    "UD Mekar Sari;nomor lama;mekar@sari.example;Malang;",
)


class Stage:
    """The window while its pictures are taken."""

    def __init__(self, program: Program, folder: Path) -> None:
        self.program = program
        self.folder = folder  # for files a picture needs
        self.shell = program.shell
        self.chosen: dict[str, int] = {}  # noun → the record to show rather than the list's first

    def settle(self) -> None:
        """Until the window has had nothing to do for a moment; WorldError when it never comes to rest."""
        began = quiet_since = monotonic()
        while monotonic() - quiet_since < _STILL:
            QApplication.processEvents()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            sleep(_BREATH)
            if self.shell.jobs.busy():
                quiet_since = monotonic()
            if monotonic() - began > _PATIENCE:
                raise WorldError(msg("The window did not come to rest, so that no picture could be taken."))

    def go(self, noun: str, *, wide: bool = False, tab: int = 0) -> None:
        """A screen with the card of its first record, beside the list or in the whole width."""
        self.shell.navigate(noun)
        self.settle()
        screen = self.screen()
        first = self.chosen.get(noun) or screen.table.current_id() or next(iter(screen.table.ids()), None)
        if first is None:
            return
        self.shell.navigate(noun, first)
        if wide:
            screen.table.opened.emit(first)
        screen.card.tabs.setCurrentIndex(tab)

    def choose(self) -> None:
        """A client that has ordered has more to show than the first of the alphabet."""
        self.go("order")
        self.settle()
        order = self.screen().card.record
        if order is not None:
            self.chosen["client"] = order.client_id

    def screen(self) -> Any:
        """The screen that is shown."""
        return self.shell.frame.stack.currentWidget()

    def run(self, *ids: str) -> None:
        """Run commands of the window; those that can't run now are passed over."""
        for name in ids:
            self.shell.actions_.run(name)
            self.settle()

    def clear(self) -> None:
        """Close what lies over the window, and let the screen go without keeping what was begun."""
        for dialog in self.dialogs():
            dialog.hide()
            dialog.deleteLater()
        self.shell.frame.palette_field.close_results()
        self.shell.notify.stack.forget()
        self.settle()

    def dialogs(self) -> list[QDialog]:
        """The dialogs that are open, the lowest first."""
        return [each for each in QApplication.topLevelWidgets() if isinstance(each, QDialog) and each.isVisible()]

    def picture(self) -> QPixmap:
        """The window as it is now, dialogs over it."""
        made = self.shell.grab()
        for dialog in self.dialogs():
            _lay_over(made, dialog)
        return made


def _lay_over(picture: QPixmap, dialog: QDialog) -> None:
    """Draw a dialog with its title and a thin frame over the middle of a dimmed window."""
    window = QRect(QPoint(), picture.deviceIndependentSize().toSize())
    box = QRect(QPoint(), dialog.size() + QSize(0, _TITLE))
    box.moveCenter(window.center())
    box.moveTop(max(box.top(), 0))
    colors = theme.colors()
    painter = QPainter(picture)
    painter.fillRect(window, QColor(15, 23, 42, 70))
    painter.setPen(QColor(colors.border))
    painter.setBrush(QColor(colors.surface))
    painter.drawRect(box.adjusted(-1, -1, 0, 0))
    painter.setPen(QColor(colors.text))
    painter.setFont(theme.font(strong=True))
    painter.drawText(
        QRect(box.topLeft(), QSize(box.width(), _TITLE)), Qt.AlignmentFlag.AlignCenter, dialog.windowTitle()
    )
    painter.drawPixmap(box.topLeft() + QPoint(0, _TITLE), dialog.grab())
    painter.end()


Show = Callable[[Stage], None]


def _screen(noun: str, *, wide: bool = False, tab: int = 0) -> Show:
    return lambda stage: stage.go(noun, wide=wide, tab=tab)


def _new(noun: str) -> Show:
    return lambda stage: _begin(stage, noun)


def _begin(stage: Stage, noun: str) -> None:
    stage.shell.navigate(noun)
    stage.settle()
    stage.run(f"{noun}.new")


def _settings(page: int) -> Show:
    def show(stage: Stage) -> None:
        stage.shell.navigate("settings")
        tabs = stage.screen().findChild(QTabWidget)
        assert tabs is not None
        tabs.setCurrentIndex(page)

    return show


def _welcome(stage: Stage) -> None:
    stage.program.start(None)


def _welcome_company(stage: Stage) -> None:
    pages = stage.shell.frame.stack.findChild(QStackedWidget)
    assert pages is not None
    pages.setCurrentIndex(1)


def _today(stage: Stage) -> None:
    stage.shell.navigate("today")


def _paper(stage: Stage) -> None:
    stage.go("contract", wide=True)
    stage.settle()
    stage.run("contract.preview")


def _import(stage: Stage) -> None:
    from desktop_crm.ui.importing.dialog import ImportDialog

    sheet = stage.folder / "Pengunjung.csv"
    sheet.write_text("\n".join(_SHEET), encoding="utf-8")
    stage.go("client")
    stage.run("clients.import")
    for dialog in stage.dialogs():
        if isinstance(dialog, ImportDialog):
            dialog.take_file(sheet)


def _palette(stage: Stage) -> None:
    _today(stage)
    stage.settle()
    field = stage.shell.frame.palette_field
    field.open()
    field.setText("sum")
    field.textEdited.emit("sum")


def _note(stage: Stage) -> None:
    stage.go("order")
    stage.settle()
    stage.shell.notify.note(tr("The order was confirmed."), undo=lambda: None, tone=Tone.GOOD)


def _error(stage: Stage) -> None:
    _today(stage)
    stage.shell.notify.error(
        WorldError(msg("The file is open in another program. Nothing was written. Close it there and try again."))
    )


def _trash(stage: Stage) -> None:
    """With a client in it, and all that went along."""
    from desktop_crm.services import client, dependents

    stage.go("client")
    stage.settle()
    desk = stage.shell.desk
    assert desk is not None
    for client_id in stage.screen().table.ids()[:20]:
        hanging = desk.read(partial(dependents.of, noun="client", record_id=client_id))
        if hanging.counts["order"] and hanging.refusal is None:
            name = desk.read(partial(client.get, client_id=client_id)).full_name
            delete = partial(client.delete, client_id=client_id, with_papers=True)
            desk.write(msg("Delete client {name}", name=name), delete)
            break
    stage.run("edit.trash")


def _safety(stage: Stage) -> None:
    """With a backup, which the picture after it shows from inside."""
    stage.run("workspace.backup")
    stage.clear()
    stage.run("go.safety")


def _command(name: str) -> Show:
    def show(stage: Stage) -> None:
        _today(stage)
        stage.run(name)

    return show


def _locked(stage: Stage) -> None:
    """Nothing else can be shown after it."""
    _today(stage)
    stage.settle()
    desk, cover = stage.shell.desk, stage.shell.cover
    assert desk is not None
    desk.workspace.protect("a few words that don't belong together")
    stage.run("workspace.lock")
    while not desk.workspace.locked or cover.page is None:
        stage.settle()


#: What is shown before a workspace is open.
FIRST_SHOTS: Final[tuple[tuple[str, Show], ...]] = (("welcome", _welcome), ("welcome-company", _welcome_company))
#: Name of the picture, and how the window comes there; the order is the order of a look through the program.
SHOTS: Final[tuple[tuple[str, Show], ...]] = (
    ("today", _today),
    ("clients", _screen("client")),
    ("client-contacts", _screen("client", wide=True, tab=1)),
    ("client-orders", _screen("client", wide=True, tab=2)),
    ("client-history", _screen("client", wide=True, tab=5)),
    ("client-new", _new("client")),
    ("orders", _screen("order")),
    ("order", _screen("order", wide=True)),
    ("order-new", _new("order")),
    ("contracts", _screen("contract")),
    ("contract-paper", _paper),
    ("contract-order", _new("contract")),
    ("products", _screen("product")),
    ("product-new", _new("product")),
    ("settings-company", _settings(0)),
    ("settings-numbers", _settings(1)),
    ("settings-taxes", _settings(2)),
    ("settings-templates", _settings(3)),
    ("settings-history", _settings(4)),
    ("settings-program", _settings(5)),
    ("safety", _safety),
    ("restore", _command("workspace.restore")),
    ("emergency", _command("workspace.emergency")),
    ("import", _import),
    ("palette", _palette),
    ("shortcuts", _command("help.shortcuts")),
    ("about", _command("help.about")),
    ("note", _note),
    ("error", _error),
    ("password", _command("workspace.password")),
    ("trash", _trash),
    ("done", _command("edit.done")),
    ("locked", _locked),  # the last
)


def take(
    make: Callable[[Settings], Program],
    folder: Path,
    *,
    workspace: Path,
    colors: str,
    language: str,
    size: tuple[int, int],
) -> list[Path]:
    """Draw everything into `folder` (made if need be) and return the pictures in their order.

    `make` is the composition root's. The workspace is copied first and never written to; the user's settings stay as they are.

    Raises:
        UserError: there is no such workspace, or the folder can't be made.
        WorldError: a picture can't be written, or the window never came to rest.
    """
    with tempfile.TemporaryDirectory(prefix="desktop-crm-") as kept:
        copy = _copied(workspace, Path(kept))
        settings = Settings(Path(kept) / "settings.ini")
        settings.theme, settings.language = colors, language
        save_plan(
            settings, business_at(settings, copy.resolve()), Plan((folder_place(Path(kept)),), hours=0)
        )  # nothing in the user's folders
        i18n.set_language(language)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.setCursorFlashTime(0)  # the caret always looks the same
        theme.apply(app, colors)
        program = make(settings)
        try:
            return _taken(Stage(program, Path(kept)), copy, _made(folder), size)
        finally:
            _close(program)


def _taken(stage: Stage, workspace: Path, folder: Path, size: tuple[int, int]) -> list[Path]:
    stage.shell.setMinimumSize(0, 0)
    stage.shell.show()
    stage.shell.resize(*size)
    taken = [_one(stage, folder, *each) for each in _numbered(FIRST_SHOTS, 1)]
    stage.program.open(workspace)
    stage.settle()
    stage.choose()
    return taken + [_one(stage, folder, *each) for each in _numbered(SHOTS, len(taken) + 1)]


def _numbered(shots: Iterable[tuple[str, Show]], begin: int) -> list[tuple[str, Show]]:
    return [(f"{number:02}-{name}.png", show) for number, (name, show) in enumerate(shots, begin)]


def _one(stage: Stage, folder: Path, name: str, show: Show) -> Path:
    show(stage)
    stage.settle()
    path = folder / name
    if not stage.picture().save(str(path)):
        raise WorldError(msg("{file} could not be written.", file=str(path)))
    stage.clear()
    return path


def _copied(workspace: Path, folder: Path) -> Path:
    """The workspace with what its journal still holds, in a folder of our own."""
    target = folder / workspace.name
    if not workspace.is_file():
        raise UserError(msg("There is no workspace {file}.", file=str(workspace)))
    shutil.copyfile(workspace, target)
    journal = workspace.with_name(workspace.name + "-wal")
    if journal.is_file():
        shutil.copyfile(journal, target.with_name(target.name + "-wal"))
    return target


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        raise UserError(msg("The folder {folder} can't be made.", folder=str(folder))) from None
    return folder


def _close(program: Program) -> None:
    """Without questions about what the pictures left half typed."""
    with suppress(Exception):
        program.shell.jobs.close()
    if program.shell.desk is not None:
        program.shell.desk.close()
    program.shell.hide()
    program.let_go()
