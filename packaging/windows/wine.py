"""Runs Windows programs on Debian: wine 10 of Debian 13 in a chroot of its own. A smoke test, not Windows. Needs root
and debootstrap; standard library only.

Debian 12's wine 8 is too old (no bcryptprimitives.dll). Nothing of the person's own wine is touched.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from chroot import clean_debian, inside

_PACKAGES = "xvfb,xauth,wine,wine64,fonts-noto-cjk,fonts-dejavu-core,procps"
_SETTING = {
    "HOME": "/b/home",
    "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C.UTF-8",  # and no TMPDIR: Debian's wine dies of it
    "WINEPREFIX": "/b/prefix",
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "icuuc=n;winemenubuilder.exe=d;mscoree,mshtml=",
    "QT_QPA_PLATFORM": "windows",
}


class Wine:
    """``folder`` is ``/b`` (``Z:\\b``) of what runs and holds the prefix; ``tree`` is ``/src``, ``Z:\\src``."""

    def __init__(self, chroot: Path, folder: Path, tree: Path) -> None:
        self._clean, self._folder, self._tree = clean_debian(chroot, "trixie", _PACKAGES), folder, tree
        for name in ("home", "work"):
            (folder / name).mkdir(parents=True, exist_ok=True)

    def prepare(self, icuuc: Path) -> None:
        """Make the prefix once and put in it what wine lacks."""
        if not (self._folder / "prefix" / "system.reg").exists():
            self.run("wineboot -i >/dev/null 2>&1; wineserver -w")
        shutil.copyfile(icuuc, self._folder / "prefix" / "drive_c" / "windows" / "system32" / "icuuc.dll")

    def run(self, script: str, *, seconds: float = 1800) -> str:
        """What a shell script with a display says; a Windows program gets pipes, never plain files. Stops when it
        fails."""
        began = time.monotonic()
        setting = [f"{name}={value}" for name, value in _SETTING.items()]
        display = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
        command = ["/usr/bin/env", "-i", *setting, *display, "sh", "-euc", script]
        done = subprocess.run(
            inside(self._clean, self._folder / "work", {"/b": self._folder, "/src": self._tree}, command),
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
        said = done.stdout.decode("utf-8", "replace")
        if done.returncode:
            took = time.monotonic() - began
            raise SystemExit(f"ShopDesk: failed under wine ({done.returncode}, {took:.0f} s):\n{said[-4000:]}")
        return said
