"""Saved mappings: how the owner's own files are read, by name; shared with others as a TOML file of a format
declaration's shape.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.errors import UserError
from shopdesk.importing.formats import parse_format
from shopdesk.services.recording import Change, recording
from shopdesk.storage.failures import explained
from shopdesk.storage.tables import ImportProfile

_LARGEST_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class Profile:
    """A saved mapping; ``mapping`` has the shape of a format declaration."""

    id: int
    name: str
    format_key: str
    mapping: Mapping[str, Any]


def list_profiles(session: Session) -> list[Profile]:
    """All saved mappings by name."""
    return [_profile(row) for row in session.scalars(select(ImportProfile).order_by(ImportProfile.name))]


def find_profile(session: Session, name: str) -> Profile:
    """The mapping of that name. Raises ``UserError("profile_unknown")``."""
    return _profile(_row(session, name))


def save_profile(session: Session, name: str, format_key: str, mapping: Mapping[str, Any]) -> Change:
    """Save ``mapping`` under ``name``; one of that name is replaced. Raises ``UserError``: ``profile_name_missing``,
    ``profile_not_readable``.
    """
    name = name.strip()
    if not name:
        raise UserError("profile_name_missing")
    checked = _checked(name, mapping)
    with recording(session, "profile_saved", name=name) as step:
        row = session.scalars(select(ImportProfile).where(ImportProfile.name == name)).first()
        if row is None:
            step.insert(ImportProfile(name=name, format_key=format_key, mapping=checked))
        else:
            step.update(row, format_key=format_key, mapping=checked)
    return step.change


def remove_profile(session: Session, name: str) -> Change:
    """Forget a mapping. Raises ``UserError("profile_unknown")``."""
    row = _row(session, name)
    with recording(session, "profile_removed", name=name) as step:
        step.delete(row)
    return step.change


def export_profile(session: Session, name: str, path: Path) -> None:
    """Write a mapping to ``path`` as TOML, to give to others. Raises ``UserError("profile_unknown")`` and
    ``MachineError``.
    """
    profile = find_profile(session, name)
    text = f"profile = {_toml(profile.name)}\nformat = {_toml(profile.format_key)}\n" + _table(profile.mapping)
    with explained(path):
        path.write_text(text, encoding="utf-8")


def read_profile(path: Path) -> tuple[str, str, dict[str, Any]]:
    """Name, format key and mapping of a shared file or a plain declaration. Raises
    ``UserError("profile_not_readable")``.
    """
    with explained(path):
        content = path.read_bytes()
    try:
        if len(content) > _LARGEST_BYTES:
            raise ValueError("too large")
        mapping = tomllib.loads(content.decode("utf-8-sig"))
    except ValueError as error:
        raise UserError("profile_not_readable", file=path.name, problem=str(error)) from error
    name, format_key = str(mapping.pop("profile", path.stem)), str(mapping.pop("format", ""))
    return name, format_key, _checked(path.name, mapping)


def _checked(name: str, mapping: Mapping[str, Any]) -> dict[str, Any]:
    try:
        parse_format(name, mapping)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError("profile_not_readable", file=name, problem=str(error)) from error
    return dict(mapping)


def _row(session: Session, name: str) -> ImportProfile:
    row = session.scalars(select(ImportProfile).where(ImportProfile.name == name)).first()
    if row is None:
        raise UserError("profile_unknown", name=name)
    return row


def _profile(row: ImportProfile) -> Profile:
    return Profile(row.id, row.name, row.format_key, row.mapping)


def _table(values: Mapping[str, Any], path: str = "") -> str:
    """TOML of a mapping: its plain values first, then its tables."""
    plain = [f"{_key(key)} = {_toml(value)}\n" for key, value in values.items() if not isinstance(value, Mapping)]
    text = (f"\n[{path}]\n" if path else "") + "".join(plain)
    for key, value in values.items():
        if isinstance(value, Mapping):
            text += _table(value, f"{path}.{_key(key)}" if path else _key(key))
    return text


def _key(key: str) -> str:
    return key if key.isascii() and key.replace("_", "").replace("-", "").isalnum() else _toml(key)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        escaped = "".join(_ESCAPES.get(c) or (c if c >= " " and c != "\x7f" else f"\\u{ord(c):04x}") for c in value)
        return f'"{escaped}"'
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_toml(item) for item in value) + "]"
    return repr(value)


_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "\r": "\\r"}
