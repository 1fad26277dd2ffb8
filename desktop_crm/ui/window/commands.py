"""The commands every window has: going places, undo, theme, language, help."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QApplication

from desktop_crm.language import LANGUAGES
from desktop_crm.model.message import Message, msg
from desktop_crm.model.nouns import NOUNS
from desktop_crm.ui import i18n
from desktop_crm.ui.desk.actions import EDIT, FILE, GO, HELP, RECORD, VIEW, Action
from desktop_crm.ui.look import theme
from desktop_crm.ui.privacy import privacy

if TYPE_CHECKING:
    from desktop_crm.ui.window.shell import Shell


#: Screens in the menu *Edit*, beside what they are wider forms of.
_PAST: Final = {
    "trash": (msg("Trash…"), "Ctrl+Shift+Del"),
    "done": (msg("Action history…"), "Ctrl+Alt+Z"),
}


def of(shell: "Shell") -> tuple[Action, ...]:
    """All of them, for this window."""
    return (
        *_edit(shell),
        *_view(shell),
        *_themes(shell),
        *_languages(shell),
        *_go(shell),
        *_places(shell),
        *_lists(shell),
        *_record(shell),
        *_new(shell),
        *_mail(shell),
        *_help(shell),
    )


def _edit(shell: "Shell") -> Iterator[Action]:
    def undo_text() -> Message | None:
        what = shell.desk.undo_text() if shell.desk else None
        return what and msg("Undo: {what}", what=privacy.hush(what))

    def redo_text() -> Message | None:
        what = shell.desk.workspace.redo_text() if shell.desk else None
        return what and msg("Redo: {what}", what=privacy.hush(what))

    def undo() -> None:
        if shell.desk is not None:
            shell.desk.undo()

    def redo() -> None:
        if shell.desk is not None:
            shell.desk.redo()

    yield Action("undo", msg("Undo"), undo, "Ctrl+Z", "undo-2", group=EDIT, label=undo_text)
    yield Action("redo", msg("Redo"), redo, "Ctrl+Shift+Z, Ctrl+Y", "redo-2", group=EDIT, label=redo_text)
    yield from _past(shell)


def _past(shell: "Shell") -> Iterator[Action]:
    for each in shell.screens:
        if (found := _PAST.get(each.noun)) is not None:
            text, shortcut = found
            yield Action(
                f"edit.{each.noun}",
                text,
                partial(shell.visit_screen, each.noun),
                shortcut,
                each.icon,
                lambda: shell.desk is not None,
                EDIT,
                separated=each.noun == "trash",
            )


def _view(shell: "Shell") -> Iterator[Action]:
    def fold() -> None:
        shell.frame.rail.set_narrow(not shell.frame.rail.narrow)

    yield Action(
        "view.rail",
        msg("Navigation with icons only"),
        fold,
        "Ctrl+B",
        group=VIEW,
        checked=lambda: shell.frame.rail.narrow,
    )
    yield Action(
        "view.full_screen",
        msg("Full screen"),
        shell.toggle_full_screen,
        "F11",
        "maximize",
        group=VIEW,
        checked=shell.isFullScreen,
    )
    yield Action(
        "view.privacy",
        msg("Privacy screen"),
        privacy.toggle,
        "F12",
        "eye-off",
        lambda: shell.desk is not None,
        VIEW,
        checked=privacy.is_on,
    )
    yield Action("view.note", msg("Go to the latest note"), shell.notify.focus_newest, "F6", "bell", group=VIEW)


def _themes(shell: "Shell") -> Iterator[Action]:
    named = {
        "system": msg("Theme: as in the system"),
        "light": msg("Theme: light"),
        "dark": msg("Theme: dark"),
    }
    for mode, text in named.items():
        yield Action(
            f"theme.{mode}",
            text,
            partial(shell.set_theme, mode),
            group=VIEW,
            checked=partial(_is_theme, mode),
            separated=mode == "system",
        )


def _languages(shell: "Shell") -> Iterator[Action]:
    named = {"en": msg("Language: English"), "id": msg("Language: Bahasa Indonesia")}
    for code in LANGUAGES:
        yield Action(
            f"language.{code}",
            named[code],
            partial(shell.set_language, code),
            group=VIEW,
            checked=partial(_is_language, code),
            separated=code == "en",
        )


def _go(shell: "Shell") -> Iterator[Action]:
    def find() -> None:
        focused = QApplication.focusWidget()
        shell.frame.palette_field.remember_focus(focused)
        shell.frame.palette_field.open()

    def able() -> bool:
        return shell.desk is not None

    yield Action("find", msg("Find anything"), find, "Ctrl+K", "search", able, GO, palette=False)
    yield Action(
        "go.back",
        msg("Back"),
        lambda: shell.step(-1),
        "Alt+Left",
        "arrow-left",
        lambda: shell.history.peek(-1) is not None,
        GO,
    )
    yield Action(
        "go.forward",
        msg("Forward"),
        lambda: shell.step(1),
        "Alt+Right",
        "arrow-right",
        lambda: shell.history.peek(1) is not None,
        GO,
    )


def _places(shell: "Shell") -> Iterator[Action]:
    """A place that is called as one of its lists is found by that: to the list, whichever of them was looked at last."""
    first = next(iter(shell.places.shown), None)
    for place in shell.places.shown:
        names = [each.title for each in shell.places.lists(place.id)]
        yield Action(
            f"go.{place.id}",
            place.title,
            partial(shell.visit_place, place.id),
            f"Ctrl+{place.digit}" if place.digit else "",
            place.icon,
            lambda: shell.desk is not None,
            GO,
            palette=len(names) == 1 or place.title not in names,
            separated=place is first or place.id == "safety",
        )


def _lists(shell: "Shell") -> Iterator[Action]:
    for each in shell.screens:
        if shell.places.is_shared(each.noun):
            yield Action(
                f"list.{each.noun}",
                each.title,
                partial(shell.show_list, each.noun),
                icon=each.icon,
                enabled=lambda: shell.desk is not None,
            )
    for by, text, keys in (
        (1, msg("Next list, or next tab of a page"), "Ctrl+Tab"),
        (-1, msg("List or tab before"), "Ctrl+Shift+Tab"),
    ):
        yield Action(f"go.turn{by:+}", text, partial(shell.turn, by), keys, enabled=shell.can_turn, group=GO)


def _record(shell: "Shell") -> Iterator[Action]:
    yield Action(
        "record.capture", msg("Capture"), shell.capture, "Ctrl+J", "zap", lambda: shell.desk is not None, RECORD
    )


def _new(shell: "Shell") -> Iterator[Action]:
    """Begin one of anything from anywhere; where its own list is shown, that has the command."""
    for noun in NOUNS:
        if noun.new is not None and any(each.noun == noun.id for each in shell.screens):
            yield Action(
                f"new.{noun.id}",
                noun.new,
                partial(shell.start_from_page, noun)
                if noun.begins_with_page
                else partial(shell.start_new, noun.id, {}),
                icon=noun.icon,
                enabled=partial(_is_elsewhere, shell, noun.id),
            )


def _mail(shell: "Shell") -> Iterator[Action]:
    def ask() -> None:
        from desktop_crm.ui.window.drops import ask_for_mails

        ask_for_mails(shell)

    def write() -> None:
        from desktop_crm.ui.window.drops import write_mail

        write_mail(shell)

    yield Action(
        "mail.new",
        msg("New mail about this"),
        write,
        icon="mail",
        enabled=lambda: shell.whom() is not None and _is_elsewhere(shell, "client") and _is_elsewhere(shell, "contact"),
    )
    yield Action(
        "mail.import",
        msg("Import mail…"),
        ask,
        "Ctrl+Shift+E",
        "mail-plus",
        lambda: shell.desk is not None,
        FILE,
    )


def _is_elsewhere(shell: "Shell", noun: str) -> bool:
    here = shell.history.here
    return shell.desk is not None and here is not None and here.noun != noun


def _help(shell: "Shell") -> Iterator[Action]:
    def shortcuts() -> None:
        from desktop_crm.ui.window.shortcuts import ShortcutList

        ShortcutList(shell.actions_.shortcuts(), shell).show()

    def about() -> None:
        from desktop_crm.ui.window.about import About

        About(shell).show()

    yield Action("help.shortcuts", msg("Keyboard shortcuts"), shortcuts, "F1", "keyboard", group=HELP)
    yield Action("help.about", msg("About Desktop CRM"), about, "", "info", group=HELP)


def _is_theme(mode: str) -> bool:
    return theme.mode() == mode


def _is_language(code: str) -> bool:
    return i18n.speak().code == code
