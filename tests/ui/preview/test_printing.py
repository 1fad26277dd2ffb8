import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QRectF, QSizeF, QTimer
from PySide6.QtGui import QImage, QPageLayout, QPageRanges, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.ui.desk.jobs import CancelledError, Job
from desktop_crm.ui.preview import printing
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.preview.pane import PreviewPane

A4 = QSizeF(595.28, 841.89)


@pytest.fixture
def printer(qapp: QApplication, tmp_path: Path) -> QPrinter:
    """Qt's own engine, which takes pictures as a real printer does, into a file."""
    made = printing.printer_for(A4, "Contract 1")
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(tmp_path / "printed.pdf"))
    made.setResolution(150)
    return made


def printed(printer: QPrinter) -> Any:
    return Pages(Path(printer.outputFileName()).read_bytes())


def ink(pages: Any, page: Any, width: int = 800) -> Any:
    image = pages.picture(page, width)
    return [(x, y) for x in range(width) for y in range(image.height()) if image.pixel(x, y) & 0xFF < 128]


def test_pages_come_out_in_size_order_and_place(printer: QPrinter, six: bytes) -> None:
    printing.draw_pages(printer, six, [0, 1, 5], Job(""))
    out, original = printed(printer), Pages(six)
    assert len(out) == 3
    assert out.sizes[0].width() == pytest.approx(A4.width(), abs=1)
    drawn, wanted = ink(out, 2), ink(original, 5)
    out.close()
    original.close()
    assert len(drawn) == pytest.approx(len(wanted), rel=0.5)
    assert min(drawn)[0] == pytest.approx(min(wanted)[0], abs=2)
    assert min(y for _x, y in drawn) == pytest.approx(min(y for _x, y in wanted), abs=2)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> Any:
    """What is drawn on the printer, in small strips: where, and the picture."""
    told: list[tuple[QRectF, QImage]] = []

    class Told(QPainter):
        def drawImage(self, target: QRectF, image: QImage) -> None:  # type: ignore[override]  # noqa: N802 - Qt's name
            told.append((target, image))
            super().drawImage(target, image)

    monkeypatch.setattr(printing, "_STRIP", 80_000)
    monkeypatch.setattr(printing, "QPainter", Told)
    return told


def test_strips_meet_in_white_rows_and_make_the_whole_page(printer: QPrinter, six: bytes, drawn: Any) -> None:
    printing.draw_pages(printer, six, [5], Job(""))
    assert len(drawn) > 20
    assert all(
        image.pixelColor(x, image.height() - 1).value() == 255 for _, image in drawn for x in range(image.width())
    )
    ends = [target.bottom() for target, _ in drawn]
    assert [target.top() for target, _ in drawn[1:]] == pytest.approx(ends[:-1])
    assert ends[-1] == pytest.approx(printing.place_on_paper(A4, printer).bottom(), abs=1)


