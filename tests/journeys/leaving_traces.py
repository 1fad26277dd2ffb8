"""A day of work on a protected workspace, by a program of its own; a test looks at what it leaves on the disk.

Run with the workspace, its password, the secret, and how to end: `close`, `lock` or `kill`.
"""

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QTableWidget

from desktop_crm import app
from desktop_crm.model.errors import WorldError
from desktop_crm.model.listing import Filter
from desktop_crm.model.message import msg
from desktop_crm.ui.notes.error_dialog import ErrorDialog
from desktop_crm.ui.program.program import Program
from desktop_crm.ui.records.files_tab import FilesTab
from desktop_crm.ui.records.unsaved import Answer
from desktop_crm.ui.template_editor import editor as template_editor
from desktop_crm.ui.template_editor.editor import TemplateEditor
from tests.journeys.worker import Worker, at_the_program, say
from tests.office import screen_of

PATH, PASSWORD, SECRET, END = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]


class Day(Worker):
    """Everything that could leave a trace."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self.opened: list[Any] = []
        QDesktopServices.openUrl = lambda url: self.opened.append(Path(QUrl(url).toLocalFile())) or True

    def work(self) -> Iterator[Any]:
        yield lambda: self.page() is not None
        yield self.rested
        self.page().typed.emit("wrong " + PASSWORD)
        yield lambda: not self.page().is_busy() and self.page().field.isEnabled()
        self.page().typed.emit(PASSWORD)
        yield lambda: self.shell.desk is not None
        yield self.rested
        yield from self.look_around()
        yield from self.look_at_a_file()
        yield from self.search()
        self.make_mistakes()
        yield from self.type_without_saving()
        yield from self.end()

    def look_around(self) -> Iterator[Any]:
        for noun in ("client", "order", "contract", "product"):
            self.shell.navigate(noun, 1)
            yield self.rested
        screen_of(self.shell, "contract").card.preview()
        yield self.rested
        yield self.rested

    def look_at_a_file(self) -> Iterator[Any]:
        self.shell.navigate("client", 1)
        yield self.rested
        card = screen_of(self.shell, "client").card
        tab = next(each.widget for each in card.tab_declarations if isinstance(each.widget, FilesTab))
        card.tabs.setCurrentWidget(tab)
        tab.findChild(QTableWidget).selectRow(0)
        tab.open()
        yield lambda: bool(self.opened)
        say(f"opened {self.opened[0]}")

    def search(self) -> Iterator[Any]:
        self.shell.navigate("client")
        table = screen_of(self.shell, "client").table
        table.bar.type_text(SECRET)
        yield self.rested
        column = next(each for each in table.model.columns if each.id == "name")
        table.bar.set_filter(column.id, Filter(column.id, values=(SECRET,)))
        yield self.rested
        table.views.save("Look")
        self.shell.frame.palette_field.setText(SECRET)
        yield self.rested
        self.shell.frame.palette_field.clear()
        table.bar.clear()
        yield self.rested

    def make_mistakes(self) -> None:
        """Whatever goes wrong, the log keeps no data."""
        self.shell.notify.error(RuntimeError(SECRET))
        self.shell.findChild(ErrorDialog).close()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        self.shell.notify.error(WorldError(msg("{file} is gone", file=SECRET)))
        sys.excepthook(ValueError, ValueError(SECRET), None)
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self.shell and dialog.isVisible() and dialog.inherits("QDialog"):
                dialog.close()

    def type_without_saving(self) -> Iterator[Any]:
        self.shell.navigate("settings", None)
        screen_of(self.shell, "settings").show_field("templates.1")
        yield self.rested
        editor = self.shell.findChild(TemplateEditor)
        editor.columns.columns["en"].text.appendPlainText(f"{SECRET} typed")
        yield lambda: self.kept("settings")
        if END == "kill":
            screen_of(self.shell, "settings").may_leave = lambda: True
        else:
            cast(Any, template_editor).ask = lambda _parent: Answer.DISCARD
            assert editor.may_leave()
        self.shell.navigate("client", 1)
        yield self.rested
        card = screen_of(self.shell, "client").card
        card.form.editor("notes").take(f"{SECRET} and more")
        card.form.editor("notes").show_value()
        yield lambda: self.kept("client")

    def kept(self, noun: str) -> Any:
        drafts = self.shell.desk.drafts
        return drafts.settle(0) and any(draft.noun == noun for draft in drafts.every())

    def end(self) -> Iterator[Any]:
        say("done")
        if END == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if END == "lock":
            self.program.guard.lock.lock()
            yield lambda: self.program.workspace.locked
            yield self.rested
            say("locked")
            sys.stdin.readline()
        self.shell.close()
        yield lambda: True


if __name__ == "__main__":
    at_the_program(Day, app.main, PATH)
