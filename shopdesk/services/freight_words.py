"""Freight in words: what a service asks, why it is not offered, what was billed. For panes, dialogs and commands."""

from __future__ import annotations

from typing import Any

from shopdesk.base.i18n import message, tr, trn
from shopdesk.domain.freight import Quote, Rejection
from shopdesk.lists.formatting import format_money
from shopdesk.services.carrier_bills import CarrierCosts
from shopdesk.services.carrier_choice import ParcelOptions

_GRAMS = 1000


def kilograms(grams: int) -> str:
    """``4.8 kg``, ``850 g``."""
    return f"{grams / _GRAMS:g} kg" if grams >= _GRAMS else f"{grams} g"


def quote_text(quote: Quote) -> str:
    """``DHL Paket: €6.90 for 5 kg, 2 days``."""
    days = trn("{n} day", "{n} days", quote.offer.transit_days)
    return tr(
        "{service}: {price} for {weight}, {days}",
        service=quote.offer.name,
        price=format_money(quote.price_minor, quote.currency),
        weight=kilograms(quote.chargeable_g),
        days=days,
    )


def rejection_text(rejection: Rejection) -> str:
    """``UPS Standard: no price to FR``."""
    params: dict[str, Any] = dict(rejection.params)
    if "goods" in params:
        params["goods"] = tr(", ").join(message(f"goods_{key}") for key in params["goods"])
    if "price_minor" in params:
        params["price"] = format_money(params["price_minor"], params["currency"])
    reason = message(f"freight_{rejection.reason}", **params)
    return tr("{service}: {reason}", service=rejection.offer.name, reason=reason)


def parcel_text(parcel: ParcelOptions) -> str:
    """What is known of a parcel: weight and size, or what lacks a weight."""
    if parcel.unweighed:
        return tr("Weight not known: {things}", things=tr(", ").join(parcel.unweighed[:3]))
    if parcel.weight_g is None:
        return tr("Weight not known: weigh the parcel.")
    if parcel.size_mm is None:
        return tr("Weighs {weight}", weight=kilograms(parcel.weight_g))
    size = " × ".join(f"{side / 10:g}" for side in parcel.size_mm)
    return tr("Weighs {weight}, {size} cm", weight=kilograms(parcel.weight_g), size=size)


def parcel_lines(parcel: ParcelOptions) -> list[str]:
    """Everything about a parcel, a line each: itself, the buyer's wish, offers, reasons against the others."""
    lines = [parcel_text(parcel)]
    if isinstance(parcel.wanted, Quote):
        lines.append(tr("The buyer chose {service}", service=quote_text(parcel.wanted)))
    elif parcel.wanted is not None:
        lines.append(tr("The buyer chose {service}", service=rejection_text(parcel.wanted)))
    lines += [quote_text(quote) for quote in parcel.comparison.quotes]
    lines += [rejection_text(rejection) for rejection in parcel.comparison.rejected]
    return lines


def plain_parcel(parcel: ParcelOptions) -> dict[str, Any]:
    """A parcel for scripts: keys and numbers, the same in every language."""
    return {
        "order_no": parcel.order_no,
        "weight_g": parcel.weight_g,
        "size_mm": parcel.size_mm,
        "is_locked": parcel.is_locked,
        "buyer_chose": parcel.wanted.offer.name if parcel.wanted is not None else None,
        "suggested": parcel.suggested.offer.name if parcel.suggested is not None else None,
        "quotes": [
            {
                "carrier": quote.offer.carrier,
                "service": quote.offer.service,
                "transit_days": quote.offer.transit_days,
                "chargeable_g": quote.chargeable_g,
                "price_minor": quote.price_minor,
                "currency": quote.currency,
            }
            for quote in parcel.comparison.quotes
        ],
        "rejected": [
            {"carrier": each.offer.carrier, "service": each.offer.service, "reason": str(each.reason)}
            for each in parcel.comparison.rejected
        ],
    }


def cost_line(entry: CarrierCosts) -> str:
    """``DHL: 12 parcels billed at €84.20, quoted €81.00 (+€3.20)``."""
    billed = format_money(entry.billed.minor, entry.billed.currency)
    quoted = format_money(entry.quoted.minor, entry.quoted.currency)
    sign = "+" if entry.difference.minor > 0 else ""
    more = f"{sign}{format_money(entry.difference.minor, entry.difference.currency)}"
    text = trn(
        "{carrier}: {n} parcel billed at {billed}, quoted {quoted} ({more})",
        "{carrier}: {n} parcels billed at {billed}, quoted {quoted} ({more})",
        entry.parcels - entry.unquoted,
        carrier=entry.carrier,
        billed=billed,
        quoted=quoted,
        more=more,
    )
    if not entry.unquoted:
        return text
    return text + tr("; ") + trn("{n} without a quote", "{n} without a quote", entry.unquoted)
