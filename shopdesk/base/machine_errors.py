"""What the machine refuses, told apart from bugs: disk full, file locked, folder read-only, file damaged or gone.

Knows the errors by number, so that neither Qt nor SQLAlchemy is imported here.
"""

from __future__ import annotations

import errno

from shopdesk.base.errors import MachineError, ShopDeskError

_BY_ERRNO = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EACCES: "no_permission",
    errno.EPERM: "no_permission",
    errno.EROFS: "read_only",
    errno.ENOENT: "file_gone",
    errno.ENODEV: "file_gone",
    errno.ENXIO: "file_gone",
    errno.EIO: "disk_error",
    errno.EBUSY: "file_locked",
    errno.ETXTBSY: "file_locked",
    errno.ENAMETOOLONG: "name_too_long",
    errno.EFBIG: "disk_full",
}
_BY_SQLITE = {
    "SQLITE_FULL": "disk_full",
    "SQLITE_BUSY": "file_locked",
    "SQLITE_LOCKED": "file_locked",
    "SQLITE_READONLY": "read_only",
    "SQLITE_PERM": "no_permission",
    "SQLITE_CANTOPEN": "file_gone",
    "SQLITE_IOERR": "disk_error",
    "SQLITE_CORRUPT": "file_damaged",
    "SQLITE_NOTADB": "file_damaged",
}
_NOT_TEXT = "Could not decode to UTF-8"  # the driver's own words about a flipped bit in a text; it gives no number


def as_expected(error: BaseException) -> ShopDeskError | None:
    """``error`` as a worded one, or ``None`` when it is a bug.

    A database driver's wrapper is looked into (``.orig``).
    """
    if isinstance(error, ShopDeskError):
        return error
    cause = getattr(error, "orig", None) or error
    name = getattr(cause, "sqlite_errorname", None)
    if name:  # SQLITE_IOERR_WRITE is a kind of SQLITE_IOERR
        code = _BY_SQLITE.get("_".join(str(name).split("_")[:2]))
        return MachineError(code) if code else None
    if str(cause).startswith(_NOT_TEXT):
        return MachineError("file_damaged")
    if isinstance(cause, OSError) and cause.errno in _BY_ERRNO:
        return MachineError(_BY_ERRNO[cause.errno])
    return None
