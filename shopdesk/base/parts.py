"""What is shipped with the program, by whom, under which licence: ``resources/licences/parts.toml`` and the parts' own
metadata. The page *Licences* shows it, the build makes the bill of materials of it.
"""

from __future__ import annotations

import platform
import re
import sqlite3
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from shopdesk.base.catalog import load_toml, resources_dir

_LICENCE_FILE = re.compile(r"licen[cs]e|copying|notice", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """A library, font or runtime. ``licence``: SPDX; ``version``: ``""`` when it cannot be told."""

    key: str
    name: str
    version: str
    licence: str
    url: str
    distribution: str
    texts: tuple[Path, ...]

    def text(self) -> str:
        """The full text of its licence."""
        return "\n\n".join(path.read_text(encoding="utf-8", errors="replace").strip() for path in self.texts)


def parts() -> list[Part]:
    """Every part of this system's program, ShopDesk itself apart; system libraries that a bundle brings along last."""
    declared = load_toml(resources_dir() / "licences" / "parts.toml")
    found = [_part(key, entry) for key, entry in declared.items() if platform.system() in entry.get("systems", _ALL)]
    return [*found, *(_of_system(path) for path in sorted(system_licences_dir().glob("*.txt")))]


def own_licence() -> str:
    """The text of ShopDesk's own licence."""
    return (resources_dir() / "licences" / "texts" / "MIT-shopdesk.txt").read_text(encoding="utf-8")


def system_licences_dir() -> Path:
    """Where a build for Linux keeps the copyright files of the system's libraries that it took along."""
    return resources_dir().parent / "system_licences"


_ALL = ("Linux", "Windows", "Darwin")


def _part(key: str, entry: Mapping[str, Any]) -> Part:
    distribution = entry.get("distribution", "")
    own = _licence_files(distribution) if distribution else ()
    kept = tuple(resources_dir() / "licences" / "texts" / f"{name}.txt" for name in entry.get("texts", ()))
    version = _version(distribution) if distribution else _RUNTIME.get(entry.get("version_of", ""), "")
    return Part(key, entry["name"], version, entry["licence"], entry["url"], distribution, own or kept)


def _of_system(path: Path) -> Part:
    name, _, version = path.stem.replace("%3a", ":").partition("_")
    return Part(path.stem, name, version, "see its text", "", "", (path,))


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def _licence_files(distribution: str) -> tuple[Path, ...]:
    try:
        files = metadata.files(distribution) or []
    except metadata.PackageNotFoundError:
        return ()
    found = [file for file in files if ".dist-info" in str(file) and _LICENCE_FILE.search(file.name)]
    return tuple(path for path in (Path(str(file.locate())) for file in found) if path.is_file())


_RUNTIME = {
    "python": platform.python_version(),
    "sqlite": sqlite3.sqlite_version,
    "openssl": ssl.OPENSSL_VERSION.split()[1],
    "qt": _version("pyside6-essentials"),
}
