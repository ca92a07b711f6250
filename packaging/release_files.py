"""What a release has beside its installers: ``SHA256SUMS``, the announcement that the program's look for newer
versions reads, and the bill of materials (CycloneDX) of each system. Standard library and ``shopdesk.base`` only.

    python packaging/release_files.py FOLDER [--page URL]     over the installers in FOLDER
    python packaging/release_files.py --sbom FILE             of the environment this runs in
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import sys
import uuid
from pathlib import Path
from typing import Any
from urllib.parse import quote

sys.path.insert(0, str(Path(__file__).resolve().parent))

from bundle import PROGRAM, VERSION

from shopdesk.base.parts import Part, parts

INSTALLERS = (".deb", ".exe", ".msi", ".dmg")
SUMS, ANNOUNCEMENT = "SHA256SUMS", "release.json"


def sums(folder: Path) -> str:
    """``hash  name`` of every installer, as ``sha256sum`` writes and checks it."""
    files = sorted(path for path in folder.iterdir() if path.suffix in INSTALLERS)
    return "".join(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files)


def announcement(page: str) -> str:
    """What the program asks for: the newest version and where to get it."""
    return json.dumps({"version": VERSION, "page": page}, indent=1) + "\n"


def bill_of_materials(found: list[Part]) -> dict[str, Any]:
    """CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid4()}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": PROGRAM,
                "name": PROGRAM,
                "version": VERSION,
                "licenses": [{"license": {"id": "MIT"}}],
            },
            "properties": [{"name": "system", "value": f"{platform.system()} {platform.machine()}"}],
        },
        "components": [_component(part) for part in found],
    }


def _component(part: Part) -> dict[str, Any]:
    made: dict[str, Any] = {"type": "library", "bom-ref": part.key, "name": part.name}
    if part.version:
        made["version"] = part.version
    if part.url:
        made["licenses"] = [_licence(part.licence)]
        made["externalReferences"] = [{"type": "website", "url": part.url}]
    if part.distribution:
        made["purl"] = f"pkg:pypi/{part.distribution}@{part.version}"
    elif not part.url:  # a library of the system, its licence is in its copyright file
        made["purl"] = f"pkg:deb/debian/{part.name}@{quote(part.version)}"
    return made


def _licence(licence: str) -> dict[str, Any]:
    if " OR " in licence:
        return {"expression": licence}
    return {"license": {"name" if licence.startswith("LicenseRef") else "id": licence}}


def main(words: list[str]) -> int:
    """Write the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--page", default="", help="where the installers are published")
    parser.add_argument("--sbom", type=Path)
    arguments = parser.parse_args(words)
    if arguments.sbom:
        arguments.sbom.write_text(json.dumps(bill_of_materials(parts()), indent=1) + "\n", encoding="utf-8")
    if arguments.folder:
        (arguments.folder / SUMS).write_text(sums(arguments.folder), encoding="utf-8")
        if arguments.page:
            (arguments.folder / ANNOUNCEMENT).write_text(announcement(arguments.page), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
