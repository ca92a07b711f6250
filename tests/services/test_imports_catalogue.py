"""Products, stock and customers: met by code, handle, warehouse and key; order lines find their SKU."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from shopdesk.services import imports
from shopdesk.storage.session import ShopFile
from shopdesk.storage.tables import (
    Customer,
    Listing,
    Order,
    OrderLine,
    OwnerEdit,
    Product,
    Sku,
    StockBalance,
    Warehouse,
)
from tests.services.conftest import Stage
from tests.services.staging_files import line, order


def mug(code: str = "MUG-R", **more: Any) -> dict[str, Any]:
    return {"handle": "mug", "product_title": "Mug", "sku_code": code, "title": "red", **more}


def balances(shop: ShopFile) -> dict[tuple[str, str], int]:
    with shop.read() as session:
        query = (
            select(Sku.code, Warehouse.name, StockBalance.quantity)
            .join(StockBalance, StockBalance.sku_id == Sku.id)
            .join(Warehouse, Warehouse.id == StockBalance.warehouse_id)
        )
        return {(code, name): quantity for code, name, quantity in session.execute(query)}


def test_a_product_with_variants_listings_and_stock(shop: ShopFile, stage: Stage) -> None:
    rows = [
        mug(price_minor=1200, external_id="L1", listing_price_minor=1300, quantity=4, warehouse="Berlin"),
        mug("MUG-B", product_title="", quantity=0, warehouse="Berlin"),
    ]
    staged = stage("products", rows)
    assert imports.prepare(shop, staged).counts["new"] == 2
    counts = imports.apply(shop, staged).counts
    assert (counts["products_new"], counts["skus_new"], counts["listings_new"], counts["stock_new"]) == (1, 2, 1, 2)
    with shop.read() as session:
        assert session.scalars(select(Product.title)).all() == ["Mug"]
        listing = session.scalars(select(Listing)).one()
        assert (listing.external_id, listing.price_minor) == ("L1", 1300)
    assert balances(shop) == {("MUG-R", "Berlin"): 4, ("MUG-B", "Berlin"): 0}
    again = imports.apply(shop, staged)
    assert (again.unchanged, again.imported) == (2, 0)


def test_a_changed_price_changes_only_that(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("products", [mug(price_minor=1200, barcode="4006381333931")]))
    changed = stage("products", [mug(" mug-r ", price_minor=1300)])
    assert imports.prepare(shop, changed).changed_fields == {"sku.price_minor": 1}
    imports.apply(shop, changed)
    with shop.read() as session:
        sku = session.scalars(select(Sku)).one()
        assert (sku.code, sku.price_minor, sku.barcode) == ("MUG-R", 1300, "4006381333931")


def test_another_channels_wording_fills_blanks_only(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("products", [mug()]))
    other = {
        "handle": "MUG-R",
        "product_title": "MUG!!! BEST PRICE",
        "brand": "Potter",
        "sku_code": "MUG-R",
        "external_id": "B0",
    }
    imports.apply(shop, stage("products", [other], channel="amazon", channel_name="Amazon"))
    with shop.read() as session:
        product = session.scalars(select(Product)).one()
        assert (product.title, product.brand) == ("Mug", "Potter")
        assert session.scalar(select(func.count()).select_from(Listing)) == 1


def test_one_sku_may_stand_in_several_listings(shop: ShopFile, stage: Stage) -> None:
    staged = stage("products", [mug(external_id="L1"), mug(external_id="L2"), mug(external_id="L2")])
    result = imports.apply(shop, staged)
    assert (result.counts["skus_new"], result.counts["listings_new"]) == (1, 2)
    assert result.imported + result.unchanged == 3
    assert imports.apply(shop, staged).unchanged == 3


def test_products_link_the_lines_that_waited_for_them(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("products", [mug()]))
    imports.apply(shop, stage("orders", [order("1", line("NEW-1")), order("2", line("NEW-1"), line("NEW-2"))]))
    result = imports.apply(shop, stage("products", [mug("new-1 ")]))
    assert result.counts["lines_linked"] == 2
    with shop.read() as session:
        marks = dict(session.execute(select(Order.external_no, Order.attention)).all())
        assert marks == {"1": "", "2": "unknown_sku"}
        assert session.scalar(select(func.count()).select_from(OrderLine).where(OrderLine.sku_id.is_(None))) == 1


def test_stock_of_several_rows_is_added_up(shop: ShopFile, stage: Stage) -> None:
    rows = [
        {"sku_code": "A", "quantity": 2},
        {"sku_code": "a", "quantity": 3},
        {"sku_code": "B", "title": "Box", "quantity": 1},
    ]
    result = imports.apply(shop, stage("stock", rows))
    assert result.counts["products_new"] == 2 and result.counts["stock_new"] == 2
    assert balances(shop) == {("A", "Main warehouse"): 5, ("B", "Main warehouse"): 1}
    with shop.read() as session:
        assert set(session.scalars(select(Product.title))) == {"A", "Box"}
    changed = imports.apply(shop, stage("stock", [{"sku_code": "A", "quantity": 9}, {"sku_code": "B", "quantity": 1}]))
    assert (changed.imported, changed.unchanged, changed.counts["stock_changed"]) == (1, 1, 1)


@pytest.mark.rule("R-I1")
def test_each_partition_is_counted_for_itself(shop: ShopFile, stage: Stage) -> None:
    """Worked example of R-I1: 7 on the shelf, 3 waiting for shipment; a count of the shelf leaves the 3 alone."""
    counts = {"normal": 7, "pending_shipment": 3, "in_return": 1}
    rows = [{"sku_code": "A", "partition": part, "quantity": quantity} for part, quantity in counts.items()]
    imports.apply(shop, stage("stock", rows))
    result = imports.apply(shop, stage("stock", [{"sku_code": "a", "quantity": 8}]))
    assert (result.counts["stock_new"], result.counts["stock_changed"]) == (0, 1)
    with shop.read() as session:
        kept = dict(session.execute(select(StockBalance.partition, StockBalance.quantity)).all())
    assert kept == {**counts, "normal": 8}


def test_a_row_of_a_matrix_counts_once(shop: ShopFile, stage: Stage) -> None:
    cells = [
        {"row": 2, "row_count": 1, "sku_code": "A", "warehouse": "Bonn", "quantity": 1},
        {"row": 2, "row_count": 0, "sku_code": "A", "warehouse": "Köln", "quantity": 2},
    ]
    imports.apply(shop, stage("stock", cells))
    cells[1]["quantity"] = 7
    result = imports.apply(shop, stage("stock", cells))
    assert (result.imported, result.unchanged) == (1, 0)
    assert balances(shop) == {("A", "Bonn"): 1, ("A", "Köln"): 7}


def test_counted_stock_the_owner_typed_is_kept(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("stock", [{"sku_code": "A", "quantity": 2}]))
    with shop.write() as session:
        balance = session.scalars(select(StockBalance)).one()
        balance.quantity = 5
        session.add(OwnerEdit(kind="stock_balance", row_id=balance.id, field="quantity"))
    result = imports.apply(shop, stage("stock", [{"sku_code": "A", "quantity": 9}]))
    assert result.kept_edits == 1 and balances(shop) == {("A", "Main warehouse"): 5}


def test_customers_are_met_by_key(shop: ShopFile, stage: Stage) -> None:
    imports.apply(shop, stage("customers", [{"key": "1", "name": "Ann", "city": "Bonn"}, {"key": "2", "name": "Bo"}]))
    rows = [{"key": "1", "name": "Anna", "city": ""}, {"key": "3", "name": "Cy"}, {"key": "3", "name": "Cyd"}]
    result = imports.apply(shop, stage("customers", rows))
    assert (result.counts["customers_new"], result.counts["customers_changed"], result.unchanged) == (1, 1, 1)
    with shop.read() as session:
        assert session.execute(select(Customer.key, Customer.name, Customer.city).order_by(Customer.key)).all() == [
            ("1", "Anna", "Bonn"), ("2", "Bo", ""), ("3", "Cy", ""),
        ]  # fmt: skip
