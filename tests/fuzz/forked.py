"""Work in a fork of this process: faster than another process for each input, and as safe."""

import os
import traceback
from collections.abc import Callable

from desktop_crm.exchange.bounds import Bounds, keep_within, taken

_FINDING = 70


def survives(work: Callable[[], None]) -> bool:
    """Whether `work` raised nothing; ending the fork by taking too much, or by an allocation, is what forks are for."""
    child = os.fork()
    if child == 0:
        os._exit(_FINDING if _fails(work) else 0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) != _FINDING


def _fails(work: Callable[[], None]) -> bool:
    told = os.dup(2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # the reader speaks of each of its panics
    keep_within(Bounds(0.5, taken() + 64 * 2**20))
    try:
        work()
    except BaseException:  # noqa: BLE001 - panics are none of the usual exceptions
        os.write(told, traceback.format_exc().encode(errors="replace"))
        return True
    return False
