"""What of this process nobody else shall see: no dumps of its memory, no secret left where one lay.

A dump of the memory has the key and the password in it. On Linux a limit of one byte stops those that are written to a file
and, unlike a limit of none, those that are handed to a program, too (see core(5) and fs/coredump.c). A process that is not
dumpable is refused by desktop portals (file dialogs, a window's buttons): so that is done when there is a secret, long after
the window has asked them for what it needs; what they know of it by then they keep.
"""

import contextlib
import os
import sys
from functools import cache
from typing import Final

_NOT_DUMPABLE: Final = (4, 0, 0, 0, 0)  # PR_SET_DUMPABLE
_NO_HEAP: Final = 1  # WER_FAULT_REPORTING_FLAG_NOHEAP
#: How CPython keeps small objects (Objects/obmalloc.c): in steps of 16 bytes up to 512, each size in pools of 16 kB within
#: arenas of 1 MB.
_STEP, _LARGEST, _POOL, _ARENA = 16, 512, 1 << 14, 1 << 20
_HEAD: Final = sys.getsizeof(b"")
#: Where memory is too scattered for its end to be seen, no more than this.
_MOST: Final = 32 << 20


def forbid_dumps() -> None:
    """When the program starts. What the system's administrator has set up otherwise stays beyond our reach."""
    if sys.platform == "win32":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.windll.kernel32.WerSetFlags(_NO_HEAP)
        return
    import resource

    limit = 1 if sys.platform == "linux" else 0
    with contextlib.suppress(OSError, ValueError):  # it is lower already, and can't be raised
        resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


@cache
def forbid_looking() -> None:
    """When there is something to see: other programs of the user may no longer look into our memory, nor is it dumped."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(*_NOT_DUMPABLE)


def taken(variable: str) -> str | None:
    """A secret from the environment, which neither we nor the programs we start have in it afterwards."""
    found = os.environ.get(variable)
    if found is None:
        return None
    _overwrite_variable(variable)
    del os.environ[variable]
    return found


def wipe(secret: bytes | bytearray) -> None:
    """Overwrite bytes that nobody else has; the system's own short ones are shared and stay."""
    if isinstance(secret, bytearray):
        secret[:] = bytes(len(secret))
    elif len(secret) > 1 and sys.implementation.name == "cpython":
        import ctypes

        place = ctypes.pythonapi.PyBytes_AsString
        place.restype, place.argtypes = ctypes.c_void_p, [ctypes.py_object]
        ctypes.memset(place(secret), 0, len(secret))


def overwrite_freed() -> None:
    """Overwrite the memory of small Python objects that are gone, a password in letters among them.

    CPython gives a freed piece to the next object of its size, but where it was the first one freed of a full pool, that
    may be much later. So pieces of each size are taken until they come from a pool, and at last an arena, that is new.
    """
    if sys.implementation.name != "cpython":
        return
    for size in range(_STEP * 3, _LARGEST, _STEP):
        _take(size, _POOL)
    _take(_LARGEST, _ARENA)


def _take(size: int, enough: int) -> None:
    """Zeros of a size, until so many bytes of them lay one behind the other."""
    kept: list[bytes] = []
    last = row = 0
    while row < enough and len(kept) * size < _MOST:
        piece = bytes(size - _HEAD)
        at = id(piece)
        row = row + size if 0 < at - last < 2 * size + _STEP * 4 else 0
        kept.append(piece)
        last = at


def _overwrite_variable(name: str) -> None:
    """Unsetting one leaves its text where the system has put it, for /proc/PID/environ and for dumps."""
    if os.name == "nt":
        return
    import ctypes

    wipe(os.environb[os.fsencode(name)])
    library = ctypes.CDLL(None)
    library.getenv.restype, library.getenv.argtypes = ctypes.c_void_p, [ctypes.c_char_p]
    library.strlen.restype, library.strlen.argtypes = ctypes.c_size_t, [ctypes.c_void_p]
    at = library.getenv(os.fsencode(name))
    if at:
        ctypes.memset(at, 0, library.strlen(at))
