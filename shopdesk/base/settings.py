"""Settings are data: ``rules.toml`` (the shop's numbers, with source ids), ``preferences.toml`` (this machine's).

The preferences dialog is generated from these declarations. Values that differ from the default are stored by
``services.settings`` (shop) and ``app.machine`` (machine); this module only declares, parses and checks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from shopdesk.base.catalog import load_toml, resources_dir
from shopdesk.base.errors import UserError


class SettingKind(StrEnum):
    INTEGER = "integer"
    BOOLEAN = "boolean"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting. ``source``: a source id of the domain (``S1-4.1.1.1-30MIN``) or ``"OD"``: our own."""

    key: str
    kind: SettingKind
    default: Any
    label: Mapping[str, str]
    group: str
    source: str = "OD"
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[tuple[str, Mapping[str, str]], ...] = ()
    hint: Mapping[str, str] | None = None

    def parse(self, text: str) -> Any:
        """The typed value of stored ``text``. Raises ``UserError("setting_invalid")``."""
        try:
            value: Any = text
            if self.kind is SettingKind.INTEGER:
                value = int(text)
            elif self.kind is SettingKind.BOOLEAN:
                value = {"true": True, "false": False}[text]
        except (ValueError, KeyError) as error:
            raise UserError("setting_invalid", key=self.key, value=text) from error
        return self.check(value)

    def check(self, value: Any) -> Any:
        """``value`` itself when it is allowed. Raises ``UserError("setting_invalid")``."""
        outside = self.kind is SettingKind.INTEGER and (
            (self.minimum is not None and value < self.minimum) or (self.maximum is not None and value > self.maximum)
        )
        unknown = self.kind is SettingKind.CHOICE and value not in {key for key, _ in self.choices}
        if outside or unknown:
            raise UserError("setting_invalid", key=self.key, value=value)
        return value

    @staticmethod
    def render(value: Any) -> str:
        """The stored text of a typed value."""
        return str(value).lower() if isinstance(value, bool) else str(value)


def _setting(key: str, entry: Mapping[str, Any]) -> Setting:
    choices = tuple((c["key"], c["label"]) for c in entry.get("choices", ()))
    return Setting(
        key=key,
        kind=SettingKind(entry["kind"]),
        default=entry["default"],
        label=entry["label"],
        group=entry["group"],
        source=entry.get("source", "OD"),
        unit=entry.get("unit", ""),
        minimum=entry.get("minimum"),
        maximum=entry.get("maximum"),
        choices=choices,
        hint=entry.get("hint"),
    )


@cache
def declared(scope: str) -> Mapping[str, Setting]:
    """Every setting of a scope (``"rules"``: the shop's, ``"preferences"``: this machine's) by key, in file order."""
    entries = load_toml(resources_dir() / f"{scope}.toml")
    return {key: _setting(key, entry) for key, entry in entries.items()}
