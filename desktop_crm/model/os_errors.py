"""Why the system refused a file, in words that follow “can't be written:” or “can't be read:”.

Windows has some thousands of codes. Python turns those it does not know into EINVAL, which elsewhere says that a name won't
do: so the code itself is asked first. Their meanings are in “System Error Codes” of Windows' documentation for programmers,
what Python makes of them is in PC/errmap.h of its source.
"""

import errno
import ntpath
import os
import re
from typing import Final

from desktop_crm.model.message import Message, msg

NO_ROOM: Final = msg("the disk is full")
NOT_ALLOWED: Final = msg("it is open in another program, or you may not use this place")
GONE: Final = msg("the file or its folder is not there any more")
_FOLDER: Final = msg("it is a folder")
IN_USE: Final = msg("another program is using it")
_DEVICE: Final = msg("the disk reports a fault")
_NETWORK: Final = msg("the network place can't be reached")
PROTECTED: Final = msg("the disk is write-protected")
_UNPLUGGED: Final = msg("the disk is not there any more; it may have been pulled out")
_NAME: Final = msg("its name has characters that this system does not take")
_TOO_LONG: Final = msg("its name is too long")
_TOO_LARGE: Final = msg("it is too large for this disk")
_REFUSED: Final = msg("the disk refused it; it may have been pulled out, or have a fault")
_SCANNER: Final = msg("the virus scanner keeps it back")
_CLOUD: Final = msg("its synchronising program does not hand it out; see whether that runs and has a network")

_REASONS: Final = {
    errno.ENOSPC: NO_ROOM,
    errno.EDQUOT: NO_ROOM,
    errno.EACCES: NOT_ALLOWED,
    errno.EPERM: NOT_ALLOWED,
    errno.EROFS: PROTECTED,
    errno.ENOENT: GONE,
    errno.ENOTDIR: GONE,
    errno.EISDIR: _FOLDER,
    errno.EBUSY: IN_USE,
    errno.EAGAIN: IN_USE,
    errno.EIO: _DEVICE,
    errno.ENXIO: _DEVICE,
    errno.ENODEV: _UNPLUGGED,
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.EFBIG: _TOO_LARGE,
    errno.ELOOP: msg("it is a link, or the links to it lead in a circle"),
    errno.ESPIPE: msg("it is no ordinary file"),
    errno.ETIMEDOUT: _NETWORK,
    errno.EHOSTUNREACH: _NETWORK,
    errno.ENETUNREACH: _NETWORK,
    errno.ENETDOWN: _NETWORK,
    errno.EHOSTDOWN: _NETWORK,
    errno.ECONNRESET: _NETWORK,
    errno.ESTALE: _NETWORK,
}

