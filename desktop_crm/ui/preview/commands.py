"""The preview's commands, for its toolbar, the menus, the palette and the shortcut list."""

from typing import TYPE_CHECKING

from desktop_crm.model.message import msg
from desktop_crm.ui.desk.actions import FILE, VIEW, Action
from desktop_crm.ui.preview.layout import Fit

if TYPE_CHECKING:
    from desktop_crm.ui.preview.pane import PreviewPane


def commands(pane: "PreviewPane", name: str) -> list[Action]:
    """All commands of one pane; their ids begin with `name`."""
    return [*_of_paper(pane, name), *_of_zoom(pane, name)]


def _of_paper(pane: "PreviewPane", name: str) -> list[Action]:
    may, has = pane.may_print, pane.has_paper
    text, pictures = msg("Copy the text of the page"), msg("Page thumbnails")
    return [
        Action(f"{name}.print", msg("Print…"), pane.print_document, "Ctrl+P", "printer", may, FILE),
        Action(f"{name}.save", msg("Save as PDF…"), pane.save_document, "Ctrl+Shift+S", "file-down", may, FILE),
        # focused: a list beside it has a search of its own
        Action(
            f"{name}.find", msg("Find in the document"), pane.open_search, "Ctrl+F", "search", has, VIEW, focused=True
        ),
        Action(f"{name}.copy", text, pane.copy_page_text, "Ctrl+Shift+C", "copy", has, VIEW),
        Action(
            f"{name}.pictures",
            pictures,
            pane.toggle_thumbnails,
            "",
            "panel-left",
            group=VIEW,
            checked=pane.shows_thumbnails,
        ),
    ]


def _of_zoom(pane: "PreviewPane", name: str) -> list[Action]:
    view, has = pane.view, pane.has_paper

    def larger() -> None:
        view.zoom_step(1)

    def smaller() -> None:
        view.zoom_step(-1)

    def real() -> None:
        view.set_zoom(1.0)

    def width() -> None:
        view.set_fit(Fit.WIDTH)

    def page() -> None:
        view.set_fit(Fit.PAGE)

    return [
        Action(f"{name}.larger", msg("Zoom in"), larger, "Ctrl++, Ctrl+=", "plus", has, VIEW, separated=True),
        Action(f"{name}.smaller", msg("Zoom out"), smaller, "Ctrl+-", "minus", has, VIEW),
        Action(f"{name}.real", msg("Actual size"), real, "Ctrl+0", "", has, VIEW),
        Action(f"{name}.width", msg("Fit the width"), width, "", "move-horizontal", has, VIEW),
        Action(f"{name}.page", msg("Fit the page"), page, "", "maximize", has, VIEW),
    ]
