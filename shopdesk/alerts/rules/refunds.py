"""Money that is to go back until a day (R-O9, S3-Y1.1.7.2-REFUND)."""

from __future__ import annotations

from collections.abc import Iterator

from shopdesk.alerts.facts import RefundFacts
from shopdesk.alerts.finding import Finding
from shopdesk.alerts.rule import AlertRule
from shopdesk.alerts.surroundings import Surroundings

PAY = "refund_pay"


def find(refund: RefundFacts, _around: Surroundings) -> Iterator[Finding]:
    """To pay from the day it was promised; overdue when the clock has run out."""
    params = {"order_no": refund.order_no, "amount": refund.amount}
    yield Finding(f"refund:{refund.refund_id}", PAY, refund.due_at, refund.order_id, params=params)


RULE = AlertRule((PAY,), RefundFacts, find)
