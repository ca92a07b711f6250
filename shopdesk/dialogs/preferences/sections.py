"""What the preferences show, in which order and under which heading.

No widget: a new declared setting appears by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shopdesk.base.i18n import N_, tr
from shopdesk.base.settings import Setting, declared
from shopdesk.dialogs.countries import country_names
from shopdesk.services.shop import ShopFacts
from shopdesk.ui.forms import Field

#: The source of a number that is ours alone.
OWN_DEFAULT = "OD"
_GROUPS = {
    "orders": N_("Orders"),
    "service": N_("Service hours"),
    "tracking": N_("Parcels on their way"),
    "aftercare": N_("After the sale"),
    "printing": N_("Printing"),
    "appearance": N_("Appearance"),
    "stock": N_("Stock"),
    "shipping": N_("Shipping"),
    "customs": N_("Customs"),
    "import": N_("Import"),
}
_FACTS: tuple[tuple[str, str, str], ...] = (
    ("name", N_("Shop name"), "text"),
    ("legal_name", N_("Sender name on labels"), "text"),
    ("line1", N_("Street and number"), "text"),
    ("line2", N_("Address line 2"), "text"),
    ("city", N_("City"), "text"),
    ("region", N_("State or province"), "text"),
    ("postcode", N_("Postcode"), "text"),
    ("country", N_("Country"), "choice"),
    ("phone", N_("Phone"), "text"),
    ("email", N_("E-mail"), "text"),
    ("website", N_("Web address"), "text"),
    ("vat_no", N_("VAT number"), "text"),
    ("eori_no", N_("EORI number"), "text"),
    ("ioss_no", N_("IOSS number"), "text"),
    ("returns_policy", N_("Returns, as printed on packing notes"), "lines"),
    ("thank_you", N_("Thank-you line on packing notes"), "lines"),
)


class Origin(StrEnum):
    """Where the number in force comes from, and so its colour."""

    SOURCE = "source"  # a source of the trade
    OURS = "ours"  # our own default, not looked at by the owner yet
    OWNER = "owner"  # set or confirmed by the owner


@dataclass(frozen=True, slots=True)
class Section:
    """One page of the preferences. ``scope``: ``rules`` (the shop's), ``preferences`` (this machine's)."""

    key: str
    title: str
    scope: str
    settings: Mapping[str, Setting]


def sections() -> list[Section]:
    """Every group of declared settings, the shop's rules first."""
    made = []
    for scope in ("rules", "preferences"):
        groups: dict[str, dict[str, Setting]] = {}
        for key, setting in declared(scope).items():
            groups.setdefault(setting.group, {})[key] = setting
        for group, settings in groups.items():
            title = tr(_GROUPS[group]) if group in _GROUPS else group.capitalize()
            made.append(Section(f"{scope}.{group}", title, scope, settings))
    return made


def origin(setting: Setting, confirmed: frozenset[str]) -> Origin:
    """Whose word a rule's value is."""
    if setting.key in confirmed:
        return Origin.OWNER
    return Origin.OURS if setting.source == OWN_DEFAULT else Origin.SOURCE


def origin_text(setting: Setting, found: Origin) -> str:
    """The line below a number: its source, or that it is only our own guess."""
    if found is Origin.OURS:
        return tr("Our own suggestion: please look whether it fits your shop.")
    if found is Origin.OWNER:
        return tr("Set by you.")
    return tr("Source: {source}", source=setting.source)


def fact_fields(facts: ShopFacts, language: str) -> list[Field]:
    """The fields of the first page."""
    countries = tuple(country_names(language))
    return [
        Field(
            key,
            tr(label),
            kind,
            getattr(facts, key),
            choices=countries if kind == "choice" else (),
            required=key == "name",
        )
        for key, label, kind in _FACTS
    ]
