"""Clean Debian systems to try things in: made once by debootstrap, never written to, never copied. Needs root; standard
library only.

A copy of a chroot with ``/proc`` mounted would copy the machine's memory. So each run writes into an overlay of its
own, mounted in a name space that ends with the process, whatever becomes of it.
"""

from __future__ import annotations

import shlex
import shutil
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from freeze import say


def clean_debian(chroot: Path, suite: str, packages: str) -> Path:
    """A minimal Debian ``suite`` ("bookworm") with ``packages`` (with commas) in the folder ``chroot``."""
    if (chroot / ".complete").exists():
        return chroot
    shutil.rmtree(chroot, ignore_errors=True)
    began = time.monotonic()
    words = ["debootstrap", "--variant=minbase", f"--include={packages}", suite, str(chroot)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"ShopDesk: no clean Debian {suite} could be made:\n{done.stdout[-2000:]}{done.stderr}")
    (chroot / ".complete").touch()
    say(f"clean Debian {suite}: {time.monotonic() - began:.0f} s")
    return chroot


def inside(clean: Path, work: Path, folders: Mapping[str, Path], command: list[str]) -> list[str]:
    """The words that run ``command`` in ``clean``, with ``folders`` of this machine at places in it (``{"/b": …}``).

    ``work``: an empty folder over which the overlay is mounted.
    """
    root = work / "root"
    places = [part for place, folder in folders.items() for part in (
        f"mkdir -p {shlex.quote(str(root) + place)}",
        f"mount --bind {shlex.quote(str(folder))} {shlex.quote(str(root) + place)}",
    )]  # fmt: skip
    script = [
        "set -eu",
        "mount --make-rprivate /",
        f"mount -t tmpfs tmpfs {shlex.quote(str(work))}",
        f"cd {shlex.quote(str(work))} && mkdir upper under root",
        f"mount -t overlay overlay -o {shlex.quote(f'lowerdir={clean},upperdir=upper,workdir=under')} root",
        "mount -t proc proc root/proc",
        "mount --rbind /dev root/dev",
        *places,
        "cp /etc/resolv.conf root/etc/resolv.conf",
        # Not exec: as the first process of its name space xvfb-run would never hear that its server is up.
        f"chroot {shlex.quote(str(root))} {shlex.join(command)}",
    ]
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", "\n".join(script)]
