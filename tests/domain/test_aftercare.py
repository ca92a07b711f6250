"""Refunds, invoices, installations: until when, how much, for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.errors import UserError
from shopdesk.domain.aftercare import (
    InvoiceWish,
    check_invoice,
    check_refund,
    installation_due,
    invoiceable,
    median_days,
    refund_due,
    refundable,
)
from shopdesk.domain.service_clock import SEVEN_BY_EIGHT, ServiceCalendar, ServiceClock

MONDAY = datetime(2026, 6, 8, 10, tzinfo=UTC)
DAYS = {"return_days": 2, "cancellation_days": 1}
SEVEN_DAYS = ServiceClock(ServiceCalendar("UTC"))
WEEKDAYS = ServiceClock(ServiceCalendar("UTC", (*SEVEN_BY_EIGHT[:5], (), ())))


def closing(day: int) -> datetime:
    """The end of service on a day of June 2026."""
    return datetime(2026, 6, day, 17, tzinfo=UTC)


@pytest.mark.rule("R-O9")
def test_a_return_has_two_days_of_service_a_cancellation_one():
    friday, saturday = MONDAY - timedelta(days=3), MONDAY - timedelta(days=2)
    assert refund_due("return", MONDAY, clock=SEVEN_DAYS, **DAYS) == closing(10)
    assert refund_due("cancellation", MONDAY, clock=SEVEN_DAYS, **DAYS) == closing(9)
    assert refund_due("return", friday, clock=WEEKDAYS, **DAYS) == closing(9)
    assert refund_due("cancellation", friday, clock=WEEKDAYS, **DAYS) == closing(8)
    assert refund_due("cancellation", saturday, clock=WEEKDAYS, **DAYS) == closing(8)


@pytest.mark.rule("R-O9")
def test_median_days_of_none_one_and_several():
    def spans(*days: float) -> list[tuple[datetime, datetime]]:
        return [(MONDAY, MONDAY + timedelta(days=n)) for n in days]

    assert median_days([]) is None
    assert median_days(spans(1.5)) == 1.5
    assert median_days(spans(1, 9, 2)) == 2
    assert median_days(spans(1, 2)) == 1.5


@pytest.mark.rule("R-O9")
def test_no_more_is_promised_back_than_was_paid():
    assert refundable(10_000, 2_000, 3_000) == 5_000
    assert refundable(10_000, 12_000, 0) == 0
    check_refund(5_000, 5_000)
    for amount, code in ((5_001, "refund_too_high"), (0, "refund_amount_zero"), (-1, "refund_amount_zero")):
        with pytest.raises(UserError) as refused:
            check_refund(amount, 5_000)
        assert refused.value.code == code


@pytest.mark.rule("R-O11")
def test_an_invoice_is_at_most_paid_less_refunded_less_invoiced():
    assert invoiceable(10_000, 2_500, 1_500) == 6_000
    check_invoice(InvoiceWish("personal", "Emma Fischer", "", 6_000), 6_000)
    with pytest.raises(UserError) as refused:
        check_invoice(InvoiceWish("personal", "Emma Fischer", "", 6_001), 6_000)
    assert refused.value.code == "invoice_too_high"


@pytest.mark.rule("R-O11")
@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (InvoiceWish("personal", "  ", "", 100), "invoice_no_title"),
        (InvoiceWish("company", "Kettle GmbH", " ", 100), "invoice_no_tax_no"),
        (InvoiceWish("company", "Kettle GmbH", "DE811", 0), "invoice_amount_zero"),
    ],
)
def test_title_tax_number_and_amount_are_needed(wish, code):
    with pytest.raises(UserError) as refused:
        check_invoice(wish, 1_000)
    assert refused.value.code == code


@pytest.mark.rule("R-O11")
@given(paid=st.integers(0, 10**9), refunded=st.integers(0, 10**9), amounts=st.lists(st.integers(1, 10**8), max_size=8))
def test_invoices_never_add_up_to_more_than_was_kept(paid, refunded, amounts):
    invoiced = 0
    for amount in amounts:
        if amount <= invoiceable(paid, refunded, invoiced):
            invoiced += amount
    assert invoiced <= max(0, paid - refunded)


@pytest.mark.rule("R-O15")
def test_installation_is_due_three_days_after_the_later_of_delivery_and_wish():
    assert installation_due(MONDAY, None, 72) == MONDAY + timedelta(days=3)
    assert installation_due(MONDAY, MONDAY + timedelta(days=2), 72) == MONDAY + timedelta(days=5)
    assert installation_due(MONDAY, MONDAY - timedelta(days=2), 72) == MONDAY + timedelta(days=3)
