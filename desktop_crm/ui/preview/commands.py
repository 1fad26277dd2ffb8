"""The preview's commands, for its toolbar, the menus, the palette and the shortcut list."""

from typing import TYPE_CHECKING

from desktop_crm.model.message import msg
from desktop_crm.ui.actions import FILE, VIEW, Action
from desktop_crm.ui.preview.layout import Fit

if TYPE_CHECKING:
    from desktop_crm.ui.preview.pane import PreviewPane


def commands(pane: "PreviewPane", name: str) -> list[Action]:
    """All commands of one pane; their ids begin with `name`."""
    return [*_of_paper(pane, name), *_of_zoom(pane, name)]


def _of_paper(pane: "PreviewPane", name: str) -> list[Action]:
    return [
        Action(
            id=f"{name}.print",
            text=msg("Print…"),
            run=pane.print_document,
            shortcut="Ctrl+P",
            icon="printer",
            enabled=pane.may_print,
            group=FILE,
        ),
        Action(
            id=f"{name}.save",
            text=msg("Save as PDF…"),
            run=pane.save_document,
            shortcut="Ctrl+Shift+S",
            icon="file-down",
            enabled=pane.may_print,
            group=FILE,
        ),
        Action(
            id=f"{name}.find",
            text=msg("Find in the document"),
            run=pane.open_search,
            shortcut="Ctrl+F",
            icon="search",
            enabled=pane.has_paper,
            group=VIEW,
            focused=True,  # a list beside it has a search of its own
        ),
        Action(
            id=f"{name}.copy",
            text=msg("Copy the text of the page"),
            run=pane.copy_page_text,
            shortcut="Ctrl+Shift+C",
            icon="copy",
            enabled=pane.has_paper,
            group=VIEW,
        ),
        Action(
            id=f"{name}.pictures",
            text=msg("Small pictures of the pages"),
            run=pane.toggle_thumbnails,
            icon="panel-left",
            group=VIEW,
            checked=pane.shows_thumbnails,
        ),
    ]


def _of_zoom(pane: "PreviewPane", name: str) -> list[Action]:
    view, has_paper = pane.view, pane.has_paper
    return [
        Action(
            id=f"{name}.larger",
            text=msg("Zoom in"),
            run=lambda: view.zoom_step(1),
            shortcut="Ctrl++, Ctrl+=",
            icon="plus",
            enabled=has_paper,
            group=VIEW,
            separated=True,
        ),
        Action(
            id=f"{name}.smaller",
            text=msg("Zoom out"),
            run=lambda: view.zoom_step(-1),
            shortcut="Ctrl+-",
            icon="minus",
            enabled=has_paper,
            group=VIEW,
        ),
        Action(
            id=f"{name}.real",
            text=msg("Real size"),
            run=lambda: view.set_zoom(1.0),
            shortcut="Ctrl+0",
            enabled=has_paper,
            group=VIEW,
        ),
        Action(
            id=f"{name}.width",
            text=msg("Fit the width"),
            run=lambda: view.set_fit(Fit.WIDTH),
            icon="move-horizontal",
            enabled=has_paper,
            group=VIEW,
        ),
        Action(
            id=f"{name}.page",
            text=msg("Fit the page"),
            run=lambda: view.set_fit(Fit.PAGE),
            icon="maximize",
            enabled=has_paper,
            group=VIEW,
        ),
    ]
