"""``dev.py package windows``: bundle → NSIS installer and MSI → installed, started, upgraded, removed. Standard
library only.

On Windows (a release) it builds with this Python; ``makensis`` must be there, and WiX's or msitools' ``wixl`` for the
MSI; ``smoke.ps1`` tries the result. On Debian (a smoke test, never a release) all of it runs under wine: needs root,
debootstrap, nsis, wixl, gcc-mingw-w64-x86-64.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from freeze import BUILD, DIST, ROOT, current_version, found, freeze, megabytes, say, self_check, write_sbom  # noqa: E402
from msi import make_msi  # noqa: E402 - found by the line above
from sign import sign  # noqa: E402
from wine import Wine  # noqa: E402
from wine_python import make_icuuc, make_python  # noqa: E402

_LARGEST_SETUP = 70_000_000
_BEFORE = "0.0.1"  # what the upgrade starts from
_NEEDED = ("debootstrap", "makensis", "wixl", "x86_64-w64-mingw32-gcc")


def main(words: list[str]) -> int:
    """Exit code 0 when everything passed."""
    parser = argparse.ArgumentParser(prog="dev.py package windows", description=__doc__)
    parser.add_argument(
        "--chroot", type=Path, default=BUILD / "chroots" / "wine", help="where the Debian with wine is kept"
    )
    parser.add_argument("--work", type=Path, default=BUILD / "windows", help="where it is built")
    parser.add_argument("--keep-bundle", action="store_true", help="use the bundle of the run before")
    arguments = parser.parse_args(words)
    began = time.monotonic()
    if os.name == "nt":
        on_windows(arguments.work)
    else:
        under_wine(arguments.work, arguments.chroot, keep=arguments.keep_bundle)
    say(f"done in {time.monotonic() - began:.0f} s")
    return 0


def on_windows(work: Path) -> None:
    """The release path: this Python, this Windows."""
    bundle = freeze([sys.executable], ROOT, work)
    report = self_check([str(bundle / "shopdesk-cli.exe")], work / "bundle.json")
    say(f"self-check of the bundle: ok, {found(report, 'start')}")
    write_sbom(bundle / "_internal" / "resources", DIST / f"ShopDesk-{current_version()}-windows.cdx.json")
    if not sign([bundle / "ShopDesk.exe", bundle / "shopdesk-cli.exe"]):
        say("no certificate: nothing is signed")
    setup = make_setup(bundle, current_version(), DIST / f"ShopDesk-{current_version()}-setup.exe")
    installers = [setup]
    if shutil.which("wixl"):
        installers.append(
            make_msi(bundle, current_version(), HERE.parent / "icons" / "shopdesk.ico", DIST, work / "msi")
        )
    sign(installers)


def under_wine(work: Path, chroot: Path, *, keep: bool) -> None:
    """The smoke test."""
    if os.geteuid() != 0 or (missing := [tool for tool in _NEEDED if not shutil.which(tool)]):
        raise SystemExit(f"ShopDesk: this needs root and {', '.join(_NEEDED)} (missing: {missing or 'root'})")
    make_python(work / "python", work / "wheels")
    wine = Wine(chroot, work, ROOT)
    wine.prepare(make_icuuc(work / "dlls"))
    bundle = work / "dist" / "shopdesk"
    if not (keep and bundle.exists()):
        began = time.monotonic()
        words = "--noconfirm --log-level ERROR --workpath Z:/b/pyi --distpath Z:/b/dist Z:/src/packaging/shopdesk.spec"
        built = "/b/dist/shopdesk/ShopDesk.exe"
        wine.run(f"cd /tmp; wine Z:/b/python/python.exe -m PyInstaller {words} 2>&1 | cat; test -f {built}")
        say(f"bundle built under wine: {time.monotonic() - began:.0f} s")
    out = work / "out"
    out.mkdir(exist_ok=True)
    version = current_version()
    sign([bundle / "ShopDesk.exe", bundle / "shopdesk-cli.exe"])
    setup = make_setup(bundle, version, out / f"ShopDesk-{version}-setup.exe")
    sign([setup])
    _before(bundle, out)
    package = make_msi(bundle, version, HERE.parent / "icons" / "shopdesk.ico", out, work / "msi")
    say(f"{setup.name}: {megabytes(setup.stat().st_size)}, {package.name}: {megabytes(package.stat().st_size)}")
    if setup.stat().st_size > _LARGEST_SETUP:
        raise SystemExit(f"ShopDesk: the installer is larger than {megabytes(_LARGEST_SETUP)}")
    began = time.monotonic()
    said = wine.run(f"sh /src/packaging/windows/smoke.sh {version}")
    say(said.strip())
    report = json.loads((out / "check-window.json").read_text(encoding="utf-8"))
    say(f"under wine: {found(report, 'start')}, {time.monotonic() - began:.0f} s")


def _before(bundle: Path, out: Path) -> None:
    """An installer of an older version: the same bundle with a file that the upgrade has to remove."""
    marker = bundle / "_internal" / "from_before.txt"
    marker.write_text("gone after the upgrade\n", encoding="ascii")
    try:
        make_setup(bundle, _BEFORE, out / "before-setup.exe", "-DQUICK")
    finally:
        marker.unlink()


def make_setup(bundle: Path, version: str, out: Path, *more: str) -> Path:
    """The NSIS installer."""
    out.parent.mkdir(parents=True, exist_ok=True)
    words = [f"-DVERSION={version}", f"-DBUNDLE={bundle}", f"-DOUT={out}", *more]
    done = subprocess.run(
        ["makensis", "-V2", *words, "shopdesk.nsi"], cwd=HERE, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"ShopDesk: the installer could not be built:\n{done.stdout[-3000:]}{done.stderr[-1000:]}")
    return out


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
