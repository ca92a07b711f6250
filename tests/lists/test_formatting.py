"""How values are written: money, dates, lateness, badges; in English and Chinese, on the shop's clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopdesk.base.i18n import set_language
from shopdesk.domain.money import to_decimal
from shopdesk.lists.formatting import (
    cell_tone,
    format_cell,
    format_date,
    format_datetime,
    format_money,
    format_unit_price,
)
from shopdesk.lists.spec import Column, ColumnKind, Money
from shopdesk.lists.status import OrderStatus, badge, lateness_text
from shopdesk.lists.task_status import TaskStatus

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "currency", "expected"),
    [
        (3990, "EUR", "€39.90"), (12800, "CNY", "¥128.00"), (6980, "JPY", "¥6,980"), (-400, "GBP", "-£4.00"),
        (123456789, "USD", "$1,234,567.89"), (1200, "CHF", "12.00 CHF"), (1234, "KWD", "1.234 KWD"), (5, "", "5"),
    ],
)  # fmt: skip
def test_money(minor: int, currency: str, expected: str) -> None:
    assert format_money(minor, currency) == expected


def test_unit_prices_keep_their_digits() -> None:
    assert format_unit_price(1_000, "GBP") == "£0.001"
    assert format_unit_price(39_900_000, "EUR") == "€39.90"
    assert format_unit_price(6_980_000_000, "JPY") == "¥6,980"
    assert format_unit_price(-500_000, "CHF") == "-0.50 CHF"


@given(st.integers(-(10**11), 10**11), st.sampled_from(["EUR", "JPY", "KWD", "USD"]))
def test_money_says_the_whole_amount(minor: int, currency: str) -> None:
    digits = "".join(c for c in format_money(minor, currency) if c in "0123456789.-")
    assert digits == f"{to_decimal(minor, currency):f}"


def test_dates_are_the_shops() -> None:
    moment = datetime(2026, 11, 22, 23, 46, tzinfo=UTC)
    assert format_datetime(moment, "en", "Europe/Berlin", today=NOW) == "23 Nov 00:46"
    assert format_datetime(moment, "zh_CN", "Asia/Shanghai", today=NOW) == "11月23日 07:46"
    assert format_date(datetime(2024, 3, 1, tzinfo=UTC), "en", "UTC", today=NOW) == "1 Mar 2024"
    assert format_date(datetime(2024, 3, 1, tzinfo=UTC), "zh_CN", "UTC", today=NOW) == "2024年3月1日"


def _order(state: str, attention: str = "", due_minutes: int | None = None, payment: str = "paid") -> OrderStatus:
    due = None if due_minutes is None else NOW + timedelta(minutes=due_minutes)
    return OrderStatus(state, attention, payment, due, 4)


def _review(minutes: int, attention: str = "", state: str = "to_review") -> OrderStatus:
    return OrderStatus(state, attention, "paid", None, 4, NOW + timedelta(minutes=minutes), 10)


@pytest.mark.parametrize(
    ("since", "in_english", "in_chinese"),
    [(0, "Due just now", "刚到期"), (59, "Due just now", "刚到期"), (60, "1 min waiting", "已等 1 分钟")],
)
def test_a_task_that_has_just_come_due_says_no_zero(since: int, in_english: str, in_chinese: str) -> None:
    status = TaskStatus("due", NOW - timedelta(seconds=since), None, 24)
    assert status.badge(NOW) == (in_english, "amber")
    set_language("zh_CN")
    assert status.badge(NOW)[0] == in_chinese


@pytest.mark.rule("R-O1")
@pytest.mark.rule("R-O4")
@pytest.mark.parametrize(
    ("status", "in_english", "in_chinese", "tone"),
    [
        (_order("confirmed", due_minutes=-35), "Overdue 35 min", "超时 35 分钟", "red"),
        (_order("confirmed", due_minutes=150), "Due in 2 h", "2 小时内发货", "amber"),
        (_order("confirmed", due_minutes=600), "Ready", "可发货", "green"),
        (_order("confirmed"), "Ready", "可发货", "green"),
        (_order("packed", "address", due_minutes=150), "Address?", "地址异常", "red"),
        (_order("packed", "address", due_minutes=-60), "Overdue 1 h", "超时 1 小时", "red"),
        (_order("to_review"), "To review", "待审核", "amber"),
        (_review(25), "Review in 25 min", "25 分钟内审核", "green"),
        (_review(10), "Review in 10 min", "10 分钟内审核", "amber"),
        (_review(0), "Review in 0 min", "0 分钟内审核", "amber"),
        (_review(-35), "Review 35 min late", "审核超时 35 分钟", "red"),
        (_review(-35, "phone"), "Phone?", "电话异常", "red"),
        (_review(-35, state="exception"), "Exception", "异常", "red"),
        (_order("cancelled", "parcel_to_stop"), "Stop the parcel", "拦截包裹", "red"),
        (_order("cancelled", "unknown_sku parcel_to_stop"), "Stop the parcel +1", "拦截包裹 +1", "red"),
        (_order("cancelled", "totals"), "Cancelled", "已取消", "neutral"),
        (_order("to_review", "phone totals"), "Totals differ +1", "金额不符 +1", "red"),
        (_order("imported", payment="unpaid"), "Unpaid", "待付款", "neutral"),
        (_order("imported"), "Waiting", "等待中", "neutral"),
        (_order("shipped", "totals", due_minutes=-9999), "Shipped", "已发货", "green"),
        (_order("cancelled"), "Cancelled", "已取消", "neutral"),
        (_order("unheard_of"), "unheard_of", "unheard_of", "neutral"),
    ],
)
def test_badges(status: OrderStatus, in_english: str, in_chinese: str, tone: str) -> None:
    assert badge(status, NOW) == (in_english, tone)
    set_language("zh_CN")
    assert badge(status, NOW) == (in_chinese, tone)


def test_lateness_in_words() -> None:
    assert lateness_text(NOW - timedelta(minutes=35), NOW) == "35 min late"
    assert lateness_text(NOW + timedelta(hours=2), NOW) == "Due in 2 h"
    set_language("zh_CN")
    assert lateness_text(NOW - timedelta(days=3), NOW) == "迟 3 天"


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        (ColumnKind.MONEY, Money(3990, "EUR"), "€39.90"), (ColumnKind.MONEY, None, ""),
        (ColumnKind.INTEGER, 2318, "2,318"),
        (ColumnKind.INTEGER, 0, "0"), (ColumnKind.TEXT, "<b>x</b>", "<b>x</b>"), (ColumnKind.BOOLEAN, False, "No"),
        (ColumnKind.WORD, "paid", "Paid"), (ColumnKind.WORD, "odd", "odd"),
        (ColumnKind.DATETIME, NOW, "22 Nov 12:00"), (ColumnKind.LATENESS, NOW, "Due in 0 min"),
        (ColumnKind.STATUS, _order("confirmed"), "Ready"),
    ],
)  # fmt: skip
def test_cells(kind: ColumnKind, value: object, expected: str) -> None:
    column = Column("x", "X", kind, (), words={"paid": "Paid"})
    assert format_cell(column, value, "en", "Europe/Berlin", moment=NOW) == expected
    assert cell_tone(column, value, moment=NOW) == ("green" if kind is ColumnKind.STATUS else "")
