"""Why the system refused a file, in words that follow “can't be written:” or “can't be read:”."""

import errno
from typing import Final

from desktop_crm.model.message import Message, msg

_NO_ROOM: Final = msg("the disk is full")
_NOT_ALLOWED: Final = msg("it is open in another program, or you may not use this place")
_GONE: Final = msg("the file or its folder is not there any more")
_FOLDER: Final = msg("it is a folder")
_IN_USE: Final = msg("another program is using it")
_DEVICE: Final = msg("the disk reports a fault")
_NETWORK: Final = msg("the network place can't be reached")

_REASONS: Final = {
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: msg("the disk is write-protected"),
    errno.ENOENT: _GONE,
    errno.ENOTDIR: _GONE,
    errno.EISDIR: _FOLDER,
    errno.EBUSY: _IN_USE,
    errno.EAGAIN: _IN_USE,
    errno.EIO: _DEVICE,
    errno.ENXIO: _DEVICE,
    errno.ENODEV: _DEVICE,
    errno.ENAMETOOLONG: msg("its name is too long"),
    errno.EINVAL: msg("its name has characters that this system does not take"),
    errno.EFBIG: msg("it is too large for this disk"),
    errno.ELOOP: msg("its links lead in a circle"),
    errno.ETIMEDOUT: _NETWORK,
    errno.EHOSTUNREACH: _NETWORK,
    errno.ENETUNREACH: _NETWORK,
}


def reason(error: OSError) -> Message:
    """The reason as part of a sentence; the system's own words where ours have none."""
    known = _REASONS.get(error.errno) if error.errno is not None else None
    return known or msg("{reason}", reason=error.strerror or str(error) or type(error).__name__)
