"""The window's composition root: paints a bare window first, then imports what is in it, and then what the work needs."""

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QLoggingCategory, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm import __version__
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.look import theme
from desktop_crm.ui.window import front_door
from desktop_crm.ui.window.shell import Shell

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk, Workspace
    from desktop_crm.ui.program.program import Program
    from desktop_crm.ui.window.palette import Searcher

#: Seconds after which a thread that computes lets another go on; at the usual ten times of that, one that draws a paper holds up
#: the window's for hundredths of a second.
_TURN: Final = 0.0005


def main(argv: Sequence[str] | None = None) -> int:
    """Run the window until it is closed; the exit status. `argv` is without the program's name."""
    asked = _parsed(sys.argv[1:] if argv is None else argv)
    app = application()
    settings = Settings()
    if _other_window(asked or settings.last()):
        return 0
    theme.foretell(app, settings.theme)
    shell = Shell(settings)
    paint_now(app, shell)
    i18n.set_language(settings.language)
    theme.apply(app, settings.theme)
    program = make_program(settings, shell)
    paint_now(app, shell)
    QTimer.singleShot(0, program, lambda: start(program, asked))
    status = 0 if shell.gone else app.exec()  # closed before there was a loop to end
    program.let_go()
    if loaded := sys.modules.get("desktop_crm.services.private_copies"):
        loaded.OUTSIDE.end()
    return status


def _other_window(wanted: Path | None) -> bool:
    """Whether a window that shows this already has come forward; before this one is painted, so that none flashes."""
    return sys.platform != "win32" and front_door.knock(wanted)


def screenshots(folder: Path, workspace: Path, colors: str, language: str, size: tuple[int, int]) -> list[Path]:
    """Every screen as a picture in `folder`; on Linux no display is needed. See `ui.screenshots.take`."""
    if sys.platform == "linux":
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop_crm.ui.notes.errors import log_qt, start_log
    from desktop_crm.ui.program.screenshots import take

    start_log()
    log_qt()
    application()
    return take(make_program, folder, workspace=workspace, colors=colors, language=language, size=size)


