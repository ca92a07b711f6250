"""Where a shop file lies: folders in which SQLite's write-ahead log is not safe (F8). Opens nothing."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path, PurePath

CLOUD_FOLDER = "shop_in_cloud_folder"
NETWORK_FOLDER = "shop_on_network"

#: Folder names that sync programs use, matched on a whole part of the path, without case.
_CLOUD = re.compile(
    r"(onedrive( - .+)?|dropbox( \(.+\))?|icloud ?drive|com~apple~clouddocs|mobile documents|cloudstorage|"
    r"google ?drive|my drive|drivefs|nextcloud|owncloud|pcloud ?drive|box sync|mega(sync)?|yandex\.?disk|"
    r"nutstore|我的坚果云|坚果云|baidusyncdisk|百度云同步盘|syncthing)",
    re.IGNORECASE,
)
_NETWORK_TYPES = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "sshfs",
    "9p",
    "afpfs",
    "davfs",
    "fuse.davfs2",
    "ncpfs",
}


def unsafe_place(path: Path) -> str:
    """Why WAL is unsafe beside ``path``: :data:`CLOUD_FOLDER`, :data:`NETWORK_FOLDER`, or ``""`` when it is safe."""
    absolute = path.absolute()
    if is_cloud(absolute):
        return CLOUD_FOLDER
    return NETWORK_FOLDER if _is_network(absolute) else ""


def is_cloud(path: PurePath) -> bool:
    """Whether a part of the folder's name is one that a sync program uses."""
    return any(_CLOUD.fullmatch(part) for part in path.parent.parts)


def _is_network(path: Path) -> bool:
    if str(path).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(path.anchor) == 4)  # DRIVE_REMOTE
    try:
        mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return mount_type(path, mounts) in _NETWORK_TYPES


def mount_type(path: Path, mounts: str) -> str:
    """The file system that holds ``path`` according to a ``/proc/mounts`` text."""
    best, kind = "", ""
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if len(point) >= len(best) and os.path.commonpath([point, str(path)]) == os.path.normpath(point):
            best, kind = point, fields[2]
    return kind
