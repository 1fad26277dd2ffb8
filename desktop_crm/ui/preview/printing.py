"""Print a paper through the system's printer dialog.

A printer gets pages drawn at its own resolution, in strips that end between lines of text; a file gets the PDF itself,
not a picture of it.
"""

from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import shiboken6
from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop_crm.model.errors import WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.tone import Tone
from desktop_crm.ui.desk import over
from desktop_crm.ui.desk.jobs import CancelledError, Job
from desktop_crm.ui.i18n import tr
from desktop_crm.ui.preview.pages import Pages, joined
from desktop_crm.ui.preview.saving import file_name, save_pdf, write_safely
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.desk.desk import Desk

_FINEST: Final = 600  # dots an inch; more is only slower on paper read by people
_STRIP: Final = 1_500_000  # pixels drawn at a time
_NEARLY: Final = 1.03  # letter on A4 shrinks, rounding of a paper's size does not


class OnPaper(NamedTuple):
    """One of the papers that are printed in turn; `printed` hears of its success, and says whether to go on."""

    data: bytes
    title: str
    printed: Callable[[], bool]


def print_in_turn(
    desk: "Desk", parent: QWidget, papers: Sequence[OnPaper], name: str, done: Callable[[], None]
) -> None:
    """Ask for a printer once, then print one paper after the other, each as a job of its own; `done` hears when all are.

    Where the printer stops, those that are left are not tried. A file holds all of them.
    """

    def tell_all() -> None:
        if shiboken6.isValid(parent) and all(paper.printed() for paper in papers):
            done()

    if not QPrinterInfo.availablePrinterNames():
        _offer_file(desk, parent, joined([paper.data for paper in papers]), name, tell_all)
        return
    printer = printer_for(_size(papers[0].data), name)
    dialog = print_dialog(printer, parent)
    accepted = over.run(dialog) == QPrintDialog.DialogCode.Accepted
    dialog.deleteLater()
    if not accepted:
        return
    if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat:
        whole = joined([paper.data for paper in papers])
        start(desk, printer, whole, name, numbers_to_print(printer, _count(whole)), printed=tell_all)
    else:
        _next(desk, parent, printer, list(papers), done)


def _next(desk: "Desk", parent: QWidget, printer: QPrinter, papers: list[OnPaper], done: Callable[[], None]) -> None:
    """The first of these, and the others after it."""
    if not papers:
        done()
        return
    paper, *rest = papers

    def tell() -> None:
        if shiboken6.isValid(parent) and paper.printed():
            _next(desk, parent, printer, rest, done)

    printer.setDocName(file_name(paper.title).removesuffix(".pdf"))
    start(desk, printer, paper.data, paper.title, numbers_to_print(printer, _count(paper.data)), printed=tell)


def print_pdf(
    desk: "Desk",
    parent: QWidget,
    data: bytes,
    title: str,
    current_page: int = 0,
    *,
    name: str = "",
    printed: Callable[[], None] | None = None,
) -> None:
    """Ask for printer and pages, then print in the background; `printed` hears of the success.

    `title` names the paper in sentences, `name` in the print queue and where a printer writes a file. `current_page` counts
    from 0.
    """
    name = name or title
    if not QPrinterInfo.availablePrinterNames():
        _offer_file(desk, parent, data, name)
        return
    count = _count(data)
    printer = printer_for(_size(data), name)
    dialog = print_dialog(printer, parent, count)

    def tell() -> None:
        if printed is not None and shiboken6.isValid(parent):  # who asked may be gone by then
            printed()

    if over.run(dialog) == QPrintDialog.DialogCode.Accepted:
        start(desk, printer, data, title, numbers_to_print(printer, count, current_page), printed=tell)
    dialog.deleteLater()


