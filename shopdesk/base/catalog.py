"""Catalogues: a folder of small TOML declarations, found by listing it.

Everything that multiplies (import formats, label sheets, messages …) is such a folder under ``resources/``; the
installer and ``--self-check`` walk the same folders through :func:`catalogue_files`.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = (
    "import_formats", "label_sheets", "card_sheets", "documents", "task_kinds", "buyer_messages",
    "ship_templates", "carriers", "platform_limits",
    "messages", "i18n", "sample_shop",
)  # fmt: skip


@cache
def resources_dir() -> Path:
    """The folder of resources: beside the package in a checkout, inside the bundle when installed."""
    override = os.environ.get("SHOPDESK_RESOURCES")
    if override:
        return Path(override)
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) / "resources" if bundle else Path(__file__).resolve().parents[2] / "resources"


def catalogue_files(name: str, suffix: str = ".toml") -> list[Path]:
    """The declarations of one catalogue, sorted by name."""
    return sorted((resources_dir() / name).glob(f"**/*{suffix}"))


def resource_files() -> list[str]:
    """Every file the program carries, as a path below :func:`resources_dir`: what a bundle must hold. Sorted."""
    root = resources_dir()
    found = (path.relative_to(root) for path in root.glob("**/*") if path.is_file())
    return sorted(path.as_posix() for path in found if not any(part.startswith((".", "__")) for part in path.parts))


def load_toml(path: Path) -> dict[str, Any]:
    """One declaration. Raises ``tomllib.TOMLDecodeError``: a broken declaration is a bug, found by the tests."""
    with path.open("rb") as file:
        return tomllib.load(file)


def declarations(name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """``(key, declaration)`` for every TOML file of a catalogue; the key is the file's name without ending."""
    for path in catalogue_files(name):
        yield path.stem, load_toml(path)
