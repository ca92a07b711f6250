"""Who the shop is: name, sender address and other facts; and which of our default numbers the owner has confirmed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from shopdesk.base.settings import Setting
from shopdesk.domain.search_text import clean_lines
from shopdesk.services import review_clock, settings
from shopdesk.services.changes import Change, recording
from shopdesk.services.settings import rule
from shopdesk.storage.tables import Shop, ShopSetting


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """The shop as it signs its paper. ``currency`` ISO 4217, ``timezone`` IANA, ``country`` ISO 3166 alpha-2."""

    name: str = ""
    legal_name: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    vat_no: str = ""
    eori_no: str = ""
    ioss_no: str = ""
    returns_policy: str = ""
    thank_you: str = ""
    currency: str = "EUR"
    timezone: str = "UTC"


#: The facts an owner may change; currency and time zone are the shop's for good once orders are in it.
EDITABLE = tuple(field.name for field in fields(ShopFacts) if field.name not in {"currency", "timezone"})


def facts(session: Session) -> ShopFacts:
    """What is known of the shop."""
    shop = session.scalars(select(Shop)).one()
    return ShopFacts(**{field.name: getattr(shop, field.name) for field in fields(ShopFacts)})


def set_facts(session: Session, **values: str) -> Change:
    """Change facts of the shop (:data:`EDITABLE`); control characters become spaces (H14).

    Raises ``KeyError`` for any other field: a bug of the caller.
    """
    unknown = set(values) - set(EDITABLE)
    if unknown:
        raise KeyError(sorted(unknown))
    shop = session.scalars(select(Shop)).one()
    with recording(session, "shop_facts_changed") as step:
        tidy: dict[str, Any] = {name: clean_lines(value) for name, value in values.items()}
        step.update(shop, **tidy)
    if "country" in values:  # whose public holidays the service calendar keeps
        review_clock.refresh(session, settings.values(session))
        return settings.orders_too(step.change)
    return step.change


def confirmed(session: Session) -> frozenset[str]:
    """The rules whose value the owner has set or confirmed; the others still stand at our own default."""
    return frozenset(session.scalars(select(ShopSetting.key)))


def confirm(session: Session, keys: Collection[str]) -> Change:
    """The owner has looked at these rules and keeps the default: it is theirs from now on."""
    known = confirmed(session)
    with recording(session, "settings_confirmed", count=len(set(keys) - known)) as step:
        for key in sorted(set(keys) - known):
            step.insert(ShopSetting(key=key, value=Setting.render(rule(key).default)))
    return step.change