#: By Windows' own code, with its name there.
_WINDOWS: Final = {
    2: GONE,  # FILE_NOT_FOUND
    3: GONE,  # PATH_NOT_FOUND
    5: NOT_ALLOWED,  # ACCESS_DENIED
    15: _UNPLUGGED,  # INVALID_DRIVE
    19: PROTECTED,  # WRITE_PROTECT
    20: _UNPLUGGED,  # BAD_UNIT
    21: _UNPLUGGED,  # NOT_READY
    22: _DEVICE,  # BAD_COMMAND
    23: _DEVICE,  # CRC
    25: _DEVICE,  # SEEK
    26: _DEVICE,  # NOT_DOS_DISK
    27: _DEVICE,  # SECTOR_NOT_FOUND
    29: _DEVICE,  # WRITE_FAULT
    30: _DEVICE,  # READ_FAULT
    31: _DEVICE,  # GEN_FAILURE
    32: IN_USE,  # SHARING_VIOLATION
    33: IN_USE,  # LOCK_VIOLATION
    34: _UNPLUGGED,  # WRONG_DISK
    39: NO_ROOM,  # HANDLE_DISK_FULL
    51: _NETWORK,  # REM_NOT_LIST
    53: _NETWORK,  # BAD_NETPATH
    54: _NETWORK,  # NETWORK_BUSY
    55: _UNPLUGGED,  # DEV_NOT_EXIST
    57: _NETWORK,  # ADAP_HDW_ERR
    58: _NETWORK,  # BAD_NET_RESP
    59: _NETWORK,  # UNEXP_NET_ERR
    64: _NETWORK,  # NETNAME_DELETED
    65: NOT_ALLOWED,  # NETWORK_ACCESS_DENIED
    67: _NETWORK,  # BAD_NET_NAME
    82: NOT_ALLOWED,  # CANNOT_MAKE
    111: _TOO_LONG,  # BUFFER_OVERFLOW
    112: NO_ROOM,  # DISK_FULL
    121: _NETWORK,  # SEM_TIMEOUT
    123: _NAME,  # INVALID_NAME
    161: _NAME,  # BAD_PATHNAME
    170: IN_USE,  # BUSY
    206: _TOO_LONG,  # FILENAME_EXCED_RANGE
    223: _TOO_LARGE,  # FILE_TOO_LARGE
    225: _SCANNER,  # VIRUS_INFECTED
    226: _SCANNER,  # VIRUS_DELETED
    267: GONE,  # DIRECTORY
    303: IN_USE,  # DELETE_PENDING
    362: _CLOUD,  # CLOUD_FILE_PROVIDER_NOT_RUNNING
    388: _CLOUD,  # CLOUD_FILE_NETWORK_UNAVAILABLE
    389: _CLOUD,  # CLOUD_FILE_UNSUCCESSFUL
    404: _CLOUD,  # CLOUD_FILE_PROVIDER_TERMINATED
    426: _CLOUD,  # CLOUD_FILE_REQUEST_TIMEOUT
    433: _UNPLUGGED,  # NO_SUCH_DEVICE
    483: _DEVICE,  # DEVICE_HARDWARE_ERROR
    1005: _DEVICE,  # UNRECOGNIZED_VOLUME
    1006: _UNPLUGGED,  # FILE_INVALID: its volume was altered from outside
    1110: _UNPLUGGED,  # MEDIA_CHANGED
    1112: _UNPLUGGED,  # NO_MEDIA_IN_DRIVE
    1117: _DEVICE,  # IO_DEVICE
    1167: _UNPLUGGED,  # DEVICE_NOT_CONNECTED
    1203: _NETWORK,  # NO_NET_OR_BAD_PATH
    1222: _NETWORK,  # NO_NETWORK
    1224: IN_USE,  # USER_MAPPED_FILE
    1225: _NETWORK,  # CONNECTION_REFUSED
    1231: _NETWORK,  # NETWORK_UNREACHABLE
    1232: _NETWORK,  # HOST_UNREACHABLE
    1236: _NETWORK,  # CONNECTION_ABORTED
    1272: NOT_ALLOWED,  # the guest's way into a network place is closed
    1295: NO_ROOM,  # DISK_QUOTA_EXCEEDED
    1326: NOT_ALLOWED,  # LOGON_FAILURE
    1392: _DEVICE,  # FILE_CORRUPT
    1393: _DEVICE,  # DISK_CORRUPT
    1617: _UNPLUGGED,  # DEVICE_REMOVED
    1920: NOT_ALLOWED,  # CANT_ACCESS_FILE
    2250: _NETWORK,  # NOT_CONNECTED
}
#: What no name on Windows' disks, and on sticks, may have.
_NO_NAME: Final = re.compile(r'[<>:"|?*\x00-\x1f]')


def reason(error: OSError) -> Message:
    """The reason as part of a sentence; the system's own words where ours have none."""
    code, number = getattr(error, "winerror", None), error.errno
    known = _WINDOWS.get(code) if code is not None else None
    if known is None and number is not None:
        known = _REASONS.get(number)
    if known is None and number == errno.EINVAL and code is None:
        known = _invalid(error)
    return known or msg("{reason}", reason=error.strerror or str(error) or type(error).__name__)


def _invalid(error: OSError) -> Message:
    """Of the name when that has what it may not have; else of a disk, for Windows' C library says so of each fault it does not know."""
    named = error.filename
    name = os.fsdecode(named) if isinstance(named, str | bytes | os.PathLike) else ""
    return _NAME if _NO_NAME.search(ntpath.splitdrive(name)[1]) else _REFUSED
