"""Real papers, and a desk without a workspace."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from desktop_crm.ui.desk.actions import Actions
from desktop_crm.ui.desk.desk import Desk
from desktop_crm.ui.desk.jobs import Jobs
from desktop_crm.ui.desk.settings import Settings
from desktop_crm.ui.preview.layout import Layout
from desktop_crm.ui.preview.pages import Pages
from desktop_crm.ui.preview.view import PageView

A4 = (595.28, 841.89)


def _made_pdf(*texts: Any, size: Any = A4, lines: int = 40) -> Any:
    """A page for each text; `needle` stands once on each."""
    from reportlab.pdfgen.canvas import Canvas

    file = BytesIO()
    canvas = Canvas(file, pagesize=size)
    for number, text in enumerate(texts, 1):
        canvas.setFont("Times-Roman", 11)
        for line in range(lines):
            canvas.drawString(72, size[1] - 90 - 16 * line, f"{text} {number}.{line}")
        canvas.setFont("Times-Bold", 14)
        canvas.drawString(72, size[1] - 60, f"Needle of page {number}")
        canvas.showPage()
    canvas.save()
    return file.getvalue()


class Notes:
    """What the window told."""

    def __init__(self) -> None:
        self.notes: list[Any] = []
        self.errors: list[Any] = []

    def note(self, text: Any, undo: Any = None, tone: Any = None, action: Any = None) -> None:
        self.notes.append(SimpleNamespace(text=text, action=action))

    def error(self, error: Any) -> None:
        self.errors.append(error)


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., Any]:
    return _made_pdf


@pytest.fixture(scope="session")
def six() -> bytes:
    return _made_pdf(*["The buyer pays the price of the goods to the seller, paragraph"] * 6)


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    made.resize(1100, 800)
    qtbot.addWidget(made)
    return made


@pytest.fixture
def desk(qtbot: QtBot, window: QMainWindow, tmp_path: Path) -> Iterator[Any]:
    notify = Notes()
    jobs = Jobs(on_error=notify.error)
    settings = Settings(tmp_path / "settings.ini")
    yield SimpleNamespace(jobs=jobs, notify=notify, settings=settings, actions=Actions(window))
    assert jobs.close()


@pytest.fixture
def laid_out() -> Callable[..., Any]:
    """Where the pages of a paper lie in a view; scrolling moves them."""

    def lie(view: PageView, paper: bytes) -> Layout:
        pages = Pages(paper)
        sizes = pages.sizes
        pages.close()
        return Layout.of(sizes, view.zoom, view.viewport().size())

    return lie


@pytest.fixture
def scrolled() -> Callable[..., Any]:
    """How far a view is scrolled."""
    return lambda view: QPoint(view.horizontalScrollBar().value(), view.verticalScrollBar().value())


@pytest.fixture
def settled(qtbot: QtBot, desk: Desk) -> Callable[..., Any]:
    """Wait until nothing is drawn or asked any more."""

    def wait() -> None:
        quiet = 0

        def check() -> Any:
            nonlocal quiet
            quiet = 0 if desk.jobs.busy() else quiet + 1
            return quiet > 3

        qtbot.waitUntil(check)

    return wait
