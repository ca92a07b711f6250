"""Of the system's libraries that PyInstaller takes into the bundle: which Debian packages they are from, and the
copyright file of each, as their licences ask. Standard library only.
"""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

_DOCS = Path("/usr/share/doc")


def system_packages(libraries: Iterable[str]) -> dict[str, str]:
    """``{package: version}`` of the packages that the files ``libraries`` belong to; what belongs to none is left
    out."""
    found: dict[str, str] = {}
    for library in libraries:
        # Libraries are listed under the path before /lib became a link to /usr/lib, or after.
        for path in {library, str(Path(library).resolve()), library.removeprefix("/usr")}:
            answer = subprocess.run(["dpkg-query", "-S", path], capture_output=True, text=True, check=False).stdout
            if answer:
                name = answer.split(":")[0].split(",")[0]
                query = ["dpkg-query", "-W", "-f", "${Version}", name]
                found[name] = subprocess.run(query, capture_output=True, text=True, check=False).stdout
                break
    return found


def copyright_files(libraries: Iterable[str]) -> list[tuple[str, str]]:
    """``(copyright file, its name in the bundle)``: ``libxcb1_1.15-1.txt``. Raises ``FileNotFoundError`` when a
    package has none."""
    files = []
    for name, version in sorted(system_packages(libraries).items()):
        source = _DOCS / name / "copyright"
        if not source.exists():
            raise FileNotFoundError(source)
        files.append((str(source.resolve()), f"{name}_{version.replace(':', '%3a')}.txt"))
    return files
