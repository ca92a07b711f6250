"""Orders: new, changed, same; what a second report adds; what the shop did is not moved back."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from shopdesk.base.errors import Cancelled, UserError
from shopdesk.services import import_undo, imports
from shopdesk.storage.queries import import_run
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import (
    Channel,
    ImportBatch,
    Order,
    OrderLine,
    OwnerEdit,
    Product,
    Shipment,
    ShopSetting,
    Sku,
)
from tests.services.conftest import Stage
from tests.services.staging_files import line, order
from tests.services.test_imports_undo import contents

STATUS = ["order_no", "status", "sku", "quantity", "unit_price"]


def the(session: Session, number: str) -> Order:
    return session.scalars(select(Order).where(Order.external_no == number)).one()


def lines_of(session: Session, number: str) -> list[tuple[str, int]]:
    query = select(OrderLine).join(Order, Order.id == OrderLine.order_id).where(Order.external_no == number)
    return [(row.sku_code, row.quantity) for row in session.scalars(query.order_by(OrderLine.line_no))]


def edit(shop: ShopFile, number: str, **values: object) -> None:
    """What the owner types."""
    with shop.write() as session:
        row = the(session, number)
        for field, value in values.items():
            setattr(row, field, value)
            session.merge(OwnerEdit(kind="orders", row_id=row.id, field=field))


def test_new_orders_come_in_with_lines_channel_and_totals(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1", line("A", 2), line("B")), order("2")])
    preview = imports.prepare(shop, staged)
    assert (preview.counts["new"], preview.channel, preview.channel_exists) == (3, "Shopify", False)
    assert (preview.orders_before, preview.orders_after) == (0, 2)
    assert preview.money_after == {"EUR": "50.00"}
    result = imports.apply(shop, staged)
    answer = result.to_json()
    assert answer["orders_new"] == 2 and answer["lines_new"] == 3
    assert answer["total_by_currency"] == {"EUR": "50.00"}
    with shop.read() as session:
        assert lines_of(session, "1") == [("A", 2), ("B", 1)]
        channel = session.scalars(select(Channel)).one()
        assert (channel.name, channel.kind, channel.currency) == ("Shopify", "shopify", "EUR")


def test_preview_writes_nothing_into_the_shop(shop: ShopFile, stage: Stage) -> None:
    before = shop.path.read_bytes()
    imports.prepare(shop, stage("orders", [order("1")]))
    assert shop.path.read_bytes() == before
    with shop.read() as session:
        assert session.scalar(select(func.count()).select_from(Channel)) == 0


def test_the_same_file_again_changes_nothing(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order("1", line("A", 2), line("A", 1)), order("2")])
    imports.apply(shop, staged)
    again = imports.apply(shop, staged)
    assert (again.imported, again.unchanged, again.counts["orders_new"], again.counts["lines_new"]) == (0, 3, 0, 0)
    assert not again.change.undoable


def test_an_overlapping_export_updates_and_never_duplicates(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1"), order("2", buyer_name="Bo")]))
    result = imports.apply(shop, stage("orders", [order("2", buyer_name="Bob"), order("3")]))
    assert (result.counts["orders_new"], result.counts["orders_changed"]) == (1, 1)
    with shop.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 3
        assert the(session, "2").buyer_name == "Bob"


def test_changed_lines_replace_the_old_ones(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("A", 2), line("B"))]))
    imports.apply(shop, stage("orders", [order("1", line("A", 3), line("C"))]))
    with shop.read() as session:
        assert lines_of(session, "1") == [("A", 3), ("C", 1)]
        row = the(session, "1")
        assert (row.line_count, row.unit_count, row.total_minor) == (2, 4, 5000)


def test_lines_with_ids_are_merged_by_id(shop: ShopFile, stage: Stage) -> None:
    first = [line("A", external_line_id="11"), line("B", external_line_id="12")]
    imports.apply(shop, stage("orders", [order("1", *first)]))
    imports.apply(shop, stage("orders", [order("1", line("B", 5, external_line_id="12"))]))
    with shop.read() as session:
        assert sorted(lines_of(session, "1")) == [("A", 1), ("B", 5)]
        assert the(session, "1").items_summary == "Item A × 1, Item B × 5"


def test_a_line_that_gets_another_sku_points_to_it(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("products", [{"sku_code": "A", "product_title": "A"}, {"sku_code": "B", "title": "B"}]))
    imports.apply(shop, stage("orders", [order("1", line("A", external_line_id="11"))]))
    result = imports.apply(shop, stage("orders", [order("1", line("B", external_line_id="11"))]))

    def code() -> str | None:
        with shop.read() as session:
            return session.scalar(select(Sku.code).join(OrderLine, OrderLine.sku_id == Sku.id))

    assert code() == "B"
    import_undo.undo(shop, result.batch or 0)
    assert code() == "A"


def test_the_summary_tells_of_all_lines_of_the_shop(shop: ShopFile, stage: Stage) -> None:
    """An export of one changed line of four must not make the list say that there is one item in the order."""
    ids = dict(zip("ABCD", ("11", "12", "13", "14"), strict=True))
    first = [line(sku, external_line_id=number) for sku, number in ids.items()]
    imports.apply(shop, stage("orders", [order("1", *first)]))
    result = imports.apply(shop, stage("orders", [order("1", line("C", 9, external_line_id="13"))]))
    with shop.read() as session:
        row = the(session, "1")
        assert (row.items_summary, row.line_count, row.unit_count) == ("Item A × 1, Item B × 1, +2", 4, 12)
    assert result.batch is not None
    import_undo.undo(shop, result.batch)
    with shop.read() as session:
        assert the(session, "1").unit_count == 4


def test_another_report_of_the_same_orders_enriches(shop: ShopFile, stage: Stage) -> None:
    imports.apply(
        shop, stage("orders", [order("1", line("A"), buyer_name="Ann", ship_city="Bonn", payment_method="card")])
    )
    bare = line("A", external_line_id="77") | {"title": "", "unit_price_micros": 0, "total_minor": 0}
    other = order("1", bare, ship_line1="Weg 1", goods_minor=0, total_minor=0)
    result = imports.apply(shop, stage("orders", [other]))
    assert result.counts["orders_changed"] == 1
    with shop.read() as session:
        row = the(session, "1")
        assert (row.buyer_name, row.ship_city, row.ship_line1, row.total_minor) == ("Ann", "Bonn", "Weg 1", 1250)
        kept = session.scalars(select(OrderLine)).one()
        assert (kept.title, kept.external_line_id, kept.total_minor) == ("Item A", "77", 1250)


def test_two_reports_in_turn_settle(shop: ShopFile, stage: Stage) -> None:
    one = stage("orders", [order("1", ship_city="Bonn")])
    two = stage("orders", [order("1", buyer_name="Ann")])
    imports.apply(shop, one)
    imports.apply(shop, two)
    assert imports.apply(shop, one).unchanged == 1
    assert imports.apply(shop, two).unchanged == 1


def test_what_the_owner_typed_is_kept_and_counted(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", ship_city="Bon", ship_line1="Weg 1")]))
    edit(shop, "1", ship_city="Bonn")
    changed = stage("orders", [order("1", ship_city="Bon am Rhein", ship_line1="Weg 2")])
    assert imports.prepare(shop, changed).kept_edits == 1
    assert imports.apply(shop, changed).kept_edits == 1
    with shop.read() as session:
        row = the(session, "1")
        assert (row.ship_city, row.ship_line1) == ("Bonn", "Weg 2")


@pytest.mark.parametrize(
    ("ours", "theirs", "then"),
    [
        ("confirmed", "to_review", "confirmed"),
        ("packed", "to_review", "packed"),
        ("confirmed", "shipped", "shipped"),
        ("exception", "cancelled", "cancelled"),
        ("shipped", "cancelled", "shipped"),
        ("imported", "to_review", "to_review"),
        ("shipped", "delivered", "delivered"),
        ("completed", "shipped", "completed"),
        ("delivered", "returned", "returned"),
        ("cancelled", "shipped", "cancelled"),
    ],
)
def test_the_platform_only_moves_an_order_forward(
    shop: ShopFile, stage: Stage, ours: str, theirs: str, then: str
) -> None:
    imports.apply(shop, stage("orders", [order("1")], fields=STATUS))
    with shop.write() as session:
        the(session, "1").state = ours
    imports.apply(shop, stage("orders", [order("1", state=theirs, source_status=theirs)], fields=STATUS))
    with shop.read() as session:
        assert the(session, "1").state == then


def test_a_refund_on_the_platform_moves_the_payment(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1")], fields=STATUS))
    imports.apply(shop, stage("orders", [order("1", payment_state="refunded", refunded_minor=1250)], fields=STATUS))
    with shop.read() as session:
        row = the(session, "1")
        assert (row.payment_state, row.refunded_minor) == ("refunded", 1250)


@pytest.mark.rule("R-O4")
def test_ship_by_is_48_hours_after_payment(shop: ShopFile, stage: Stage) -> None:
    given = order("2", ship_by="2026-11-30T00:00:00Z")
    imports.apply(shop, stage("orders", [order("1"), given, order("3", payment_state="unpaid", paid_at=None)]))
    with shop.read() as session:
        assert [str(the(session, n).ship_by or "")[:16] for n in "123"] == ["2026-11-22 10:05", "2026-11-30 00:00", ""]


@pytest.mark.rule("R-O2")
def test_unknown_skus_are_marked_once_the_shop_has_a_catalogue(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", line("NEW"))]))
    with shop.write() as session:
        session.add(Product(id=1, handle="mug", title="Mug"))
        session.flush()
        session.add(Sku(id=5, product_id=1, code="Mug-1"))
    imports.apply(shop, stage("orders", [order("2", line("NEW")), order("3", line(" mug-1 "))]))
    with shop.read() as session:
        assert [the(session, n).attention for n in "123"] == ["", "unknown_sku", ""]
        assert session.scalars(select(OrderLine.sku_id).where(OrderLine.order_id == the(session, "3").id)).one() == 5


@pytest.mark.rule("R-O2")
def test_the_second_of_two_like_orders_within_a_day_is_marked(shop: ShopFile, stage: Stage) -> None:
    ann = {"buyer_email": "ann@example.com"}
    rows = [
        order("1", **ann),
        order("2", placed_at="2026-11-21T10:00:00Z", **ann),
        order("3", placed_at="2026-11-22T10:00:01Z", **ann),
        order("4", line("OTHER"), **ann),
        order("5", buyer_email="a***@example.com"),
        order("6", buyer_email="a***@example.com"),
        order("7", state="completed", **ann),
    ]
    imports.apply(shop, stage("orders", rows))
    with shop.read() as session:
        assert {n: the(session, n).attention for n in "1234567" if the(session, n).attention} == {"2": "duplicate"}


def test_without_review_clean_orders_are_confirmed(shop: ShopFile, stage: Stage) -> None:
    with shop.write() as session:
        session.add(ShopSetting(key="order.review_required", value="false"))
    imports.apply(shop, stage("orders", [order("1"), order("2", attention="address")]))
    with shop.read() as session:
        assert (the(session, "1").state, the(session, "2").state) == ("confirmed", "to_review")


def test_a_waybill_becomes_a_parcel_once(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1"), order("2", carrier="DHL", waybill="W2", state="shipped")]))
    later = stage(
        "orders", [order("1", carrier="UPS", waybill="W1"), order("2", carrier="DHL", waybill="W2", buyer_name="B")]
    )
    imports.apply(shop, later)
    with shop.read() as session:
        parcels = session.scalars(select(Shipment).order_by(Shipment.waybill)).all()
        assert [(p.carrier, p.waybill, p.state) for p in parcels] == [
            ("UPS", "W1", "created"),
            ("DHL", "W2", "handed_over"),
        ]


def test_a_mended_row_completes_its_order(shop: ShopFile, stage: Stage) -> None:
    fields = ["order_no", "sku", "quantity", "unit_price"]
    whole = order("1", line("A", 2), attention="incomplete")
    imports.apply(shop, stage("orders", [whole], rejected=[(3, "bad_quantity", ["1", "B"])], fields=fields))
    imports.apply(shop, stage("orders", [order("1", line("B", 1))], fields=fields))
    with shop.read() as session:
        row = the(session, "1")
        assert lines_of(session, "1") == [("A", 2), ("B", 1)]
        assert (row.total_minor, row.unit_count, row.attention) == (3750, 3, "")


def test_a_cleared_problem_does_not_come_back_by_itself(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1", attention="address", ship_line1="?")]))
    with shop.write() as session:
        the(session, "1").attention = ""
    imports.apply(shop, stage("orders", [order("1", attention="address", ship_line1="?", buyer_name="Ann")]))
    with shop.read() as session:
        assert the(session, "1").attention == ""
    imports.apply(shop, stage("orders", [order("1", attention="address", ship_line1="??", buyer_name="Ann")]))
    with shop.read() as session:
        assert the(session, "1").attention == "address"


def test_the_named_channel_is_used_whatever_its_case(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("orders", [order("1")]), channel="My shop")
    imports.apply(shop, stage("orders", [order("1"), order("2")]), channel="MY SHOP")
    imports.apply(shop, stage("orders", [order("1")]), channel="Other")
    with shop.read() as session:
        assert list(session.scalars(select(Channel.name).order_by(Channel.id))) == ["My shop", "Other"]
        assert session.scalar(select(func.count()).select_from(Order)) == 3


def test_cancel_rolls_everything_back(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [order(str(n)) for n in range(50)])
    calls = iter(range(10_000))
    with pytest.raises(Cancelled):
        imports.apply(shop, staged, is_cancelled=lambda: next(calls) > 12)
    with shop.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 0
        assert session.scalar(select(func.count()).select_from(ImportBatch)) == 0
    assert imports.apply(shop, staged).counts["orders_new"] == 50


def test_cancel_inside_any_statement_leaves_nothing_behind(
    shop: ShopFile, stage: Stage, monkeypatch: pytest.MonkeyPatch, noon: str
) -> None:
    imports.apply(shop, stage("orders", [order(str(n)) for n in range(20)]))
    staged = stage("orders", [order(str(n), line("B"), buyer_name="Ann") for n in range(10, 60)])
    monkeypatch.setattr(import_run, "_INSTRUCTIONS_BETWEEN_CHECKS", 300)
    before, looks, cancelled_inside = contents(shop.path), 0, 0
    for cancel_at in range(5, 4000, 11):
        calls = iter(range(1, 100_000))
        try:
            imports.apply(shop, staged, is_cancelled=lambda calls=calls, at=cancel_at: next(calls) == at)
        except Cancelled as error:
            cancelled_inside += error.__cause__ is not None
            looks += 1
            assert contents(shop.path) == before
        else:
            break
    assert looks >= 20 and cancelled_inside >= 5
    with shop.read() as session:
        assert session.scalar(select(func.count()).select_from(Order)) == 60


def test_a_target_of_a_later_version_is_declined(shop: ShopFile, stage: Stage) -> None:
    staged = stage("orders", [], target="ads")
    with pytest.raises(UserError, match="import_declined"):
        imports.apply(shop, staged)


def test_progress_rises_to_the_end(shop: ShopFile, stage: Stage) -> None:
    seen: list[float] = []
    imports.apply(shop, stage("orders", [order("1")]), on_progress=lambda fraction, _: seen.append(fraction))
    assert seen == sorted(seen) and seen[-1] == 1.0
