"""The rules on plain facts: what they find, with which key, and what they leave alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.alerts.facts import ArrivalFacts, InstallationFacts, InvoiceFacts, ParcelFacts, RefundFacts, TroubleFacts
from shopdesk.alerts.registry import alert_rules
from shopdesk.alerts.rules import follow_up, installations, invoices, refunds, stale, troubled
from shopdesk.alerts.surroundings import Surroundings
from shopdesk.base.settings import declared
from shopdesk.domain.service_clock import SEVEN_BY_EIGHT, ServiceCalendar, ServiceClock

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
RULES = {key: setting.default for key, setting in declared("rules").items()}


SEVEN_DAYS = ServiceClock(ServiceCalendar("UTC"))
WEEKDAYS = ServiceClock(ServiceCalendar("UTC", (*SEVEN_BY_EIGHT[:5], (), ())))


def around(moment: datetime = NOON, clock: ServiceClock = SEVEN_DAYS, **rules: Any) -> Surroundings:
    return Surroundings(moment, RULES | rules, clock)


def ago(hours: float) -> datetime:
    return NOON - timedelta(hours=hours)


def parcel(**facts: Any) -> ParcelFacts:
    known: dict[str, Any] = {
        "shipment_id": 7, "order_id": 1, "order_no": "303-1", "carrier": "DHL", "waybill": "W1",
        "handed_over_at": ago(100), "last_event_at": ago(50), "is_abroad": False, "stale_domestic_h": None,
        "stale_abroad_h": None, "first_scan_h": None, "is_asked": False,
    }  # fmt: skip
    return ParcelFacts(**(known | facts))


def arrival(**facts: Any) -> ArrivalFacts:
    known: dict[str, Any] = {
        "order_id": 1, "order_no": "303-1", "buyer": "Emma", "handed_over_at": datetime(2026, 11, 18, 9, tzinfo=UTC),
        "expected_on": None, "transit_days": 3, "is_abroad": False, "has_trouble": False,
    }  # fmt: skip
    return ArrivalFacts(**(known | facts))


@pytest.mark.rule("R-O7")
def test_a_parcel_without_news_for_more_than_48_hours_is_asked_for():
    (found,) = stale.find(parcel(), around())
    assert (found.kind, found.key) == ("stale_ask_carrier", "stale:7:2026-11-20T10:00:00Z")
    assert found.due_at == ago(2) and found.params["hours"] == 48
    assert not list(stale.find(parcel(last_event_at=ago(48)), around()))


@pytest.mark.rule("R-O7")
def test_abroad_it_is_120_hours_and_before_the_first_scan_24():
    abroad = parcel(is_abroad=True, handed_over_at=ago(300))
    assert not list(stale.find(replace(abroad, last_event_at=ago(120)), around()))
    assert list(stale.find(replace(abroad, last_event_at=ago(121)), around()))
    unscanned = parcel(last_event_at=None, is_abroad=True)
    assert not list(stale.find(replace(unscanned, handed_over_at=ago(24)), around()))
    assert list(stale.find(replace(unscanned, handed_over_at=ago(25)), around()))


@pytest.mark.rule("R-O7")
def test_a_carriers_own_limits_go_before_the_shops():
    assert list(stale.find(parcel(last_event_at=ago(13), stale_domestic_h=12), around()))
    assert not list(stale.find(parcel(stale_domestic_h=72), around()))
    assert not list(stale.find(parcel(last_event_at=None, handed_over_at=ago(30), first_scan_h=36), around()))


@pytest.mark.rule("R-O7")
def test_the_same_gap_has_the_same_key_and_the_next_gap_another():
    first, later = (next(stale.find(parcel(), around(moment))).key for moment in (NOON, NOON + timedelta(days=3)))
    again = next(stale.find(parcel(last_event_at=NOON), around(NOON + timedelta(days=3)))).key
    assert first == later != again


@pytest.mark.rule("R-O7")
def test_once_the_carrier_was_asked_the_buyer_is_told():
    kinds = [found.kind for found in stale.find(parcel(is_asked=True), around())]
    assert kinds == ["stale_ask_carrier", "stale_tell_buyer"]


@pytest.mark.rule("R-O7")
def test_watching_can_be_switched_off():
    assert not list(stale.find(parcel(), around(**{"tracking.watch": False})))


@pytest.mark.rule("R-O7")
@given(age=st.integers(0, 400), limit=st.integers(1, 300))
def test_a_gap_alerts_exactly_beyond_its_limit(age, limit):
    found = list(stale.find(parcel(last_event_at=ago(age), handed_over_at=ago(500), stale_domestic_h=limit), around()))
    assert bool(found) is (age > limit)


@pytest.mark.rule("R-O7")
def test_a_parcel_that_did_not_arrive_is_asked_for_at_once_and_for_each_word_once():
    def found(state: str, said_at: datetime = NOON):
        facts = TroubleFacts(7, 1, "303-1", "DHL", "W1", state, said_at)
        assert not list(troubled.find(facts, around(**{"tracking.watch": False})))
        (finding,) = troubled.find(facts, around())
        return finding

    words = [found(state) for state in ("stalled", "lost", "returned_to_sender")]
    assert [each.kind for each in words] == list(troubled.KINDS.values())
    assert {each.due_at for each in words} == {NOON}
    assert len({each.key for each in [*words, found("stalled"), found("stalled", ago(5))]}) == 4


@pytest.mark.rule("R-O8")
def test_the_buyer_is_called_one_day_after_the_parcel_should_have_come():
    order = arrival(handed_over_at=datetime(2026, 6, 3, 10, tzinfo=UTC))
    (found,) = follow_up.find(order, around(datetime(2026, 6, 7, 12, tzinfo=UTC)))
    assert found.due_at == datetime(2026, 6, 7, 9, tzinfo=UTC)
    assert (found.kind, found.key) == ("follow_up_call", "followup:1")


@pytest.mark.rule("R-O8")
def test_a_day_without_service_moves_the_call():
    order = arrival(handed_over_at=datetime(2026, 6, 3, 10, tzinfo=UTC))
    (found,) = follow_up.find(order, around(datetime(2026, 6, 7, 12, tzinfo=UTC), WEEKDAYS))
    assert found.due_at.date() == date(2026, 6, 8)


@pytest.mark.rule("R-O8")
def test_the_expected_day_that_is_known_goes_before_the_days_of_the_service():
    (found,) = follow_up.find(arrival(expected_on=date(2026, 11, 24), transit_days=1), around())
    assert found.due_at.date() == date(2026, 11, 25)


@pytest.mark.rule("R-O8")
def test_abroad_it_is_a_message_and_an_open_return_asks_for_no_review():
    kinds = [
        next(follow_up.find(arrival(**facts), around(**rules))).kind
        for facts, rules in (
            ({"is_abroad": True}, {}),
            ({"is_abroad": True}, {"followup.abroad_by_message": False}),
            ({"has_trouble": True, "is_abroad": True}, {}),
        )
    ]
    assert kinds == ["follow_up_message", "follow_up_call", "follow_up_trouble"]


@pytest.mark.rule("R-O8")
def test_where_the_service_is_unknown_the_shops_own_days_count():
    home, abroad = (
        next(follow_up.find(arrival(transit_days=None, is_abroad=away), around())).due_at.date()
        for away in (False, True)
    )
    assert (home, abroad) == (date(2026, 11, 22), date(2026, 11, 29))


@pytest.mark.rule("R-O8")
def test_nobody_is_called_weeks_ahead_or_weeks_late():
    order = arrival(expected_on=date(2026, 11, 21))
    for days, is_found in ((-7, True), (-8, False), (14, True), (15, False)):
        moment = datetime(2026, 11, 22, 9, tzinfo=UTC) + timedelta(days=days)
        assert bool(list(follow_up.find(order, around(moment)))) is is_found, days
    assert not list(follow_up.find(order, around(**{"followup.on": False})))


@pytest.mark.rule("R-O9")
def test_a_refund_is_to_be_paid_until_it_is():
    (found,) = refunds.find(RefundFacts(3, 1, "303-1", "39.90 EUR", NOON), around())
    assert (found.key, found.kind, found.due_at) == ("refund:3", "refund_pay", NOON)


@pytest.mark.rule("R-O11")
def test_an_invoice_is_to_be_issued_within_days_of_service():
    (found,) = invoices.find(InvoiceFacts(4, 1, "303-1", "Kettle GmbH", NOON), around())
    assert (found.key, found.due_at) == ("invoice:4", datetime(2026, 11, 24, 17, tzinfo=UTC))


@pytest.mark.rule("R-O15")
def test_an_overdue_installation_is_suggested_to_somebody_else():
    wish = InstallationFacts(5, 1, "303-1", "North", NOON, None)
    (due,) = installations.find(wish, around(NOON + timedelta(hours=72)))
    (late,) = installations.find(wish, around(NOON + timedelta(hours=72, seconds=1)))
    assert (due.kind, late.kind) == ("install", "install_reassign")
    assert due.key != late.key and due.due_at == late.due_at == NOON + timedelta(days=3)


def test_no_kind_belongs_to_two_rules():
    kinds = [kind for rule in alert_rules() for kind in rule.kinds]
    assert len(kinds) == len(set(kinds)) and len(alert_rules()) >= 5
