"""What the last page of the wizard, and the notes of the preview, say of an import."""

from __future__ import annotations

import pytest

from shopdesk.base.i18n import set_language
from shopdesk.dialogs.import_wizard import outcome, preview_wording
from shopdesk.services.import_result import ImportResult, Note, Preview
from shopdesk.services.recording import Change

NOTE = Note("import_closed_by_age", {"n": 3, "days": 60})


def _result(**counts: int) -> ImportResult:
    return ImportResult(
        format="generic_order_lines",
        score=1.0,
        target="orders",
        rows=8,
        imported=8,
        unchanged=0,
        rejected_rows=0,
        rejected=(),
        counts={"orders_new": 7, **counts},
        total_by_currency={"EUR": "12.00"},
        batch=1,
        channel="Own shop",
        kept_edits=0,
        change=Change(1, "import_applied_orders", {"file": "a.csv", "new": 7, "changed": 0}),
        notes=(NOTE,),
    )


@pytest.mark.parametrize(
    ("language", "waiting", "closed"),
    [("en", "4 new orders wait under To review.", "count as completed: 3"),
     ("zh_CN", "4 个新订单在“待审核”中等待处理。", "按已完成处理：3 个")],
)  # fmt: skip
def test_the_result_says_where_the_orders_are(language: str, waiting: str, closed: str) -> None:
    set_language(language)
    lines = outcome.imported(_result(orders_to_review=4)).lines
    assert waiting in lines
    assert any(closed in line for line in lines)
    assert not any("To review" in line or "待审核" in line for line in outcome.imported(_result()).lines)


def test_the_preview_says_which_orders_count_as_completed() -> None:
    preview = Preview(
        format_key="generic_order_lines", score=1.0, target="orders", rows=8, counts={"new": 8}, entities={"new": 7},
        changed_fields={}, reject_reasons={}, kept_edits=0, channel="", channel_exists=False, notes=(NOTE,),
    )  # fmt: skip
    assert "older than 60 days count as completed: 3" in preview_wording.notes(preview)
