"""Shop cards from the window: asked where to, written, logged."""

from __future__ import annotations

from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from shopdesk.storage.tables import PrintJob
from shopdesk.tabs.orders import cards
from tests.tabs.orders.test_page import settle


def test_cards_for_what_is_to_ship_are_saved_and_logged(qtbot, page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cards, "ask_save", lambda *_asked: tmp_path / "cards")
    orders = page.model.rowCount()
    page.context.actions.trigger("orders.cards")
    settle(qtbot, page)
    assert len(PdfReader(tmp_path / "cards.pdf").pages) == -(-orders // 10)
    with page.context.shop.read() as session:
        job = session.scalars(select(PrintJob).order_by(PrintJob.id.desc())).first()
        assert (job.document, job.total) == ("D28", orders)


def test_nothing_is_written_when_nobody_says_where(qtbot, page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(cards, "ask_save", lambda *_asked: None)
    page.context.actions.trigger("orders.cards")
    settle(qtbot, page)
    assert not list(tmp_path.glob("*.pdf"))
