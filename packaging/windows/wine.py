"""Runs Windows programs on Debian: wine 10 of Debian 13 in a chroot of its own. A smoke test, not Windows. Needs root
and debootstrap; standard library only.

Debian 12's wine 8 is too old (no bcryptprimitives.dll). Nothing of the person's own wine is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from pathlib import Path

_PACKAGES = "xvfb,xauth,wine,wine64,fonts-noto-cjk,fonts-dejavu-core,procps"
_MOUNTED = """
set -eu
mount --make-rprivate /
mount -t tmpfs tmpfs "$work"
mkdir "$work/upper" "$work/under" "$work/root"
mount -t overlay overlay -o "lowerdir=$clean,upperdir=$work/upper,workdir=$work/under" "$work/root"
root="$work/root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mkdir -p "$root/b" "$root/src"
mount --bind "$folder" "$root/b"
mount --bind "$tree" "$root/src"
chroot "$root" /usr/bin/env -i HOME=/b/home PATH=/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8 \\
    WINEPREFIX=/b/prefix WINEARCH=win64 WINEDEBUG=-all \\
    WINEDLLOVERRIDES='icuuc=n;winemenubuilder.exe=d;mscoree,mshtml=' \\
    QT_QPA_PLATFORM=windows xvfb-run -a -s '-screen 0 1600x1000x24' sh -euc "$script"
"""  # not exec: as the first process of its name space xvfb-run would never hear that its server is up


def clean_wine(chroot: Path) -> Path:
    """A Debian 13 with wine, made once."""
    if not (chroot / ".complete").exists():
        shutil.rmtree(chroot, ignore_errors=True)
        words = ["debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "trixie", str(chroot)]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        if done.returncode:
            raise SystemExit(f"ShopDesk: no Debian with wine could be made:\n{done.stdout[-2000:]}{done.stderr}")
        (chroot / ".complete").touch()
    return chroot


class Wine:
    """``folder`` is ``B:`` of what runs (``/b``, ``Z:\\b``) and holds the prefix; ``tree`` is ``/src``, ``Z:\\src``."""

    def __init__(self, chroot: Path, folder: Path, tree: Path) -> None:
        self._chroot, self._folder, self._tree = clean_wine(chroot), folder, tree
        for name in ("home", "work"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def prepare(self, icuuc: Path) -> None:
        """Make the prefix once and put in it what wine lacks."""
        if not (self._folder / "prefix" / "system.reg").exists():
            self.run("wineboot -i >/dev/null 2>&1; wineserver -w")
        shutil.copyfile(icuuc, self._folder / "prefix" / "drive_c" / "windows" / "system32" / "icuuc.dll")

    def run(self, script: str, *, seconds: float = 1200, check: bool = True) -> tuple[int, str]:
        """Exit code and words of a shell script with a display. A Windows program gets pipes, never plain files."""
        names = {
            "clean": str(self._chroot),
            "folder": str(self._folder),
            "tree": str(self._tree),
            "work": str(self._folder / "work"),
            "script": script,
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        }
        began = time.monotonic()
        done = subprocess.run(
            ["unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", _MOUNTED],
            env=names,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        said = done.stdout.decode("utf-8", "replace")
        if check and done.returncode:
            raise SystemExit(
                f"ShopDesk: failed under wine ({done.returncode}, {time.monotonic() - began:.0f} s):\n{said[-4000:]}"
            )
        return done.returncode, said
