"""How much time and memory a foreign file may cost, and the watch that keeps a process within it."""

import math
import os
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 200 * 2**20
MAX_CELLS: Final = 5_000_000
MAX_AREA: Final = 2 * MAX_CELLS  # blank cells included, which cost little
MAX_COLUMNS: Final = 2000

_MEGABYTE: Final = 2**20
_BETWEEN: Final = 0.005  # seconds from one look to the next: what fits in between is some 20 MB


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds of the processor's time, and bytes."""

    seconds: float
    memory: int


def allowed(size: int) -> Bounds:
    """For a packed workbook of `size` bytes several times what an honest one needs, however well it packs."""
    megabytes = size / _MEGABYTE
    return Bounds(min(1.25 + 4 * megabytes, 90), int(min(160 + 80 * megabytes, 1500) * _MEGABYTE))


def keep_within(bounds: Bounds) -> None:
    """From now on, end this process as soon as it has taken more; the system does, where Python itself is kept busy."""
    _limit(math.ceil(bounds.seconds) + 1)
    threading.Thread(target=_watch, args=(bounds,), daemon=True).start()


def _watch(bounds: Bounds) -> None:
    while time.process_time() < bounds.seconds and taken() < bounds.memory:
        time.sleep(_BETWEEN)
    os._exit(1)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    class _Counters(ctypes.Structure):
        """PROCESS_MEMORY_COUNTERS."""

        _fields_ = (
            ("cb", wintypes.DWORD),
            ("PageFaultCount", wintypes.DWORD),
            ("PeakWorkingSetSize", ctypes.c_size_t),
            ("WorkingSetSize", ctypes.c_size_t),
            ("QuotaPeakPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPagedPoolUsage", ctypes.c_size_t),
            ("QuotaPeakNonPagedPoolUsage", ctypes.c_size_t),
            ("QuotaNonPagedPoolUsage", ctypes.c_size_t),
            ("PagefileUsage", ctypes.c_size_t),
            ("PeakPagefileUsage", ctypes.c_size_t),
        )

    def _limit(seconds: int) -> None:
        """There is no such limit: who started this process ends it."""

    def taken() -> int:
        """The memory this process has now, in bytes."""
        counters = _Counters(cb=ctypes.sizeof(_Counters))
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.K32GetProcessMemoryInfo.argtypes = (wintypes.HANDLE, ctypes.POINTER(_Counters), wintypes.DWORD)
        kernel.K32GetProcessMemoryInfo(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.cb)
        return int(counters.WorkingSetSize)

else:
    import resource

    _STATM: Final = Path("/proc/self/statm")
    _PAGE: Final = os.sysconf("SC_PAGE_SIZE")

    def _limit(seconds: int) -> None:
        hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
        resource.setrlimit(resource.RLIMIT_CPU, (seconds if hard < 0 else min(seconds, hard), hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # nothing of the file is left behind

    def taken() -> int:
        """The memory this process has now, in bytes."""
        if sys.platform == "linux":  # a child begins in `getrusage` with what its parent had at most
            return int(_STATM.read_bytes().split()[1]) * _PAGE
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
