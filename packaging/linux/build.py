"""``dev.py package linux``: bundle → self-check → .deb → tried in clean Debian 12 and 13. Standard library only.

``--only bundle`` stops after the bundle has checked itself, ``--only deb`` after the package was made. Trying it needs
root and debootstrap; elsewhere that part is left out and said.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

from deb import make_deb  # noqa: E402 - found by the line above
from freeze import (  # noqa: E402
    BUILD,
    DIST,
    ROOT,
    compare,
    compare_starts,
    current_version,
    export_tree,
    freeze,
    megabytes,
    say,
    self_check,
    write_sbom,
)  # fmt: skip
from smoke import SUITES, smoke  # noqa: E402

_LARGEST_DEB = 80_000_000
_WATCHED = ("packaging", "pyproject.toml", "main.py", "shopdesk/__main__.py", "shopdesk/app/selfcheck")
_BEFORE = "0.0.1"  # what the upgrade starts from until there is a released package


def main(words: list[str]) -> int:
    """Exit code 0 when everything asked for passed."""
    parser = argparse.ArgumentParser(prog="dev.py package linux", description=__doc__)
    parser.add_argument("--only", choices=("bundle", "deb"), help="stop early")
    parser.add_argument("--previous", type=Path, metavar="FILE.deb", help="the released package to upgrade from")
    parser.add_argument("--chroots", type=Path, default=BUILD / "chroots", help="where the clean systems are kept")
    parser.add_argument("--if-changed", action="store_true", help="only when the last commit changed what is packaged")
    arguments = parser.parse_args(words)
    if arguments.if_changed and not is_changed():
        say("Nothing that the bundle is made of was changed by the last commit: it is not built.")
        return 0
    began = time.monotonic()
    package = build(arguments.only)
    if package is not None and arguments.only is None:
        try_out(package, arguments.previous, arguments.chroots)
    say(f"done in {time.monotonic() - began:.0f} s")
    return 0


def is_changed() -> bool:
    """Whether the last commit, or what is not committed, touches packaging or the libraries; where git cannot tell:
    yes."""
    words = ["git", "diff", "--quiet", "HEAD~1", "--", *_WATCHED]
    return subprocess.run(words, cwd=ROOT, stderr=subprocess.DEVNULL, check=False).returncode != 0


def build(only: str | None) -> Path | None:
    """The package, or ``None`` when only the bundle was asked for."""
    bundle = freeze([sys.executable], ROOT, BUILD / "linux")
    quiet = {"QT_QPA_PLATFORM": "offscreen"}
    frozen = self_check([str(bundle / "shopdesk")], BUILD / "linux" / "bundle.json", quiet)
    source = self_check([sys.executable, str(ROOT / "main.py")], BUILD / "linux" / "source.json", quiet)
    say(f"self-check of the bundle: ok, {frozen['seconds']} s")
    compare(frozen, source)
    if only == "bundle":
        return None
    compare_starts([str(bundle / "shopdesk")], [sys.executable, str(ROOT / "main.py")], quiet)
    write_sbom(bundle / "_internal" / "resources", DIST / f"shopdesk_{current_version()}_linux.cdx.json")
    package = make_deb(bundle, current_version(), DIST, BUILD / "linux" / "deb")
    size = package.stat().st_size
    say(f"{package}: {megabytes(size)}")
    if size > _LARGEST_DEB:
        raise SystemExit(f"ShopDesk: the package is larger than {megabytes(_LARGEST_DEB)}")
    return package


def try_out(package: Path, previous: Path | None, chroots: Path) -> None:
    """Install, start, upgrade, purge in each clean system."""
    if os.geteuid() != 0 or not shutil.which("debootstrap"):
        say(
            "The package was not tried in clean systems: that needs root and debootstrap (apt-get install debootstrap)."
        )
        return
    if previous is None:
        tree = export_tree(BUILD / "linux" / "before", _BEFORE)
        bundle = freeze([sys.executable], tree, BUILD / "linux" / "before-build")
        previous = make_deb(bundle, _BEFORE, BUILD / "linux" / "before-deb", BUILD / "linux" / "before-tree")
    for number in SUITES:
        smoke(number, previous, package, chroots)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