def test_a_strip_without_a_white_row_is_taken_whole(printer: QPrinter, drawn: Any) -> None:
    """A black page with white squares at its edge: where they are a row is not white, either."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=(A4.width(), A4.height()))
    canvas.rect(0, 0, A4.width(), A4.height(), stroke=0, fill=1)
    canvas.setFillGray(1)
    for up in range(0, int(A4.height()), 20):
        canvas.rect(0, up, 8, 8, stroke=0, fill=1)
    canvas.save()
    printing.draw_pages(printer, file.getvalue(), [0], Job(""))
    heights = [image.height() for _, image in drawn]
    assert len(heights) > 20
    assert set(heights[:-1]) == {80_000 // drawn[0][1].width()}


def test_a_wide_page_turns_the_paper(printer: QPrinter, make_pdf: Callable[..., Any]) -> None:
    printing.draw_pages(printer, make_pdf("wide", size=(841.89, 595.28), lines=10), [0], Job(""))
    out = printed(printer)
    size = out.sizes[0]
    out.close()
    assert size.width() > size.height()


def test_letter_paper_shrinks_and_centres(printer: QPrinter) -> None:
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    place = printing.place_on_paper(A4, printer)
    paper = printer.paperRect(QPrinter.Unit.DevicePixel)
    assert paper.adjusted(-1, -1, 1, 1).contains(place)
    assert place.center().x() == pytest.approx(paper.center().x(), abs=1)
    assert place.width() / place.height() == pytest.approx(A4.width() / A4.height(), abs=0.01)


def test_real_size_on_its_own_paper(printer: QPrinter) -> None:
    place = printing.place_on_paper(A4, printer)
    assert place.width() == pytest.approx(A4.width() / 72 * 150, abs=1)


def test_the_dialog_starts_with_the_paper_of_the_page(qapp: QApplication) -> None:
    made = printing.printer_for(QSizeF(841.89, 595.28), "Offer")
    assert made.pageLayout().pageSize().id() == QPageSize.PageSizeId.A4
    assert made.pageLayout().orientation() == QPageLayout.Orientation.Landscape
    assert made.docName() == "Offer"


@pytest.mark.parametrize(
    ("ranges", "wanted"), [("2-3", [1, 2]), ("1,6", [0, 5]), ("5-20", [4, 5]), ("7", []), ("", [0, 1, 2, 3, 4, 5])]
)
def test_page_ranges(printer: QPrinter, ranges: str, wanted: Any) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setPageRanges(QPageRanges.fromString(ranges))
    assert printing.numbers_to_print(printer, 6) == wanted


def test_from_to_current_all_and_backwards(printer: QPrinter) -> None:
    printer.setPrintRange(QPrinter.PrintRange.PageRange)
    printer.setFromTo(2, 4)
    assert printing.numbers_to_print(printer, 6) == [1, 2, 3]
    printer.setPrintRange(QPrinter.PrintRange.CurrentPage)
    assert printing.numbers_to_print(printer, 6, 4) == [4]
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
    printer.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert printing.numbers_to_print(printer, 3) == [2, 1, 0]


@pytest.mark.parametrize(("collate", "wanted"), [(True, [0, 1, 0, 1]), (False, [0, 0, 1, 1])])
def test_copies_by_hand_where_the_printer_can_not(
    printer: QPrinter, make_pdf: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, collate: bool, wanted: Any
) -> None:
    monkeypatch.setattr(printer, "supportsMultipleCopies", lambda: False)
    monkeypatch.setattr(printer, "copyCount", lambda: 2)
    monkeypatch.setattr(printer, "collateCopies", lambda: collate)
    printing.draw_pages(printer, make_pdf("-", "The goods are the buyer's from then on"), [0, 1], Job(""))
    out = printed(printer)
    black = [len(ink(out, number, 300)) for number in range(len(out))]
    out.close()
    assert [int(each > sum(black) / len(black)) for each in black] == wanted


def test_a_whole_paper_goes_to_a_file_as_it_is(tmp_path: Path, six: bytes) -> None:
    printing.write_pages(tmp_path / "all.pdf", six, range(6))
    assert (tmp_path / "all.pdf").read_bytes() == six


def test_some_pages_go_to_a_file_as_text(tmp_path: Path, six: bytes) -> None:
    printing.write_pages(tmp_path / "some.pdf", six, [2])
    pages = Pages((tmp_path / "some.pdf").read_bytes())
    text = pages.text(0)
    count = len(pages)
    pages.close()
    assert count == 1
    assert "Needle of page 3" in text


def test_cancelling_stops_and_leaves_no_open_document(printer: QPrinter, six: bytes) -> None:
    job = Job("")
    job.cancel()
    with pytest.raises(CancelledError):
        printing.draw_pages(printer, six, [0, 1], job)


def test_a_printer_that_does_not_start_is_told(tmp_path: Path, six: bytes) -> None:
    printer = printing.printer_for(A4, "Contract 1")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "no" / "such" / "folder.pdf"))
    with pytest.raises(WorldError, match="stopped taking pages"):
        printing.draw_pages(printer, six, [0], Job(""))


def test_a_printer_that_goes_away_on_the_way_is_told(
    printer: QPrinter, six: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def state() -> Any:
        asked.append(1)
        return QPrinter.PrinterState.Error if len(asked) > 3 else QPrinter.PrinterState.Active

    monkeypatch.setattr(printer, "printerState", state)
    with pytest.raises(WorldError, match="stopped taking pages"):
        printing.draw_pages(printer, six, list(range(6)), Job(""))


def test_progress_is_told_by_page(printer: QPrinter, six: bytes) -> None:
    told = []
    printing.draw_pages(printer, six, [0, 1, 2], Job("", _told=lambda job: told.append((job.number, job.total))))
    assert told[-1] == (3, 3)


def test_damaged_bytes_never_reach_a_printer(printer: QPrinter) -> None:
    with pytest.raises(UserError):
        printing.draw_pages(printer, b"junk", [0], Job(""))


def answer(qtbot: QtBot, button: Any) -> Any:
    """Press a button of the box that will open."""

    def press() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        texts.append(box.text())
        next(each for each in box.buttons() if each.text().startswith(button)).click()

    texts: list[Any] = []
    QTimer.singleShot(50, press)
    return texts


def test_without_printers_a_file_is_offered(
    *,
    qtbot: QtBot,
    desk: Any,
    window: QMainWindow,
    six: bytes,
    settled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "kept.pdf"
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    texts = answer(qtbot, "Save as PDF")
    printing.print_pdf(desk, window, six, "Contract 1")
    settled()
    assert texts == ["No printer is set up on this computer."]
    assert target.read_bytes() == six


def test_a_file_is_named_after_the_paper_and_its_client(
    *,
    qtbot: QtBot,
    desk: Any,
    window: QMainWindow,
    six: bytes,
    settled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Also where the system's printer makes the file, which it calls as the document is called in its queue."""
    asked = []
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: asked.append(Path(args[2]).name) or ("", ""))
    pane = PreviewPane(desk, "contract", window)
    pane.set_pdf(six, "Contract 001/PKS/XI/2026", "001-PKS-XI-2026 PT Sumber/Makmur.pdf")
    settled()
    answer(qtbot, "Save as PDF")
    pane.print_document()
    assert asked == ["001-PKS-XI-2026 PT Sumber-Makmur.pdf"]
    assert printing.printer_for(A4, "Contract 001/PKS/XI/2026.pdf").docName() == "Contract 001-PKS-XI-2026"


