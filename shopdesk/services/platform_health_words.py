"""Platform health in words: rates, limits, and the room that is left, in the current language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from shopdesk.base.i18n import N_, tr, trn
from shopdesk.domain.platform_health import Judgement, Limit, LimitRule, Metric, Standing

METRICS = {
    Metric.LATE: N_("Shipped late"),
    Metric.CANCELLED: N_("Cancelled before shipping"),
    Metric.TRACKING: N_("Shipped with a waybill"),
    Metric.DEFECT: N_("Defects"),
    Metric.ON_TIME: N_("Delivered on time"),
}
#: What each metric counts, and what the files cannot tell.
HINTS = {
    Metric.LATE: N_("Orders shipped after their ship-by time, of all that were shipped."),
    Metric.CANCELLED: N_("Files do not say who cancelled, so what buyers cancelled is counted too."),
    Metric.TRACKING: N_("Orders with carrier and waybill, of those that left from here or came with one."),
    Metric.DEFECT: N_("Order files tell disputed payments at most; the marketplace also counts claims and feedback."),
    Metric.ON_TIME: N_("Parcels delivered by the day that was expected, of those whose delivery is known."),
}
STANDINGS = {
    Standing.UNKNOWN: N_("Not known"),
    Standing.FINE: N_("Within the limit"),
    Standing.EDGE: N_("No room left"),
    Standing.OVER: N_("Over the limit"),
}
_SIGNS = {LimitRule.BELOW: "< ", LimitRule.AT_MOST: "≤ ", LimitRule.AT_LEAST: "≥ "}
_ROOM: Mapping[Metric, Callable[[int], str]] = {
    Metric.LATE: lambda n: trn("{n} more late order", "{n} more late orders", n),
    Metric.CANCELLED: lambda n: trn("{n} more cancellation", "{n} more cancellations", n),
    Metric.TRACKING: lambda n: trn("{n} more order without a waybill", "{n} more orders without a waybill", n),
    Metric.DEFECT: lambda n: trn("{n} more defect", "{n} more defects", n),
    Metric.ON_TIME: lambda n: trn("{n} more late delivery", "{n} more late deliveries", n),
}


def percent(bp: int | None) -> str:
    """Basis points as a percentage; "—" for what is not known (R-G2)."""
    if bp is None:
        return "—"
    value = Decimal(bp) / 100
    return f"{value.normalize() if value == value.to_integral() else value:f} %"


def limit_text(limit: Limit | None) -> str:
    """A limit: "< 2.5 % in 7 days"; "—" without one."""
    if limit is None:
        return "—"
    share = _SIGNS[limit.rule] + percent(limit.limit_bp)
    return trn("{share} in {n} day", "{share} in {n} days", limit.window_days, share=share)


def room_text(found: Judgement) -> str:
    """The room that is left, or what it takes to come back: "0 more cancellations this week before the limit of
    2.5 %".
    """
    if found.rate_bp is None:
        return tr("Nothing in the imported files to measure it by")
    if found.limit is None:
        return tr("No limit is known")
    limit = percent(found.limit.limit_bp)
    if found.standing is Standing.OVER:
        if found.recovery is None:
            return tr("Over the limit of {limit}, until the orders in question are too old to count", limit=limit)
        return trn(
            "Over the limit of {limit}: {n} more order without fault brings it back",
            "Over the limit of {limit}: {n} more orders without fault bring it back",
            found.recovery,
            limit=limit,
        )
    more = _ROOM[found.metric](found.room or 0)
    if found.limit.window_days == 7:
        return tr("{more} this week before the limit of {limit}", more=more, limit=limit)
    days = f"{found.limit.window_days:,}"
    return tr("{more} in {days} days before the limit of {limit}", more=more, days=days, limit=limit)
