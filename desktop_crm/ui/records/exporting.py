"""A list as shown, to an Excel sheet that opens when done."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop_crm.model.listing import Listing
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Job
from desktop_crm.ui.desk.save_dialog import ask_where
from desktop_crm.ui.i18n import ntr, speak, tr
from desktop_crm.ui.table.table import Table

_KEY = "export/folder"


def export_list(
    desk: Desk, parent: QWidget, table: Table, listing: Listing, *, title: str, target: Path | None = None
) -> None:
    """Ask where to, write the rows and columns that are shown, in their order, and open the sheet.

    Where the window was locked meanwhile it is not opened; the note that waits behind the lock offers it.
    """
    if not table.may_take_out():
        return
    path = target or _ask(desk, parent, title)
    if path is None:
        return
    desk.settings.set(_KEY, str(path.parent))
    query, columns, language = table.query(), [column.id for column in table.visible_columns()], speak()

    def work(job: Job) -> int:
        from desktop_crm.services.exporting import export

        def progress(done: int, total: int) -> None:
            job.progress(done, total)
            job.check_cancelled()

        return export(listing, query, columns, title=title, language=language, target=path, progress=progress)

    def done(count: int) -> None:
        text = ntr("{n} row exported to {file}.", "{n} rows exported to {file}.", count, file=path.name)
        desk.notify.note(text, tone=Tone.GOOD, action=(tr("Open"), lambda: _open(path)))
        if target is None and not desk.notify.silent:
            _open(path)

    desk.jobs.run(parent, tr("Exporting {list}", list=title), work, done, keeps=True)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


def _ask(desk: Desk, parent: QWidget, title: str) -> Path | None:
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    folder = Path(desk.settings.get(_KEY, documents) or documents)
    suggested = folder / f"{title} {_today().isoformat()}.xlsx"
    return ask_where(parent, tr("Export to Excel"), suggested, tr("Excel sheet (*.xlsx)"), ".xlsx")


def _today() -> date:
    from desktop_crm.services.clock import today

    return today()