def test_without_printers_one_may_leave_it(
    qtbot: QtBot, desk: Any, window: QMainWindow, six: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    answer(qtbot, "Cancel")
    printing.print_pdf(desk, window, six, "Contract 1")
    assert desk.notify.notes == []


def test_the_dialog_decides_pages_and_target(
    *,
    desk: Any,
    window: QMainWindow,
    six: bytes,
    settled: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = tmp_path / "two.pdf"

    def accept(dialog: Any) -> Any:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(target))
        dialog.printer().setPrintRange(QPrinter.PrintRange.CurrentPage)
        return QPrintDialog.DialogCode.Accepted

    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", lambda: ["Stand"])
    monkeypatch.setattr(QPrintDialog, "exec", accept)
    told = []
    printing.print_pdf(desk, window, six, "Contract 1", 1, printed=lambda: told.append("printed"))
    settled()
    assert told == ["printed"]
    pages = Pages(target.read_bytes())
    text = pages.text(0)
    pages.close()
    assert "Needle of page 2" in text
    assert [note.text for note in desk.notify.notes] == ["two.pdf saved."]


def test_no_page_is_told(desk: Any, window: QMainWindow, six: bytes, printer: QPrinter) -> None:
    printing.start(desk, printer, six, "Contract 1", [])
    assert "Not printed" in desk.notify.notes[0].text


def test_a_failed_print_is_told_by_the_window(
    *,
    desk: Any,
    window: QMainWindow,
    six: bytes,
    settled: Callable[..., Any],
    printer: QPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(printer, "outputFormat", lambda: QPrinter.OutputFormat.NativeFormat)
    monkeypatch.setattr(printer, "newPage", lambda: False)
    printing.start(desk, printer, six, "Contract 1", [0, 1])
    settled()
    assert isinstance(desk.notify.errors[0], WorldError)
    assert json.dumps(desk.notify.errors[0].message.to_json())


def test_who_asked_may_be_gone_when_it_is_printed(
    *,
    desk: Any,
    window: QMainWindow,
    six: bytes,
    settled: Callable[..., Any],
    printer: QPrinter,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(lambda: ["Office"]))
    monkeypatch.setattr(printing, "printer_for", lambda *_: printer)
    accepted = SimpleNamespace(exec=lambda: QPrintDialog.DialogCode.Accepted, deleteLater=lambda: None)
    monkeypatch.setattr(printing, "print_dialog", lambda *_: accepted)
    pane = PreviewPane(desk, "contract", window)
    pane.set_pdf(six, "Contract 1")
    settled()
    pane.print_document()
    shiboken6.delete(pane)
    settled()
    assert desk.notify.errors == []
    assert len(printed(printer)) == 6
