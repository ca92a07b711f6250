"""Runs the spec and lets the bundle check itself: the same on every system. Standard library only."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BUILD = ROOT / "build"
DIST = ROOT / "dist"
_CHECK_S = 600
_STARTS = 4
_SLOWEST_START = 1.3  # times the start from source


def say(text: str) -> None:
    """One plain line for the person at the terminal."""
    print(text, flush=True)


def freeze(python: Sequence[str], tree: Path, build: Path) -> Path:
    """Build ``tree`` (a checkout) with ``python``, which has the libraries and PyInstaller; the folder of the
    bundle."""
    began = time.monotonic()
    spec = tree / "packaging" / "shopdesk.spec"
    words = [
        "--noconfirm",
        "--log-level",
        "ERROR",
        "--workpath",
        str(build / "work"),
        "--distpath",
        str(build / "dist"),
    ]
    done = subprocess.run(
        [*python, "-m", "PyInstaller", *words, str(spec)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"ShopDesk: the bundle could not be built:\n{(done.stdout + done.stderr)[-4000:]}")
    bundle = build / "dist" / "shopdesk"
    say(f"bundle: {megabytes(folder_size(bundle))}, {time.monotonic() - began:.0f} s")
    return bundle


def self_check(command: Sequence[str], out: Path, environment: Mapping[str, str] | None = None) -> dict[str, Any]:
    """What ``command --self-check`` found. Stops with its words when it did not pass."""
    out.unlink(missing_ok=True)
    done = subprocess.run(
        [*command, "--self-check", str(out)],
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_CHECK_S,
        check=False,
    )
    if done.returncode or not out.exists():
        raise SystemExit(
            f"ShopDesk: the self-check failed ({done.returncode}):\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        )
    report: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return report


def write_sbom(resources: Path, out: Path) -> Path:
    """The bill of materials of a bundle, whose resources (and copyright files beside them) are in ``resources``."""
    out.parent.mkdir(parents=True, exist_ok=True)
    subprocess.run(
        [sys.executable, str(HERE / "release_files.py"), "--sbom", str(out)],
        env={**os.environ, "SHOPDESK_RESOURCES": str(resources)},
        check=True,
    )
    return out


def found(report: Mapping[str, Any], title: str) -> dict[str, Any]:
    """The figures of one step of a report."""
    return dict(next(step["found"] for step in report["steps"] if step["title"] == title))


def compare(bundle: Mapping[str, Any], source: Mapping[str, Any]) -> None:
    """The bundle has what the source tree has. Stops when not."""
    there, wanted = found(bundle, "catalogues"), found(source, "catalogues")
    differing = {name: (there.get(name), count) for name, count in wanted.items() if there.get(name) != count}
    if differing:
        raise SystemExit(f"ShopDesk: the bundle lacks something (bundle, source): {differing}")


def compare_starts(bundle: Sequence[str], source: Sequence[str], environment: Mapping[str, str]) -> None:
    """The bundle starts about as fast as the source: the best of some starts in turn, so that a busy machine tells on
    both.

    Stops when it does not.
    """
    with tempfile.TemporaryDirectory() as folder:
        setting = {**os.environ, **environment, "SHOPDESK_HOME": folder}
        shop = Path(folder) / "start.shopdesk"
        subprocess.run([*source, "new", str(shop), "--sample"], env=setting, check=True, stdout=subprocess.DEVNULL)
        pairs = [(_start_ms(bundle, shop, setting), _start_ms(source, shop, setting)) for _ in range(_STARTS)]
    for place, name in enumerate(("first paint", "first rows")):
        mine, theirs = (min(pair[which][place] for pair in pairs) for which in (0, 1))
        say(f"{name}: bundle {mine} ms, source {theirs} ms: {mine / theirs:.2f} ×")
        if place == 0 and mine > theirs * _SLOWEST_START:
            raise SystemExit(f"ShopDesk: the bundle starts slower than {_SLOWEST_START} × the source")


def _start_ms(command: Sequence[str], shop: Path, environment: Mapping[str, str]) -> tuple[int, int]:
    """Milliseconds from starting the process to the window's first paint, and to its first rows."""
    words = [*command, "--first-paint", str(shop), str(time.monotonic())]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=_CHECK_S, check=True)
    window, rows = done.stdout.split()
    return int(window), int(rows)


def export_tree(target: Path, version: str = "") -> Path:
    """The committed tree in ``target``, under another version when one is given (for trying an upgrade)."""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tempfile.TemporaryFile() as archive:
        subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, stdout=archive, check=True)
        archive.seek(0)
        subprocess.run(["tar", "-x", "-C", str(target)], stdin=archive, check=True)
    if version:
        home = target / "shopdesk" / "__init__.py"
        text = home.read_text(encoding="utf-8")
        home.write_text(text.replace(f'"{current_version()}"', f'"{version}"'), encoding="utf-8")
    return target


def current_version() -> str:
    """The version of this checkout."""
    sys.path.insert(0, str(HERE))
    from bundle import VERSION

    return str(VERSION)


def folder_size(folder: Path) -> int:
    """Bytes of the files in a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if not path.is_dir())


def megabytes(size: int) -> str:
    """``"66.7 MB"``: millions of bytes, as a download shows them."""
    return f"{size / 1e6:.1f} MB"
