"""The review in the Orders tab: ticks, exceptions resolved in place, the state line, the reminder (R-O1 to R-O4)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton
from sqlalchemy import select

from shopdesk.base.i18n import set_language
from shopdesk.domain.verification import Tick
from shopdesk.services.punctuality import ReviewFigures
from shopdesk.storage.queries.review import Punctuality
from shopdesk.storage.tables import ImportBatch, Order, OrderException, Refund
from shopdesk.tabs.orders.view import OrdersPage, state_text
from tests.conftest import NOON


def settle(qtbot, page: OrdersPage) -> None:
    """Rows are there and nothing is under way."""
    qtbot.waitUntil(lambda: page.model.is_complete)
    qtbot.waitUntil(page.context.tasks.is_idle)


def look_at(qtbot, page: OrdersPage, chip: str):
    """The first order of a chip, its review shown."""
    page.show_chip(chip)
    settle(qtbot, page)
    page.focus_table()
    settle(qtbot, page)
    review = page.pane.review
    qtbot.waitUntil(review.isVisible)
    qtbot.waitUntil(page.context.tasks.is_idle)
    return review


def stored(page: OrdersPage, order_id: int) -> Order:
    with page.context.shop.read() as session:
        return session.get_one(Order, order_id)


@pytest.mark.rule("R-O2")
def test_a_tick_by_keyboard_and_back_by_undo(qtbot, page):
    review = look_at(qtbot, page, "to_review")
    order_id = page.table.current_id()
    box = review.boxes[Tick.PHONE]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Space)
    settle(qtbot, page)
    assert "phone" in stored(page, order_id).verified.split()
    assert review.boxes[Tick.PHONE].isChecked()
    qtbot.waitUntil(review.boxes[Tick.PHONE].hasFocus)
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert stored(page, order_id).verified == ""
    assert not review.boxes[Tick.PHONE].isChecked()


@pytest.mark.rule("R-O2")
def test_all_five_at_once_answer_the_problems(qtbot, page):
    review = look_at(qtbot, page, "to_review")
    order_id = page.table.current_id()
    assert stored(page, order_id).attention
    review.all_five.click()
    settle(qtbot, page)
    assert (stored(page, order_id).attention, len(stored(page, order_id).verified.split())) == ("", 5)
    assert review.all_five is None


@pytest.mark.rule("R-O3")
def test_an_exception_is_talked_over_and_resolved(qtbot, page):
    review = look_at(qtbot, page, "exceptions")
    order_id, case = page.table.current_id(), review.case
    said = case.findChild(QLineEdit, "exception.said")
    said.setFocus()
    qtbot.keyClicks(said, "Buyer wants the money back")
    qtbot.keyClick(said, Qt.Key.Key_Return)
    settle(qtbot, page)
    with page.context.shop.read() as session:
        found = session.scalars(select(OrderException).where(OrderException.order_id == order_id)).one()
        assert found.resolution == ""
    assert said.text() == ""
    choice = case.findChild(QComboBox, "exception.resolution")
    choice.setCurrentIndex(choice.findData("part_refund"))
    amount = case.findChild(QLineEdit, "exception.amount")
    assert amount.isVisible()
    qtbot.keyClicks(amount, "5,00")
    case.findChild(QPushButton, "exception.resolve").click()
    settle(qtbot, page)
    assert stored(page, order_id).state == "to_review"
    with page.context.shop.read() as session:
        assert session.scalars(select(Refund.amount_minor).where(Refund.order_id == order_id)).one() == 500
    page.context.undo.undo_last()
    settle(qtbot, page)
    assert stored(page, order_id).state == "exception"


@pytest.mark.rule("R-O3")
def test_what_is_wrong_can_be_named(qtbot, page):
    review = look_at(qtbot, page, "exceptions")
    order_id, kind = page.table.current_id(), review.case.kind
    kind.setCurrentIndex(kind.findData("payment_problem"))
    kind.activated.emit(kind.currentIndex())
    settle(qtbot, page)
    with page.context.shop.read() as session:
        found = session.scalars(select(OrderException).where(OrderException.order_id == order_id)).one()
        assert (found.kind, found.proposal) == ("payment_problem", "wait")


def test_a_shipped_order_shows_no_review(qtbot, page):
    page.show_chip("shipped")
    settle(qtbot, page)
    page.focus_table()
    settle(qtbot, page)
    qtbot.waitUntil(page.pane.isVisible)
    settle(qtbot, page)
    assert not page.pane.review.isVisible()


@pytest.mark.rule("R-O1")
@pytest.mark.rule("R-O4")
def test_the_state_line_says_what_is_late() -> None:
    counts = {"all": 9, "to_ship": 2, "to_review": 3, "attention": 1}
    late = ReviewFigures(Punctuality(1, 1, 10, 9, 20, 1), None, None, None)
    assert state_text(counts, late) == (
        "2 to ship · 3 to review (1 late) · 1 needs attention · 90 % reviewed in time · 5 % shipped late"
    )
    soon = ReviewFigures(Punctuality(0, 2, 0, 0, 20, 0), None, None, None)
    assert state_text(counts, soon) == "2 to ship · 3 to review (2 soon due) · 1 needs attention"
    assert state_text(counts, None) == "2 to ship · 3 to review · 1 needs attention"
    assert state_text({}, late) == "No orders yet"


@pytest.mark.rule("R-O1")
def test_the_page_asks_for_the_next_export(qtbot, page):
    now = datetime.fromisoformat(NOON).astimezone(UTC)
    assert page._reminder is not None and not page._reminder.isVisible()
    with page.context.shop.write() as session:
        session.add(
            ImportBatch(
                at=now - timedelta(minutes=29), file_name="x", file_sha256="", format_key="f", target="orders", rows=1,
                summary={},
            )
        )  # fmt: skip
    page._reminder.asked.emit()
    settle(qtbot, page)
    assert not page._reminder.isVisible()
    with page.context.shop.write() as session:
        session.scalars(select(ImportBatch)).one().at = now - timedelta(minutes=30)
    page._reminder.asked.emit()
    settle(qtbot, page)
    assert page._reminder.isVisible()
    assert "30 min ago" in page._reminder.label.text()
    assert page._reminder.button.isVisible()


def test_a_clock_that_was_put_back_is_said(qtbot, page, monkeypatch):
    page.show_chip("to_review")
    settle(qtbot, page)
    page.order_actions.confirm()
    settle(qtbot, page)
    monkeypatch.setenv("SHOPDESK_NOW", "2026-11-22T11:00:00+00:00")
    page._reminder.asked.emit()
    settle(qtbot, page)
    assert "nothing is lost" in page._reminder.label.text()
    assert not page._reminder.button.isVisible()


@pytest.mark.parametrize(("language", "words"), [("en", "Was to be reviewed by 22 Nov"), ("zh_CN", "应在 11月2")])
def test_the_time_is_written_as_its_reader_does(qtbot, page, language: str, words: str):
    set_language(language)
    review = look_at(qtbot, page, "to_review")
    shown = [label.text() for label in review.findChildren(QLabel)]
    assert any(text.startswith(words) for text in shown), shown


@pytest.mark.rule("R-O2")
def test_the_tick_of_the_phone_says_that_there_is_none(qtbot, page):
    review = look_at(qtbot, page, "to_review")
    with page.context.shop.write() as session:
        order = session.get_one(Order, page.table.current_id())
        order.ship_phone = order.buyer_phone = ""
    review.boxes[Tick.GOODS].click()
    settle(qtbot, page)
    said = [label.text() for label in review.findChildren(QLabel)]
    assert "no phone: its label will be refused" in said