def printer_for(size: QSizeF, name: str) -> QPrinter:
    """A printer set to the paper of the first page."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(file_name(name).removesuffix(".pdf"))  # what it writes as a file is called so, too
    printer.setCreator("Desktop CRM")
    printer.setFullPage(True)  # the paper's margins are in the PDF already
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    printer.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyOrientationMatch))
    printer.setPageOrientation(_orientation(size))
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)
    return printer


def _count(data: bytes) -> int:
    with closing(Pages(data)) as pages:
        return len(pages)


def _size(data: bytes) -> QSizeF:
    with closing(Pages(data)) as pages:
        return pages.sizes[0]


def print_dialog(printer: QPrinter, parent: QWidget, count: int = 0) -> QPrintDialog:
    """The system's dialog, offering what we can do; with a `count` of pages also to choose among them."""
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print"))
    privacy.left_open(dialog)
    options = QAbstractPrintDialog.PrintDialogOption
    dialog.setOptions(options.PrintToFile | options.PrintCollateCopies)
    if count:
        dialog.setOptions(dialog.options() | options.PrintPageRange | options.PrintCurrentPage)
        dialog.setMinMax(1, count)
        dialog.setFromTo(1, count)
    dialog.setPrintRange(QAbstractPrintDialog.PrintRange.AllPages)
    return dialog


def numbers_to_print(printer: QPrinter, count: int, current_page: int = 0) -> list[int]:
    """The pages that were asked for, counting from 0, in the order of printing."""
    match printer.printRange():
        case QPrinter.PrintRange.CurrentPage:
            numbers = [current_page]
        case QPrinter.PrintRange.PageRange:
            ranges = printer.pageRanges()
            first, last = printer.fromPage() or 1, printer.toPage() or count
            numbers = [
                number
                for number in range(count)
                if (first <= number + 1 <= last if ranges.isEmpty() else ranges.contains(number + 1))
            ]
        case _:
            numbers = list(range(count))
    return numbers[::-1] if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst else numbers


def start(
    desk: "Desk",
    printer: QPrinter,
    data: bytes,
    title: str,
    numbers: Sequence[int],
    *,
    printed: Callable[[], None] | None = None,
) -> None:
    """Print, or write the file the person has chosen, as a job of the window."""
    if not numbers:
        desk.notify.note(tr("Not printed: the document has none of these pages."), tone=Tone.ATTENTION)
        return
    target = printer.outputFileName() if printer.outputFormat() == QPrinter.OutputFormat.PdfFormat else ""

    def work(job: Job) -> None:
        if target:
            write_pages(Path(target), data, numbers)
        else:
            draw_pages(printer, data, numbers, job)

    def done(_nothing: None) -> None:
        told = (
            tr("{thing} saved.", thing=Path(target).name)
            if target
            else tr("{title} sent to {printer}.", title=title, printer=printer.printerName())
        )
        desk.notify.note(told, tone=Tone.GOOD)
        if printed is not None:
            printed()

    desk.jobs.run(None, tr("Printing {title}", title=title), work, done)


def write_pages(path: Path, data: bytes, numbers: Sequence[int]) -> None:
    """The chosen pages as a PDF file; all of them are the very bytes."""
    pages = Pages(data)
    try:
        everything = list(numbers) == list(range(len(pages)))
        written = data if everything else pages.extract(list(numbers))
    finally:
        pages.close()
    write_safely(path, written)


def draw_pages(printer: QPrinter, data: bytes, numbers: Sequence[int], job: Job) -> None:
    """Draw pages on the printer. WorldError when it stops taking them; a cancelled print is taken back from the queue."""
    pages = Pages(data)
    painter = QPainter()
    try:
        queue = _with_copies(printer, numbers)
        _turn_paper(printer, pages.sizes[queue[0]])
        _must(painter.begin(printer), printer)
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        for place, number in enumerate(queue):
            job.progress(place, len(queue))
            if place > 0:
                _turn_paper(printer, pages.sizes[number])
                _must(printer.newPage(), printer)
            _draw_page(painter, printer, pages, number, job)
        job.progress(len(queue), len(queue))
        _must(painter.end(), printer)
    except (CancelledError, WorldError):
        printer.abort()
        raise
    finally:
        if painter.isActive():
            painter.end()
        pages.close()


