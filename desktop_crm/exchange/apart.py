"""Workbooks read in a process of their own, bounded in time and memory: what it dies of is the file's fault, not ours.

The answer comes in pieces: a sheet's name, first row's number and what is beside it, lists of rows, and None at the end; or the sentence
that refuses the file; or the traceback of a mistake of ours.
"""

import json
import os
import pickle
import struct
import subprocess
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Final

from desktop_crm.exchange import archive
from desktop_crm.exchange.beside import Beside
from desktop_crm.exchange.bounds import MAX_CELLS, Bounds, allowed, keep_within
from desktop_crm.exchange.cells import Cell
from desktop_crm.model.errors import UserError, WorldError
from desktop_crm.model.message import Message, msg
from desktop_crm.model.os_errors import reason

#: A sheet's name, its rows, the number of the first, and what is known beside them.
Table = tuple[str, list[tuple[Cell, ...]], int, Beside]

#: Nothing of the machine's or the user's gets in: the other process imports what this one would.
_START: Final = (
    "import json, sys;"
    "sys.path[:], sys.pycache_prefix, sys.dont_write_bytecode, what, file = json.loads(sys.argv[1]);"
    "from desktop_crm.exchange.apart import answer;"
    "answer(what, file)"
)
_LENGTH: Final = struct.Struct(">Q")
_AT_ONCE: Final = 500  # rows in a piece
_PATIENCE: Final = 10  # so many times longer may it take on a busy machine
_NO_WINDOW: Final = getattr(subprocess, "CREATE_NO_WINDOW", 0)


class _EndedError(Exception):
    """The other process ended before its answer did, or the answer does not end."""


def workbook(path: Path) -> Iterator[Table]:
    """The visible sheets of a workbook; UserError when it is damaged, too large, no sheet, or has a password."""
    try:
        yield from _tables(path)
    except _EndedError:
        raise _why(path) from None


def _tables(path: Path) -> Iterator[Table]:
    name, start, beside, cells = "", 0, Beside(), 0
    rows: list[tuple[Cell, ...]] | None = None
    for piece in _pieces("tables", path):
        if isinstance(piece, tuple):
            if rows is not None:
                yield name, rows, start, beside
            rows, (name, start, beside) = [], piece
        elif rows is not None:
            rows += piece
            cells += sum(map(_filled, piece))
            if cells > MAX_CELLS:
                raise archive.too_large(path)
    if rows is not None:
        yield name, rows, start, beside


def _filled(row: tuple[Cell, ...]) -> int:
    """How many cells say something; blank ones cost next to nothing."""
    return len(row) - row.count(None)


def _why(path: Path) -> UserError:
    """Most who take too much hold one forgotten cell far out: in a package of XML it can be named."""
    try:
        list(_pieces("far cells", path))
    except UserError as error:
        return error
    except _EndedError:
        pass
    told = msg(
        "{file} takes more time or memory than a sheet of its size may. Delete what is far out, or save it anew in Excel.",
        file=path.name,
    )
    return UserError(told)


def _pieces(what: str, path: Path) -> Iterator[Any]:
    """The pieces of the answer; what is no part of one is raised."""
    bounds = allowed(path.stat().st_size)
    with _started(what, path, bounds) as child:
        assert child.stdout is not None
        left = bounds.memory
        while True:
            data = _received(child, left)
            left -= len(data)
            match pickle.loads(data):  # noqa: S301 - from a process of ours
                case None:
                    return
                case Message() as refusal:
                    raise UserError(refusal)
                case OSError() as error:
                    raise WorldError(msg("{file} can't be read: {reason}", file=path.name, reason=reason(error)))
                case str() as mistake:
                    raise RuntimeError(mistake)
                case piece:
                    yield piece


def _received(child: "subprocess.Popen[bytes]", most: int) -> bytes:
    assert child.stdout is not None
    head = child.stdout.read(_LENGTH.size)
    length = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else 0
    data = child.stdout.read(length) if length <= most else b""
    if not data or len(data) < length:
        raise _EndedError
    return data


@contextmanager
def _started(what: str, path: Path, bounds: Bounds) -> Iterator["subprocess.Popen[bytes]"]:
    """The other process; it is gone at the end, however that comes."""
    told = json.dumps([sys.path, sys.pycache_prefix, sys.dont_write_bytecode, what, os.fspath(path)])
    command = [sys.executable, "-I", "-S", "-c", _START, told]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    try:
        child = subprocess.Popen(command, creationflags=_NO_WINDOW, **pipes)  # noqa: S603 - ourselves
    except OSError as error:
        raise WorldError(msg("{file} can't be read: {reason}", file=path.name, reason=reason(error))) from error
    watch = threading.Timer(bounds.seconds * _PATIENCE, child.kill)
    watch.start()
    with child:
        try:
            yield child
        finally:
            watch.cancel()
            child.kill()


def answer(what: str, file: str) -> None:
    """What the other process does."""
    path = Path(file)
    keep_within(allowed(path.stat().st_size))
    with open(1, "wb", closefd=False) as out:
        try:
            for piece in _ANSWERS[what](path):
                _send(out, piece)
        except UserError as error:
            _send(out, error.message)
        except OSError as error:
            _send(out, error)
        except Exception:  # noqa: BLE001 - raised in the process that asked
            _send(out, traceback.format_exc())
        _send(out, None)


def _send(out: IO[bytes], piece: Any) -> None:
    data = pickle.dumps(piece, pickle.HIGHEST_PROTOCOL)
    out.write(_LENGTH.pack(len(data)))
    out.write(data)


def _read(path: Path) -> Iterator[Any]:
    from desktop_crm.exchange.workbook import tables

    for name, start, beside, rows in tables(path):
        yield name, start, beside
        while piece := list(islice(rows, _AT_ONCE)):
            yield piece


def _measured(path: Path) -> Iterator[Any]:
    archive.refuse_far_cells(path)
    return iter(())


_ANSWERS: Final[dict[str, Callable[[Path], Iterator[Any]]]] = {"tables": _read, "far cells": _measured}
