"""Carriers everybody knows, as ``resources/carriers/*.toml`` declares them: names as exports spell them, limits,
transit days, tracking page, what their waybills look like. Prices are never declared: they are the shop's own.

A declaration: ``name`` (text, or en and zh_CN), ``aliases``, ``kind``, ``country``, ``volumetric_divisor``,
``weight_step_g``, ``tracking_url`` with ``{waybill}``, ``waybill`` (a pattern for numbers that are not S10),
``services`` (``name``, ``days``, and where known ``max_weight_g``, ``max_length_mm``, ``modes``, ``traits``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shopdesk.base.catalog import declarations
from shopdesk.base.i18n import localized
from shopdesk.domain.carriers import CarrierKind, find_named, name_index

Text = Mapping[str, str] | str


@dataclass(frozen=True, slots=True)
class PresetService:
    """A service of a well-known carrier."""

    name: Text
    transit_days: int
    max_weight_g: int | None = None
    max_length_mm: int | None = None
    modes: str = ""
    traits: str = ""


@dataclass(frozen=True, slots=True)
class Preset:
    """A well-known carrier. ``waybill``: a pattern, ``""`` when its own numbers follow none."""

    key: str
    name: Text
    aliases: tuple[str, ...]
    kind: CarrierKind
    country: str
    volumetric_divisor: int
    weight_step_g: int
    tracking_url: str
    waybill: str
    services: tuple[PresetService, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Everything it is called, in every language."""
        own = (self.name,) if isinstance(self.name, str) else tuple(self.name.values())
        return tuple(dict.fromkeys((*own, *self.aliases)))


@cache
def presets() -> Mapping[str, Preset]:
    """Every declared carrier by key."""
    return {key: _preset(key, entry) for key, entry in declarations("carriers")}


def _preset(key: str, entry: Mapping[str, Any]) -> Preset:
    services = tuple(
        PresetService(
            name=service["name"],
            transit_days=service["days"],
            **{name: service[name] for name in ("max_weight_g", "max_length_mm", "modes", "traits") if name in service},
        )
        for service in entry["services"]
    )
    return Preset(
        key=key,
        name=entry["name"],
        aliases=tuple(entry["aliases"]),
        kind=CarrierKind(entry["kind"]),
        country=entry.get("country", ""),
        volumetric_divisor=entry["volumetric_divisor"],
        weight_step_g=entry["weight_step_g"],
        tracking_url=entry.get("tracking_url", ""),
        waybill=entry.get("waybill", ""),
        services=services,
    )


@cache
def _by_name() -> Mapping[str, Preset]:
    return name_index((preset, preset.names) for preset in presets().values())


def preset_of(text: str) -> Preset | None:
    """The well-known carrier that a text names, ``None`` when it is none."""
    return find_named(text, _by_name())


def waybill_pattern(carrier: str) -> str:
    """What the waybills of the carrier that ``carrier`` names look like, ``""`` when nobody knows (R-O6)."""
    found = preset_of(carrier)
    return found.waybill if found is not None else ""


def preset_name(preset: Preset) -> str:
    """Its name in the current language."""
    return localized(preset.name)
