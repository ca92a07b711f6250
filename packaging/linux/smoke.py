"""Tries the Debian package in clean Debian systems, thrown away afterwards. Needs root, debootstrap and a line to a
Debian mirror. Standard library only.
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

from chroot import clean_debian, inside  # noqa: E402 - found by the line above
from freeze import found, say  # noqa: E402

SUITES = {"12": "bookworm", "13": "trixie"}


def smoke(number: str, previous: Path, new: Path, chroots: Path) -> dict[str, Any]:
    """Install, start, upgrade and purge on Debian ``number``; the figures of the installed program's start."""
    began = time.monotonic()
    clean = clean_debian(chroots / f"debian-{number}", SUITES[number], "xvfb,xauth")
    with tempfile.TemporaryDirectory() as share, tempfile.TemporaryDirectory() as work:
        for name, file in (("previous.deb", previous), ("new.deb", new), ("smoke.sh", HERE / "smoke.sh")):
            shutil.copyfile(file, Path(share) / name)
        (Path(share) / "out").mkdir()
        say(f"Debian {number}:")
        command = ["sh", "/smoke/smoke.sh", "/smoke/previous.deb", "/smoke/new.deb", "/smoke/out"]
        words = inside(clean, Path(work), {"/smoke": Path(share)}, command)
        done = subprocess.run(words, env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}, check=False)
        if done.returncode:
            raise SystemExit(f"ShopDesk: the package failed on Debian {number}")
        report = json.loads((Path(share) / "out" / "check-plain.json").read_text(encoding="utf-8"))
    figures = found(report, "start") | {"chinese_fonts": report["machine"]["chinese_fonts"]}
    say(f"Debian {number}: {figures}, {time.monotonic() - began:.0f} s")
    return figures
