"""Makes the Debian package from the bundle: menu entry, icons, file type, AppStream data. Standard library only."""

from __future__ import annotations

import gzip
import shutil
import subprocess
import sys
import textwrap
import tomllib
from datetime import UTC, datetime
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGING = HERE.parent
sys.path.insert(0, str(PACKAGING))

from freeze import folder_size  # noqa: E402 - found by the line above

_ICON_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_PARTS = """
Parts of others that are shipped with it, Qt under the LGPL version 3 among them, have their licences in
/usr/lib/shopdesk/_internal/resources/licences, in the *.dist-info folders of /usr/lib/shopdesk/_internal and, for
libraries of Debian, in /usr/lib/shopdesk/_internal/system_licences.
"""


def make_deb(bundle: Path, version: str, out: Path, work: Path) -> Path:
    """``out/shopdesk_VERSION_ARCH.deb`` of the bundle. ``work``: a folder for the tree, made anew."""
    shutil.rmtree(work, ignore_errors=True)
    lay_out(bundle, version, work)
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    ).stdout.strip()
    (work / "DEBIAN").mkdir()
    (work / "DEBIAN" / "control").write_text(control(version, architecture, folder_size(work)), encoding="utf-8")
    (work / "DEBIAN" / "md5sums").write_text(_sums(work), encoding="utf-8")
    out.mkdir(parents=True, exist_ok=True)
    package = out / f"shopdesk_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(work), str(package)],
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return package


def lay_out(bundle: Path, version: str, tree: Path) -> None:
    """Everything the package installs, below ``tree``."""
    share = tree / "usr" / "share"
    shutil.copytree(bundle, tree / "usr" / "lib" / "shopdesk", symlinks=True)
    (tree / "usr" / "bin").mkdir(parents=True)
    (tree / "usr" / "bin" / "shopdesk").symlink_to("../lib/shopdesk/shopdesk")
    icons = PACKAGING / "icons"
    for size in _ICON_SIZES:
        _put(icons / f"shopdesk-{size}.png", share / f"icons/hicolor/{size}x{size}/apps/shopdesk.png")
    _put(icons / "shopdesk.svg", share / "icons/hicolor/scalable/apps/shopdesk.svg")
    _put(HERE / "shopdesk.desktop", share / "applications/shopdesk.desktop")
    _put(HERE / "shopdesk-mime.xml", share / "mime/packages/shopdesk.xml")
    (share / "doc/shopdesk").mkdir(parents=True)
    licence = (PACKAGING.parent / "LICENSE").read_text(encoding="utf-8")
    (share / "doc/shopdesk/copyright").write_text(licence + _PARTS, encoding="utf-8")
    (share / "doc/shopdesk/changelog.gz").write_bytes(gzip.compress((PACKAGING / "CHANGELOG.md").read_bytes(), mtime=0))
    metainfo = (HERE / "org.shopdesk.ShopDesk.metainfo.xml").read_text(encoding="utf-8")
    target = share / "metainfo/org.shopdesk.ShopDesk.metainfo.xml"
    target.parent.mkdir(parents=True)
    today = datetime.now(UTC).date().isoformat()
    target.write_text(metainfo.replace("@VERSION@", version).replace("@DATE@", today), encoding="utf-8")
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def control(version: str, architecture: str, size: int) -> str:
    """The control file; ``size`` in bytes."""
    declared = tomllib.loads((HERE / "control.toml").read_text(encoding="utf-8"))
    return textwrap.dedent(f"""\
        Package: shopdesk
        Version: {version}
        Architecture: {architecture}
        Maintainer: {declared["maintainer"]}
        Installed-Size: {size // 1024}
        Depends: {", ".join(declared["depends"])}
        Recommends: {", ".join(declared["recommends"])}
        Section: {declared["section"]}
        Priority: optional
        Description: {declared["description"]}
        """) + textwrap.indent(declared["long"].strip() + "\n", " ")


def _put(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def _sums(tree: Path) -> str:
    import hashlib

    files = sorted(path for path in (tree / "usr").rglob("*") if path.is_file() and not path.is_symlink())
    return "".join(
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree).as_posix()}\n"
        for path in files
    )
