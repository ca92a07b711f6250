"""Tries the Debian package in clean Debian systems: chroots, thrown away afterwards. Needs root, debootstrap and a
line to a Debian mirror. Standard library only.

The chroots are never copied (a copy with ``/proc`` mounted would copy the machine's memory): each run writes into an
overlay of its own, mounted in a name space that ends with the process.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from freeze import found, say  # noqa: E402 - found by the line above

SUITES = {"12": "bookworm", "13": "trixie"}
_MOUNTED = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/under" "$work/root"
mount -t overlay overlay -o "lowerdir=$clean,upperdir=$work/upper,workdir=$work/under" "$work/root"
root="$work/root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir "$root/smoke"
mount --bind "$share" "$root/smoke"
cp /etc/resolv.conf "$root/etc/resolv.conf"
exec chroot "$root" sh /smoke/smoke.sh "/smoke/$previous" "/smoke/$new" /smoke/out
"""


def clean_chroot(number: str, folder: Path) -> Path:
    """A minimal Debian ``number`` with a display server, made once by debootstrap."""
    chroot = folder / f"debian-{number}"
    if not (chroot / ".complete").exists():
        shutil.rmtree(chroot, ignore_errors=True)
        began = time.monotonic()
        words = ["debootstrap", "--variant=minbase", "--include=xvfb,xauth", SUITES[number], str(chroot)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"ShopDesk: no clean Debian {number} could be made:\n{done.stdout[-2000:]}{done.stderr}")
        (chroot / ".complete").touch()
        say(f"clean Debian {number}: {time.monotonic() - began:.0f} s")
    return chroot


def smoke(number: str, previous: Path, new: Path, chroots: Path) -> dict[str, Any]:
    """Install, start, upgrade and purge on Debian ``number``; the figures of the installed program's start."""
    began = time.monotonic()
    clean = clean_chroot(number, chroots)
    with tempfile.TemporaryDirectory() as share, tempfile.TemporaryDirectory() as work:
        for name, file in (("previous.deb", previous), ("new.deb", new), ("smoke.sh", HERE / "smoke.sh")):
            shutil.copyfile(file, Path(share) / name)
        (Path(share) / "out").mkdir()
        names = {"clean": str(clean), "share": share, "work": work, "previous": "previous.deb", "new": "new.deb"}
        say(f"Debian {number}:")
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _MOUNTED],
            env={**names, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            check=False,
        )
        if done.returncode:
            raise SystemExit(f"ShopDesk: the package failed on Debian {number}")
        report = json.loads((Path(share) / "out" / "check-plain.json").read_text(encoding="utf-8"))
    figures = found(report, "start") | {"chinese_fonts": report["machine"]["chinese_fonts"]}
    say(f"Debian {number}: {figures}, {time.monotonic() - began:.0f} s")
    return figures
