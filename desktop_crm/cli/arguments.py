"""The commands and their arguments: a table of contents. Each command's work stands in a file of its own."""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

from desktop_crm import __version__
from desktop_crm.cli import (
    argparse_words,
    backup,
    brief,
    check,
    demo,
    emergency,
    listing,
    log,
    mail,
    paper,
    protect,
    rescue,
    screenshot,
    sheet,
    window,
)
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.nouns import NOUNS

Command = Callable[[argparse.Namespace, Terminal], int]


def parser(terminal: Terminal) -> argparse.ArgumentParser:
    """The parser of the whole command line; what it parses has `run`, the command to call."""
    tr = terminal.language.tr
    argparse_words.teach(terminal.language)
    top = argparse.ArgumentParser("desktop-crm", description=tr("Clients, orders and contracts in one file, offline."))
    shown = tr("show program's version number and exit")  # argparse asks gettext for the other texts only
    top.add_argument("--version", action="version", version=f"desktop-crm {__version__}", help=shown)
    _workspace(top, terminal, None)
    top.set_defaults(run=window.run)
    commands = _Commands(top, terminal)
    _demo(commands, terminal)
    _lists(commands, terminal)
    _log(commands, terminal)
    _papers(commands, terminal)
    _brief(commands, terminal)
    commands.add("check", check.run, tr("say whether the file is whole and what is in it keeps the rules"))
    _protect(commands, terminal)
    _backups(commands, terminal)
    _rescue(commands, terminal)
    _screenshot(commands, terminal)
    return top


class _Commands:
    """The commands, each of which takes --workspace too."""

    def __init__(self, top: argparse.ArgumentParser, terminal: Terminal) -> None:
        self._parsers = top.add_subparsers(
            metavar=terminal.language.tr("command"), title=terminal.language.tr("Commands")
        )
        self._terminal = terminal

    def add(self, name: str, run: Command, text: str, *, needs_file: bool = True) -> argparse.ArgumentParser:
        """A command; `needs_file` ones stop with usage when no workspace is named."""
        command = self._parsers.add_parser(name, help=text, description=f"{text[:1].upper()}{text[1:]}.")
        _workspace(command, self._terminal, argparse.SUPPRESS)
        missing = self._terminal.language.tr("say which workspace: --workspace FILE")

        def checked(arguments: argparse.Namespace, terminal: Terminal) -> int:
            if needs_file and arguments.workspace is None:
                _usage(command, missing)
            return run(arguments, terminal)

        command.set_defaults(run=checked)
        return command


def _usage(command: argparse.ArgumentParser, text: str) -> NoReturn:
    command.error(text)


def _workspace(command: argparse.ArgumentParser, terminal: Terminal, default: Any) -> None:
    text = terminal.language.tr("the workspace file")
    command.add_argument("--workspace", type=Path, metavar="FILE", default=default, help=text)
    told = terminal.language.tr("the file descriptor to read its password from")
    command.add_argument("--password-fd", type=count, metavar="N", default=default, help=told)