def _with_copies(printer: QPrinter, numbers: Sequence[int]) -> list[int]:
    """Printers that can't repeat by themselves get each page as often as it is wanted."""
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    if printer.collateCopies():
        return list(numbers) * copies
    return [number for number in numbers for _ in range(copies)]


def _orientation(size: QSizeF) -> QPageLayout.Orientation:
    orientations = QPageLayout.Orientation
    return orientations.Landscape if size.width() > size.height() else orientations.Portrait


def _turn_paper(printer: QPrinter, size: QSizeF) -> None:
    wanted = _orientation(size)
    if printer.pageLayout().orientation() != wanted:
        printer.setPageOrientation(wanted)


def _draw_page(painter: QPainter, printer: QPrinter, pages: Pages, number: int, job: Job) -> None:
    """In strips from the top: a page at 600 dots an inch would take 140 MB.

    Whoever scales the strips on the way to the paper may lose a dot where two meet: a white row, where there is one.
    """
    place = place_on_paper(pages.sizes[number], printer)
    dots = min(1.0, _FINEST / printer.resolution())
    whole = QSize(max(1, round(place.width() * dots)), max(1, round(place.height() * dots)))
    height = max(1, _STRIP // whole.width())
    top = 0
    while top < whole.height():
        job.check_cancelled()
        _check_state(printer)
        part = QRect(0, top, whole.width(), min(height, whole.height() - top))
        image = _without_needless_colors(pages.strip(number, whole, part, printing=True))
        if top + part.height() < whole.height():
            image = image.copy(0, 0, image.width(), _last_white_row(image) + 1)
        target = QRectF(place.x(), place.y() + top / dots, place.width(), image.height() / dots)
        painter.drawImage(target, image)
        top += image.height()


def place_on_paper(size: QSizeF, printer: QPrinter) -> QRectF:
    """Where a page (points) goes, in the printer's dots: in real size, or shrunk and centred on smaller paper."""
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    real = size * (printer.resolution() / 72)
    too_large = max(real.width() / paper.width(), real.height() / paper.height())
    drawn = real if too_large <= _NEARLY else real / too_large
    left, top = (paper.width() - drawn.width()) / 2, (paper.height() - drawn.height()) / 2
    return QRectF(left, top, drawn.width(), drawn.height())


def _without_needless_colors(image: QImage) -> QImage:
    """Black on white goes to the printer as that: a quarter of the data."""
    return image.convertToFormat(QImage.Format.Format_Grayscale8) if image.allGray() else image


def _last_white_row(image: QImage) -> int:
    """The last row when there is none."""
    wide, dots = image.bytesPerLine(), image.width() * image.depth() // 8
    rows, white = image.constBits(), b"\xff" * dots
    last = image.height() - 1
    return next((row for row in range(last, -1, -1) if rows[row * wide : row * wide + dots] == white), last)


def _check_state(printer: QPrinter) -> None:
    states = QPrinter.PrinterState
    _must(printer.printerState() not in {states.Aborted, states.Error}, printer)


def _must(went_well: bool, printer: QPrinter) -> None:
    if not went_well:
        raise WorldError(_stopped(printer))


def _stopped(printer: QPrinter) -> Message:
    return msg(
        "The printer {printer} has stopped taking pages. The document itself is safe in the program. "
        "See whether the printer is switched on, connected and has paper, then print again, or save as PDF.",
        printer=printer.printerName() or printer.outputFileName(),
    )


def _offer_file(desk: "Desk", parent: QWidget, data: bytes, name: str, saved: Callable[[], None] | None = None) -> None:
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(tr("Print"))
    privacy.left_open(box)
    box.setText(tr("No printer is set up on this computer."))
    box.setInformativeText(
        tr("Set one up in the system's settings, or save the document as PDF and print it somewhere else.")
    )
    save = box.addButton(tr("Save as PDF…"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(save)
    over.run(box)
    chosen = box.clickedButton() is save
    box.deleteLater()
    if chosen:
        save_pdf(desk, parent, data, name, None if saved is None else lambda _path: saved())
