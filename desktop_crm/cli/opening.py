"""The workspace of a command, with its password from the terminal, a file descriptor or the environment; never from an argument."""

import getpass
import os
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from desktop_crm import secrecy
from desktop_crm.cli import begin
from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import PasswordNeededError, UserError
from desktop_crm.model.message import Message, msg

if TYPE_CHECKING:
    from desktop_crm.services.workspace import Workspace

_LONGEST: Final = 4096


@contextmanager
def opened(arguments: Namespace, terminal: Terminal, *, gives: bool = False) -> "Iterator[Workspace]":
    """The workspace for the length of a command; a password is asked for only when it has one.

    One that was given and that the file has not is refused, unless the command `gives` it one.
    """
    from desktop_crm.services import workspace

    path = arguments.workspace
    needs = workspace.is_protected(path) or (_is_given(arguments) and not gives)
    typed = given_password(arguments, terminal) if needs else ""
    with workspace.opened(path, typed) as found:
        if (cut := found.cut_short()) is not None:
            terminal.warn(cut)
        found.hear(terminal.warn)
        yield found


def _is_given(arguments: Namespace) -> bool:
    return arguments.password_fd is not None or begin.PASSWORD in begin.given


def new_password(arguments: Namespace, terminal: Terminal) -> str:
    """A new password, from the next line where the present one was read, the environment, or typed twice.

    UserError when it is too weak or not typed alike.
    """
    from desktop_crm.services.safety.protection import refuse_weak

    read = "" if arguments.password_fd is None else _read(arguments.password_fd)
    given: str | None = read or begin.given.pop(begin.NEW_PASSWORD, None)
    needed = msg(
        "A new password is needed: give it as the next line of --password-fd N, or in the variable {name}.",
        name=begin.NEW_PASSWORD,
    )
    first = _asked(terminal, msg("New password: "), needed) if given is None else given
    again = _asked(terminal, msg("Repeat the password: "), needed) if given is None else given
    refuse_weak(first, again)
    return first


def given_password(arguments: Namespace, terminal: Terminal) -> str:
    """From where the caller wants it read, else typed."""
    if arguments.password_fd is not None:
        return _read(arguments.password_fd)
    found = begin.given.pop(begin.PASSWORD, None)
    needed = msg("A password is needed: give it by --password-fd N or in the variable {name}.", name=begin.PASSWORD)
    return _asked(terminal, msg("Password: "), needed) if found is None else found


def _read(descriptor: int) -> str:
    """The next line, and nothing beyond it."""
    line, size = bytearray(_LONGEST), 0
    try:
        while size < _LONGEST and (byte := os.read(descriptor, 1)) not in (b"", b"\n"):
            line[size : size + 1] = byte
            size += 1
        return line[:size].decode().rstrip("\r")
    except (OSError, ValueError) as error:
        raise UserError(msg("There is no password to read from file descriptor {n}.", n=descriptor)) from error
    finally:
        secrecy.wipe(line)


def _asked(terminal: Terminal, question: Message, needed: Message) -> str:
    """Where nobody can type, `needed` says how else to give it."""
    if not sys.stdin.isatty():
        raise PasswordNeededError(needed)
    return getpass.getpass(terminal.language.say(question))