def _demo(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add("demo", demo.run, tr("make a workspace full of invented records"), needs_file=False)
    command.add_argument("file", type=Path, metavar="FILE", help=tr("the new file"))
    for name, usual in (("clients", 260), ("orders", 900), ("contracts", 150)):
        command.add_argument(f"--{name}", type=count, default=usual, metavar="N")
    command.add_argument("--seed", type=int, default=1, metavar="S", help=tr("another number invents other records"))


def _lists(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    shown = commands.add("list", listing.run, tr("list records as a table or as JSON"))
    listed = [noun.plural for noun in NOUNS if noun.is_listed]
    shown.add_argument("what", choices=listed)
    _find(shown, terminal)
    shown.add_argument("--limit", type=count, metavar="N", help=tr("at most so many"))
    shown.add_argument("--json", action="store_true", help=tr("a JSON list of objects"))
    imported = [noun for noun in NOUNS if noun.is_imported]
    *others, last = [terminal.language.say(noun.many).lower() for noun in imported]
    what = tr("{others} or {last}", others=", ".join(others), last=last)
    taken = commands.add(
        "import", mail.run_any, tr("import {what} from a sheet (xlsx, xls, ods, csv), or mail (eml, msg)", what=what)
    )
    taken.add_argument("what", choices=[*(noun.plural for noun in imported), "mail"])
    taken.add_argument("files", type=Path, metavar="FILE", nargs="+")
    taken.add_argument("--dry-run", action="store_true", help=tr("only tell what would be done"))
    taken.add_argument(
        "--map",
        action="append",
        type=pair,
        default=[],
        metavar="FIELD=COLUMN",
        help=tr("which column is which field, where its name does not say so"),
    )
    taken.add_argument("--sheet", dest="name", default="", metavar="NAME", help=tr("which sheet of the file"))
    taken.add_argument(
        "--encoding", default="", metavar="NAME", help=tr("how the letters of a csv are written, where that is misread")
    )
    taken.add_argument(
        "--client", default="", metavar="NAME", help=tr("of mail: the client whose contacts unknown senders become")
    )
    taken.add_argument("--json", action="store_true", help=tr("of mail: what became of each file, as JSON"))
    taken.add_argument("--report", type=Path, metavar="FILE", help=tr("write what is told of the rows to a text file"))
    given = commands.add("export", sheet.run_export, tr("write a list as an Excel sheet"))
    given.add_argument("what", choices=listed)
    given.add_argument("out", type=Path, metavar="OUT.xlsx")
    _find(given, terminal)


def _log(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add("log", log.run, tr("keep what happened with a client, and what comes next"))
    command.add_argument("client", metavar="CLIENT", help=tr("a name or a phone number, of a client or a contact"))
    command.add_argument(
        "--kind", default="note", metavar="KIND", help=tr("such as call_in, call_out, message, visit or note")
    )
    command.add_argument("--text", required=True, metavar="T", help=tr("what was said; - reads it from the input"))
    command.add_argument("--minutes", type=count, metavar="N", help=tr("how long it took"))
    command.add_argument("--next", default="", metavar="T", help=tr("what comes next, with its day: “besok telp”"))
    command.add_argument("--json", action="store_true", help=tr("what was kept, as JSON"))


def _find(command: argparse.ArgumentParser, terminal: Terminal) -> None:
    command.add_argument(
        "--find", default="", metavar="TEXT", help=terminal.language.tr("only those with every word of this text")
    )


def _papers(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    for noun in reversed(NOUNS):  # what is made of others first
        if noun.paper is None:
            continue
        run = paper.run_contract if noun.id == "contract" else partial(paper.run, noun)
        command = commands.add(noun.id, run, terminal.language.say(noun.paper))
        command.add_argument("number", metavar="NUMBER")
        command.add_argument("out", type=Path, metavar="OUT.pdf")
        command.add_argument("--language", choices=("id", "en", "both"), help=tr("of the document; otherwise its own"))
        if noun.id == "contract":
            _of_contract(command, terminal)


def _brief(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add("brief", brief.run, tr("write what is known about a client on one page, for a meeting"))
    command.add_argument("client", metavar="CLIENT", help=tr("a name or a phone number of a client"))
    command.add_argument("out", type=Path, metavar="OUT.pdf")
    command.add_argument("--point", action="append", default=[], metavar="T", help=tr("something to talk about"))
    command.add_argument("--language", choices=("id", "en"), help=tr("of the page"))


def _of_contract(command: argparse.ArgumentParser, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command.add_argument(
        "--blanks", action="store_true", help=tr("with blanks to fill in by hand; that it went out so is kept")
    )
    command.add_argument(
        "--sheet", choices=tuple(paper.SHEETS), help=tr("marked as one of the originals, or as a copy")
    )


def _protect(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add("protect", protect.run, tr("give the workspace a password, another one, or none any more"))
    command.add_argument("--off", action="store_true", help=tr("remove the password"))


def _rescue(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add(
        "rescue", rescue.run, tr("write what is readable of a damaged workspace to a new one"), needs_file=False
    )
    command.add_argument("damaged", type=Path, metavar="DAMAGED", help=tr("the damaged file, which is only read"))
    command.add_argument("new", type=Path, metavar="NEW", help=tr("the new file"))


def _backups(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    made = commands.add(
        "backup", backup.run_backup, tr("back the workspace up into a folder, and take old backups away")
    )
    made.add_argument("folder", type=Path, metavar="FOLDER")
    restored = commands.add(
        "restore", backup.run_restore, tr("make a new workspace file of a backup"), needs_file=False
    )
    restored.add_argument("backup", type=Path, metavar="BACKUP")
    restored.add_argument("target", type=Path, metavar="TARGET")
    packed = commands.add(
        "emergency", emergency.run, tr("pack sheets, contracts, contacts and dates into a zip that opens elsewhere")
    )
    packed.add_argument("out", type=Path, metavar="OUT.zip")


def _screenshot(commands: _Commands, terminal: Terminal) -> None:
    tr = terminal.language.tr
    command = commands.add(
        "screenshot", screenshot.run, tr("draw every screen and the main dialogs as pictures"), needs_file=False
    )
    command.add_argument("folder", type=Path, metavar="FOLDER")
    command.add_argument("--theme", choices=("light", "dark"), default="light")
    command.add_argument("--language", choices=("en", "id"), default="en")
    command.add_argument("--size", type=size, default=(1366, 768), metavar="1366x768")


def count(text: str) -> int:
    """A number of records."""
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def pair(text: str) -> tuple[str, str]:
    """`FIELD=COLUMN`."""
    field, sign, column = text.partition("=")
    if not (field and sign and column):
        raise ValueError(text)
    return field, column


def size(text: str) -> tuple[int, int]:
    """`1366x768`."""
    sides: Sequence[int] = [int(side) for side in text.lower().split("x")]
    if len(sides) != 2 or not all(100 <= side <= 10_000 for side in sides):
        raise ValueError(text)
    return sides[0], sides[1]