def application() -> QApplication:
    """Qt's application object, made once for the process."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QLoggingCategory.setFilterRules("qt.text.font.db=false\nqt.qpa.fonts=false")
    app = QApplication(["desktop-crm", *theme.ARGUMENTS])
    app.setApplicationName("desktop-crm")
    app.setApplicationDisplayName("")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("desktop-crm")
    return app


def paint_now(app: QApplication, window: QWidget) -> None:
    """Show a window and let it be painted before anything else is done."""
    window.show()
    app.processEvents()
    window.repaint()
    app.processEvents()


def make_program(settings: Settings, shell: Shell | None = None) -> "Program":
    """The program with everything wired to the services, in a bare window; nothing heavy is imported before it is used."""
    from desktop_crm.ui.program.program import Program, Wiring
    from desktop_crm.ui.screens import SCREENS

    wiring = Wiring(_open, _create, _searcher, lambda: _welcome(program), _prepare, _begun, _adopted, front_door.knock)
    program = Program(shell or Shell(settings), SCREENS, wiring)
    return program


def start(program: "Program", asked: Path | None) -> None:
    """What comes after the bare window was painted: the log, the hooks, the door, and the workspace that is asked for."""
    from PySide6.QtCore import Qt

    from desktop_crm.ui.look import icons
    from desktop_crm.ui.notes.errors import Hooks, start_log
    from desktop_crm.ui.program.garbage import Garbage

    sys.setswitchinterval(_TURN)
    QApplication.setWindowIcon(icons.app_icon())
    start_log()
    Hooks(program.shell.notify.error, program).install()
    program.ready.connect(lambda: Garbage(program), Qt.ConnectionType.SingleShotConnection)
    program.ready.connect(lambda: _work_behind(program), Qt.ConnectionType.SingleShotConnection)
    door = front_door.FrontDoor(program.shell)
    for signal in (program.ready, program.shell.file_moved):
        signal.connect(lambda: door.listen(program.workspace.path if program.workspace is not None else None))
    program.shell.closing.connect(door.close)
    program.start(asked)


def _work_behind(program: "Program") -> None:
    """What the program left outside when it was killed goes, and the other screens are loaded before a click on them."""
    from desktop_crm.ui.program.loading import Loading

    def sweep(_job: object) -> None:
        """Temporary files go where they are looked after."""
        from desktop_crm.services import private_copies

        private_copies.OUTSIDE.take_in_temporary_files()
        private_copies.sweep()

    def load() -> None:
        if program.findChild(Loading) is None:
            Loading(program.shell.screens, program.shell.prepare, program)

    program.shell.jobs.latest("sweep", sweep, lambda _nothing: None)
    program.shell.thinned.connect(load)
    load()


def _parsed(argv: Sequence[str]) -> Path | None:
    if not argv:
        return None
    import argparse

    parser = argparse.ArgumentParser("desktop-crm-window")
    parser.add_argument("--workspace", type=Path)
    given: Path | None = parser.parse_args(argv).workspace
    return given


def _open(path: Path, typed: str) -> "Workspace":
    from desktop_crm.services.workspace import open_workspace

    return open_workspace(path, typed)


def _create(path: Path, password: str) -> "Workspace":
    from desktop_crm.services.workspace import create

    return create(path, password=password)


def _prepare(workspace: "Workspace") -> None:
    """In a thread: it holds the interpreter for a third of a second in all."""
    from desktop_crm.services.workspace import Workspace as OpenWorkspace
    from desktop_crm.services.workspace import prepare

    prepare(cast("OpenWorkspace", workspace))


def _begun(desk: "Desk") -> None:
    """What was typed and not saved when the program last ended is told; what another workspace showed outside goes."""
    from desktop_crm.ui.backup.backups import backups_of
    from desktop_crm.ui.program import clock_note, new_digits, synced, template_news
    from desktop_crm.ui.program.midnight import Midnight
    from desktop_crm.ui.program.quiet_check import quiet_check_of
    from desktop_crm.ui.records import drafts, old_drafts
    from desktop_crm.ui.reminders.watch import watch_of

    desk.wipe_outside()
    synced.look(desk)
    clock_note.look(desk)
    template_news.look(desk)
    new_digits.look(desk)
    old_drafts.take_over(desk)
    drafts.tell_left(desk)
    desk.whereabouts.tell_how_it_was_left()
    Midnight(desk)
    quiet_check_of(desk)
    watch_of(desk)
    backups_of(cast("Shell", desk.parent()))


def _adopted(desk: "Desk") -> None:
    """Backed up even when it is closed at once."""
    from desktop_crm.ui.backup.backups import backups_of

    backups_of(cast("Shell", desk.parent()), look=False)


def _searcher(workspace: "Workspace") -> "Searcher | None":
    """One search over all nouns; each hit has its screen's icon."""
    from desktop_crm.services.workspace import Workspace as OpenWorkspace
    from desktop_crm.ui.screens import SCREENS
    from desktop_crm.ui.window.palette import Hit

    known = cast("OpenWorkspace", workspace)
    icon_of = {screen.noun: screen.icon for screen in SCREENS}

    def find(text: str) -> list[Hit]:
        from desktop_crm.services import search
        from desktop_crm.ui.form.numbers import read_number

        code = i18n.speak().code
        hits = search.find(known, text, read=lambda word: read_number(word, code))
        return [Hit(**asdict(hit), icon=icon_of.get(hit.noun, "")) for hit in hits]

    return find


def _welcome(program: "Program") -> QWidget:
    from desktop_crm.ui.screens.welcome import Welcome

    welcome = Welcome(program.settings, program.shell.jobs)
    welcome.restore_wanted.connect(program.restore)
    return welcome
