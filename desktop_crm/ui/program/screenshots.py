"""Pictures of every screen and main dialog, drawn by the real window on a copy of a workspace.

`SHOTS` is the table of contents: one line a picture, a function that brings the window there; nouns name their own. Dialogs are drawn over the
window, as a person sees them; every picture has the size that was asked for, times the screen's scale.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import msg
from desktop_crm.model.noun import Noun
from desktop_crm.model.nouns import NOUNS
from desktop_crm.model.now_true import of
from desktop_crm.services.facets import declared
from desktop_crm.services.safety.backup import Plan
from desktop_crm.services.safety.places import folder_place
from desktop_crm.ui import i18n
from desktop_crm.ui.backup.plan import business_at, save_plan
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.form.record_form import RecordForm
from desktop_crm.ui.look import theme
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.program.stage import Shots, Show, Stage, new, screen
from desktop_crm.ui.window.places import PLACES

_SHEET: Final = (
    "Perusahaan;Telepon;Email;Kota;NPWP",
    "PT Sumber Tirta Baru;021 555 0142;info@sumbertirta.example;Jakarta;",
    "CV Anugerah Kayu Jati;0274 555 0119;penjualan.anugerah;Yogyakarta;12.345",
    ";0812 5550 1199;;Bandung;",
    "UD Mekar Sari;nomor lama;mekar@sari.example;Malang;",
)


def _settings(section: str) -> Show:
    def show(stage: Stage) -> None:
        stage.shell.navigate("settings", field=section)

    return show


def _welcome(stage: Stage) -> None:
    stage.program.start(None)


def _welcome_typed(stage: Stage) -> None:
    form = stage.shell.frame.stack.findChild(RecordForm)
    assert form is not None
    form.load({"name": "PT Nusa Peraga Teknik", "city": "Jakarta Selatan", "manager": "Galih Setiawan"})
    form.edited.emit("name")


def _today(stage: Stage) -> None:
    stage.shell.navigate("today")


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


def _capture(stage: Stage) -> None:
    """A call of a client that is known."""
    from desktop_crm.services import client
    from desktop_crm.ui.capture.sheet import CaptureSheet

    _today(stage)
    stage.settle()
    stage.run("record.capture")
    desk, sheet = stage.shell.desk, stage.shell.findChild(CaptureSheet)
    assert desk is not None
    assert sheet is not None
    QTest.keyClicks(sheet.form.who.line, desk.read(partial(client.get, client_id=stage.chosen["client"])).name)
    stage.settle()
    QTest.keyClick(sheet.form.who.line, Qt.Key.Key_Return)
    stage.settle()
    QTest.keyClicks(sheet.form.text, "Minta harga kabel NYY 4 × 16, 2 km")


def _note(stage: Stage) -> None:
    stage.go("order")
    stage.settle()
    stage.shell.notify.tell(of("order", "SO/2026/00708", msg("{thing} confirmed.")), (0,), lambda _entries: None)


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


def _in_places() -> list[Noun]:
    """The nouns with a list, as the rail has them."""
    places = [place.id for place in PLACES]
    return sorted((noun for noun in NOUNS if noun.place), key=lambda noun: places.index(noun.place))


def _shots_of(noun: Noun) -> Shots:
    """Its list and an empty card, unless its screen's folder says in `shots.py` what to look at."""
    own: Shots | None = declared(f"{noun.module('ui.screens')}.shots", "SHOTS")
    return own or ((noun.plural, screen(noun.id)), (f"{noun.id}-new", new(noun.id)))


#: What is shown before a workspace is open.
FIRST_SHOTS: Final[Shots] = (("welcome", _welcome), ("welcome-typed", _welcome_typed))
#: Name of the picture, and how the window comes there; the order is the order of a look through the program.
SHOTS: Final[Shots] = (
    ("today", _today),
    *(shot for noun in _in_places() for shot in _shots_of(noun)),
    *(
        (f"settings-{section}", _settings(section))
        for section in declared("desktop_crm.ui.screens.settings.sections", "OWN")
    ),
    ("safety", _safety),
    ("restore", _command("workspace.restore")),
    ("emergency", _command("workspace.emergency")),
    ("import", _import),
    ("palette", _palette),
    ("capture", _capture),
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
