"""What the wizard decides and says, without a window."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopdesk.base.i18n import set_language
from shopdesk.dialogs.import_wizard import clipboard, preview_wording, wording
from shopdesk.dialogs.import_wizard.examples import read_amount, read_date
from shopdesk.dialogs.import_wizard.fields import REQUIRED, field_label, fields_of
from shopdesk.dialogs.import_wizard.state import Journey, Step
from shopdesk.importing.formats import FIELDS
from shopdesk.importing.request import Candidate, Detection, Question
from shopdesk.services.import_result import Preview, RejectedRow
from shopdesk.services.staged_rows import FieldChange, RowDetail, StagedRow

SURE = Candidate("shopify_orders", 0.98, "detected_signature", ("Name",), (), "orders")
NEXT = Candidate("generic_order_lines", 0.3, "detected_synonyms", (), (), "orders")
ASKED = Question("date_order", ("DMY", "MDY"), ("03/04/2026",))
FOUND = Detection(
    key="shopify_orders",
    target="orders",
    score=0.98,
    candidates=(SURE, NEXT),
    headers=("Name", "Total", "Odd"),
    mapping={"order_no": "Name", "total": "Total"},
)
PREVIEW = Preview(
    format_key="shopify_orders",
    score=0.98,
    target="orders",
    rows=40,
    counts={"new": 30, "changed": 3, "same": 5, "duplicate": 0, "rejected": 2},
    entities={"new": 19, "changed": 3, "same": 12},
    changed_fields={"orders.ship_line1": 2, "orders.state": 1, "orders.source_hash": 3},
    reject_reasons={"order_no_missing": 1, "quantity_not_a_number": 1},
    kept_edits=1,
    channel="Shopify",
    channel_exists=False,
    total_by_currency={"EUR": "1204.30", "USD": "5.00"},
    orders_before=2,
    orders_after=21,
)


def journey(detection: Detection | None = FOUND) -> Journey:
    return Journey(Path("orders.csv"), detection=detection)


@pytest.mark.parametrize(
    ("detection", "stop"),
    [
        (None, Step.FILE),
        (FOUND, Step.PREVIEW),
        (replace(FOUND, declined=True), Step.FORMAT),
        (replace(FOUND, candidates=(replace(SURE, score=0.3),)), Step.FORMAT),
        (replace(FOUND, candidates=(SURE, replace(NEXT, score=0.95))), Step.FORMAT),
        (replace(FOUND, candidates=(replace(NEXT, score=0.6),)), Step.COLUMNS),
        (replace(FOUND, questions=(ASKED,)), Step.COLUMNS),
        (replace(FOUND, mapping={"total": "Total"}), Step.COLUMNS),
    ],
)
def test_the_wizard_stops_where_the_owner_must_look(detection: Detection | None, stop: Step) -> None:
    assert journey(detection).stop is stop


def test_an_answer_opens_the_way() -> None:
    asked = journey(replace(FOUND, questions=(ASKED,)))
    assert not wording.can_go_on(asked, Step.COLUMNS)
    asked.decide(date_order="MDY")
    assert asked.stop is Step.PREVIEW
    assert asked.for_reader() == {"date_order": "MDY"}


def test_another_format_forgets_the_answers_of_the_old_one() -> None:
    taken = journey()
    taken.decide(date_order="MDY", columns={"order_no": "Odd"})
    taken.choose_format("generic_order_lines")
    assert taken.for_reader() == {"format_key": "generic_order_lines"}


def test_the_owners_columns_go_over_the_declared_format() -> None:
    mapped = journey()
    mapped.decide(columns={"order_no": "Odd", "total": "Total"})
    sent = mapped.for_reader()["mapping"]
    assert sent["columns"] == {"order_no": ["Odd"], "total": ["Total"]}
    assert sent["target"] == "orders"
    assert sent["lines"]["layout"] == "id_repeated"


def test_item_columns_with_a_number_survive_a_mapping() -> None:
    mapped = journey(replace(FOUND, key="woocommerce_orders", candidates=(replace(SURE, key="woocommerce_orders"),)))
    mapped.decide(columns={"order_no": "Name"})
    assert any("{n}" in name for names in mapped.for_reader()["mapping"]["columns"].values() for name in names)


def test_cards_say_counts_and_money() -> None:
    new, changed, same, rejected = preview_wording.cards(PREVIEW)
    assert (new.count, new.title, new.detail) == (19, "new orders", "€1,204.30 · $5.00")
    assert (changed.count, changed.detail) == (3, "Street 2, Order status 1")
    assert same.count == 12
    assert rejected.detail == "no order number; quantity not a number"
    assert preview_wording.import_button(PREVIEW) == "&Import 22 orders"


def test_cards_in_chinese() -> None:
    set_language("zh_CN")
    new, _, _, rejected = preview_wording.cards(PREVIEW)
    assert new.title == "新订单"
    assert rejected.detail == "缺订单号；数量不是数字"
    assert preview_wording.import_button(PREVIEW) == "导入 22 单(&I)"


def test_nothing_to_import_is_said() -> None:
    nothing = replace(PREVIEW, entities={"same": 5})
    assert "nothing to import" in preview_wording.import_button(nothing)


def test_refused_rows_are_listed_and_the_rest_counted() -> None:
    rows = [RejectedRow(row, "order_no_missing") for row in range(2, 80)]
    lines = preview_wording.refused_lines(rows, 200)
    assert lines[0].startswith("Row 2: ")
    assert lines[-1] == "… and 160 more"


def test_the_footer_names_the_proof_of_the_date_order() -> None:
    shown = journey(replace(FOUND, date_order="DMY", date_evidence=("a",) * 12))
    shown.preview = replace(PREVIEW, total_by_currency={"EUR": "1"})
    assert wording.footer(shown) == "Dates read as day/month/year (12 rows prove it). Prices in EUR."


def test_the_footer_says_why_when_the_file_names_no_currency() -> None:
    found = replace(FOUND, currency="USD", currency_reason="currency_from_country", currency_evidence=("US",))
    shown = journey(found)
    shown.preview = replace(PREVIEW, total_by_currency={"USD": "1"})
    assert "shipped to US, so amounts are taken as USD" in wording.footer(shown)
    assert wording.is_currency_assumed(shown)
    shown.preview = replace(PREVIEW, total_by_currency={"USD": "1", "EUR": "1"})
    assert wording.footer(shown).endswith("Prices in USD, EUR.")
    assert not wording.is_currency_assumed(shown)


def test_orders_and_money_before_and_after_are_said_for_each_currency() -> None:
    before, after = {"EUR": "12345.00", "JPY": "500"}, {"EUR": "14089.50", "JPY": "500", "USD": "7.00"}
    shown = replace(PREVIEW, orders_before=400, orders_after=419, money_before=before, money_after=after)
    said = "Orders 400 → 419 · €12,345.00 → €14,089.50 · $0.00 → $7.00"
    assert preview_wording.before_and_after(shown) == said
    assert said in preview_wording.notes(shown)


def test_questions_show_what_each_answer_means() -> None:
    assert wording.question(ASKED) == "Which day is “03/04/2026”? The file does not say."
    assert [wording.answer(ASKED, choice) for choice in ASKED.choices] == [
        "day/month/year: 3 April 2026",
        "month/day/year: 4 March 2026",
    ]
    amount = Question("decimal", (".", ","), ("1.234",))
    assert wording.answer(amount, ",") == "The comma is the decimal mark: 1234"


def test_examples_that_cannot_be_read_stay_as_they_are() -> None:
    assert read_date("31/12/2026", "MDY") == ""
    assert read_date("soon", "DMY") == ""
    assert read_amount("free", ".") == ""


def test_every_field_of_the_reader_has_a_name() -> None:
    for target, fields in FIELDS.items():
        assert set(fields_of(target)) == set(fields) | {field for group in REQUIRED[target] for field in group}
        assert not [field for field in fields if field_label(field) == field.replace("_", " ") and "_" in field]


def test_a_copied_table_becomes_a_file(tmp_path: Path) -> None:
    assert clipboard.save_table("Name\tTotal\n#1\t9.50\n", tmp_path) == tmp_path / "clipboard.tsv"
    assert clipboard.save_table("Dear Ann,\nthank you", tmp_path) is None


def test_rows_kept_as_the_owner_typed_them_are_counted_and_say_what_the_file_says() -> None:
    kept = replace(PREVIEW, entities={"same": 5, "kept": 2})
    same = preview_wording.cards(kept)[2]
    assert (same.count, same.detail) == (7, "2 as you edited them")
    change = FieldChange("orders", "buyer_name", "", "Emma Fischer", "Emma", datetime(2026, 11, 20, tzinfo=UTC))
    words = preview_wording.row_words(RowDetail(StagedRow(1, 2, "kept", "1001", "", 1, ""), (change,)), "UTC")
    assert words.title == "1001 stays as you edited it"
    assert words.changes[0].kept.endswith("yours is kept. The file says: Emma")
