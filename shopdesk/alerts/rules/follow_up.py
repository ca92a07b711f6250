"""The word with the buyer one day after the parcel should have come (R-O8, S2-T7-CALL)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from shopdesk.alerts.facts import ArrivalFacts
from shopdesk.alerts.finding import Finding
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.domain.follow_up import expected_arrival, follow_up_at

CALL, WRITE, CARE = "follow_up_call", "follow_up_message", "follow_up_trouble"


def find(order: ArrivalFacts, around: Surroundings) -> Iterator[Finding]:
    """A call, abroad a message; where a return or dispute is open one that asks for no review. Not sooner than it
    can be planned for, and not any more when nobody would remember the parcel.
    """
    rules = around.rules
    if not rules["followup.on"]:
        return
    transit = order.transit_days
    if transit is None:
        transit = rules["shipping.transit_days_abroad" if order.is_abroad else "shipping.transit_days"]
    expected = order.expected_on or expected_arrival(order.handed_over_at, transit, around.clock)
    due_at = follow_up_at(expected, rules["followup.days_after_expected"], around.clock)
    if not due_at - timedelta(days=rules["followup.plan_days"]) <= around.moment:
        return
    if around.moment > due_at + timedelta(days=rules["followup.forget_days"]):
        return
    kind = CARE if order.has_trouble else WRITE if order.is_abroad and rules["followup.abroad_by_message"] else CALL
    params = {"order_no": order.order_no, "buyer": order.buyer or order.order_no}
    yield Finding(f"followup:{order.order_id}", kind, due_at, order.order_id, params=params)


RULE = AlertRule((CALL, WRITE, CARE), ArrivalFacts, find)
