"""Running a command and telling how it ended."""

import _thread
import contextlib
import os
import sys
import threading
import traceback
from argparse import Namespace
from pathlib import Path

from desktop_crm.cli.terminal import Terminal
from desktop_crm.model.errors import TellableError
from desktop_crm.model.message import msg

_INTERRUPTED = 130
_NOBODY_READS = 141
_AGAIN = 0.01  # s


def run(arguments: Namespace, terminal: Terminal) -> int:
    """Run the chosen command; errors become one line on stderr (a traceback as well with DESKTOP_CRM_DEBUG=1)."""
    sys.unraisablehook = _unraised
    try:
        status: int = arguments.run(arguments, terminal)
        terminal.finish()
    except TellableError as error:
        _debug()
        terminal.warn(error.message)
        _forget_output_that_fails()
        return 1
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return _NOBODY_READS
    except Exception as error:  # noqa: BLE001  # the last resort, told in one line
        _debug()
        terminal.warn(
            msg(
                "The program made a mistake ({what}). Nothing was half written; DESKTOP_CRM_DEBUG=1 shows more.",
                what=_described(error),
            )
        )
        return 1
    return status


def _unraised(unraisable: "sys.UnraisableHookArgs") -> None:
    """An interrupt that came while something was being cleared away, where Python drops it, comes once more, from outside."""
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        threading.Timer(_AGAIN, _thread.interrupt_main).start()
    else:
        sys.__unraisablehook__(unraisable)


def _debug() -> None:
    if os.environ.get("DESKTOP_CRM_DEBUG"):
        traceback.print_exc()


def _described(error: Exception) -> str:
    """Which error and where, without the data an exception's own text may hold."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _forget_output_that_fails() -> None:
    if sys.stdout is not None:
        try:
            sys.stdout.flush()
        except OSError:
            _forget_output()


def _forget_output() -> None:
    """Python flushes stdout when it ends, which would fail once more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
