"""What is new: the releases of ``CHANGELOG.md``, in the owner's language where there is a translation."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from pathlib import Path

from shopdesk.base.catalog import resources_dir
from shopdesk.base.i18n import current_language

UNRELEASED = "Unreleased"
_POINT = re.compile(r"^- ", re.MULTILINE)
_GROUP = re.compile(r"^(?![-#\s])(.+)\n(?=- )", re.MULTILINE)  # a line before a list


@dataclass(frozen=True, slots=True)
class Release:
    """One section. ``version``: ``"0.2.0"`` or :data:`UNRELEASED`; ``text``: its Markdown, with headings of its
    groups."""

    version: str
    text: str


def releases(language: str = "") -> list[Release]:
    """Every release, newest first; one that is not translated into ``language`` (by default the current), or of which
    the translation lacks points, in English.
    """
    english = _parsed(changelog_file("en"))
    own = {release.version: release for release in _parsed(changelog_file(language or current_language()))}
    return [_up_to_date(own.get(release.version), release) for release in english]


def _up_to_date(translated: Release | None, english: Release) -> Release:
    same = translated is not None and len(_POINT.findall(translated.text)) == len(_POINT.findall(english.text))
    return translated if translated is not None and same else english


def changelog_file(language: str) -> Path:
    """Where the changelog of a language is: beside the resources of a bundle, in ``packaging`` of a checkout."""
    name = "CHANGELOG.md" if language == "en" else f"CHANGELOG.{language}.md"
    return resources_dir() / name if getattr(sys, "frozen", False) else resources_dir().parent / "packaging" / name


def _parsed(path: Path) -> list[Release]:
    if not path.exists():
        return []
    pieces = re.split(r"^## +(.+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return [
        Release(title.split()[0].strip("[]"), _GROUP.sub(r"### \1\n\n", text.strip()))
        for title, text in zip(pieces[1::2], pieces[2::2], strict=True)
    ]
